package io.weighbridge.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Rule;
import io.weighbridge.inventory.Lint.Knowledge;
import io.weighbridge.inventory.Lint.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule has an example that fires and one that must not. */
class LintTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder = Path.of("");

  /** A rule, the file, what fires and what must not. */
  record Example(String rule, String file, String fires, String quiet) {}

  static List<Example> examples() {
    String load = "from transformers import AutoModel\n";
    return List.of(
        new Example(
            "lint/gate-bypass",
            "get.sh",
            "curl -LO https://huggingface.co/acme-ml/a-1/resolve/main/model.onnx\n",
            "# the page: https://huggingface.co/acme-ml/a-1\nhf download acme-ml/a-1\n"),
        new Example(
            "lint/other-source",
            "a.py",
            "import ollama\nollama.pull('llama3')\n",
            "import ollama\nollama.list()\n"),
        new Example(
            "lint/unpinned",
            "a.py",
            load + "AutoModel.from_pretrained('acme-ml/a-1', revision='main')\n",
            load + "AutoModel.from_pretrained('acme-ml/a-1', revision='" + COMMIT + "')\n"),
        new Example(
            "lint/torch-hub",
            "a.py",
            "import torch\ntorch.hub.load('acme/detector', 'small')\n",
            "import torch\ntorch.hub.set_dir('acme/detector')\n"),
        new Example(
            "lint/torch-load",
            "a.py",
            "import torch\ntorch.load(path)\n",
            "import torch\ntorch.load(path, weights_only=True)\n"),
        new Example(
            "lint/pickle-load",
            "a.py",
            "from joblib import load\nload('model.joblib')\n",
            "from safetensors.torch import load\nimport json\nload(data)\njson.load(f)\n"),
        new Example(
            "lint/numpy-pickle",
            "a.py",
            "import numpy as np\nnp.load('a.npy', allow_pickle=True)\n",
            "import numpy as np\nnp.load('a.npy')\n"),
        new Example(
            "lint/keras-unsafe",
            "a.py",
            "import keras\nkeras.models.load_model('m.keras', safe_mode=False)\n",
            "import keras\nkeras.models.load_model('m.keras')\n"),
        new Example(
            "lint/remote-code",
            "a.py",
            load + "AutoModel.from_pretrained(name, trust_remote_code=True)\n",
            load + "AutoModel.from_pretrained(name, trust_remote_code=False)\n"),
        new Example(
            "lint/pickle-weights",
            "a.py",
            load + "AutoModel.from_pretrained(name, use_safetensors=False)\n",
            load + "AutoModel.from_pretrained(name, use_safetensors=True)\n"),
        new Example(
            "lint/look-alike",
            "README.md",
            "[model](https://huggingface.co/qa-tutorials/distilbert-base-uncased-finetuned-sqad)\n",
            "[model](https://huggingface.co/distilbert/distilbert-base-uncased-finetuned-sst-2-english)\n"),
        new Example(
            "lint/refused",
            "a.py",
            load + "AutoModel.from_pretrained('acme-ml/refused-1')\n",
            load + "AutoModel.from_pretrained('acme-ml/admitted-1')\n"),
        new Example(
            "lint/unvetted",
            "a.py",
            load + "AutoModel.from_pretrained('acme-ml/nobody-knows-1')\n",
            load + "AutoModel.from_pretrained('acme-ml/admitted-1')\n"));
  }

  private static Standing standing(String id) {
    return id.contains("refused")
        ? Standing.REFUSED
        : id.contains("admitted") ? Standing.ADMITTED : Standing.UNKNOWN;
  }

  private List<LintFinding> lint(Map<String, String> files, Knowledge knowledge)
      throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    return Lint.of(Inventory.of(folder, Inventory.Options.STANDARD).take(_ -> {}), knowledge);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aRuleFiresWhereItShouldAndNotWhereItMustNot(Example example) throws IOException {
    var registry = new Knowledge(Optional.empty(), Map.of(), Optional.of(LintTest::standing));
    assertThat(lint(Map.of(example.file(), example.fires()), registry))
        .extracting(finding -> finding.rule().id())
        .contains(example.rule());
    assertThat(lint(Map.of(example.file(), example.quiet()), registry))
        .extracting(finding -> finding.rule().id())
        .doesNotContain(example.rule());
  }

  @Test
  void everyRuleHasAnExample() {
    assertThat(examples().stream().map(Example::rule).toList())
        .containsExactlyInAnyOrderElementsOf(Lint.rules().stream().map(Rule::id).toList());
  }

  @Test
  void thePatchAppliesAndMendsWhatItSaysAndNothingElse() throws Exception {
    String python =
        """
        import torch
        from transformers import AutoModel

        model = AutoModel.from_pretrained(
            "acme-ml/a-1",
            trust_remote_code=True,   # why not
        )
        other = AutoModel.from_pretrained("acme-ml/a-1", revision="main")\t
        state = torch.load("ß.pt")
        """;
    var files =
        Map.of(
            "a.py",
            python,
            "crlf.py",
            "import torch\r\nstate = torch.load(path,)\r\n# end\r\n",
            "last.py",
            "import torch\ntorch.load(path, weights_only=False)",
            "get.sh",
            "set -eu\nhf download acme-ml/a-1 --local-dir x\n"
                + "curl -LO https://huggingface.co/acme-ml/a-1/resolve/main/a.onnx\n");
    var knowledge =
        new Knowledge(
            Optional.of("https://gate.example.org"),
            Map.of("acme-ml/a-1", COMMIT),
            Optional.empty());
    Path patch = folder.resolveSibling(folder.getFileName() + ".patch");
    Files.writeString(patch, Patch.of(folder, lint(files, knowledge)));
    assertThat(git("init", "-q")).isZero();
    assertThat(git("apply", "--whitespace=nowarn", patch.toString())).isZero();

    assertThat(folder.resolve("a.py"))
        .hasContent(
            python
                .replace(
                    "trust_remote_code=True,",
                    "trust_remote_code=False, revision=\"" + COMMIT + "\",")
                .replace("revision=\"main\"", "revision=\"" + COMMIT + '"')
                .replace("\"ß.pt\"", "\"ß.pt\", weights_only=True"));
    assertThat(Files.readString(folder.resolve("crlf.py")))
        .isEqualTo("import torch\r\nstate = torch.load(path, weights_only=True,)\r\n# end\r\n");
    assertThat(Files.readString(folder.resolve("last.py")))
        .isEqualTo("import torch\ntorch.load(path, weights_only=True)");
    assertThat(Files.readString(folder.resolve("get.sh")))
        .contains("hf download acme-ml/a-1 --revision " + COMMIT + " --local-dir x\n")
        .contains("curl -LO https://gate.example.org/acme-ml/a-1/resolve/main/a.onnx\n");
    assertThat(lint(Map.of(), knowledge))
        .extracting(finding -> finding.rule().id())
        .doesNotContain("lint/unpinned", "lint/torch-load", "lint/remote-code", "lint/gate-bypass");
  }

  private int git(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
