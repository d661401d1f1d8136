package io.weighbridge.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckNameCommandTest {
  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void findsLookAlikesInTheTextOfFilesWithTheirLines() throws IOException {
    String code =
        file(
            "app.py",
            "import torch\n"
                + "m = AutoModel.from_pretrained(\"mistarlai/Mistral-7B-v0.1\")\n"
                + "ok = pipeline(model='google-bert/bert-base-uncased')\n"
                + "path = 'src/main/resources'\n");

    Run run = Run.of("check-name", "--files", code);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.out()).startsWith(code + ":2: look-alike  mistarlai/Mistral-7B-v0.1");
  }

  @Test
  void cleanFilesAndThoseThatAreNoTextSayNothing() throws IOException {
    Run run =
        Run.of(
            "check-name",
            "--files",
            file("a.yaml", "model: distilbert/distilbert-base-uncased\n"),
            file("b.bin", "mistarlai/Mistral-7B-v0.1\0"));

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void ownNamesAreProtectedToo() throws IOException {
    String own = file("names.txt", "# ours\nacme/contract-classifier\n");

    assertThat(Run.of("check-name", "stranger/contract-clasifier").code()).isZero();
    assertThat(Run.of("check-name", "--names", own, "stranger/contract-clasifier").out())
        .contains("look-alike", "1 edit from acme/contract-classifier");
  }

  @Test
  void aFileThatIsNotThereIsOneClearLine() {
    Run run = Run.of("check-name", "--files", folder.resolve("missing").toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1).first().asString().contains("missing is not a file");
  }
}
