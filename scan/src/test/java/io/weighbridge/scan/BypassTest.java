package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Ways around a rule that were tried once, each beside something honest that looks like it. */
class BypassTest {
  private record Case(String rule, Object[] attack, Object[] honest) {}

  private final Map<String, Case> cases = new LinkedHashMap<>();

  private void bypass(String what, String rule, Object[] attack, Object[] honest) {
    cases.put(what, new Case(rule, attack, honest));
  }

  private static Object[] files(Object... namesAndContents) {
    return namesAndContents;
  }

  private void template(String what, String rule, String attack, String honest) {
    bypass(what, rule, files("chat_template.jinja", attack), files("chat_template.jinja", honest));
  }

  private void templates() {
    template(
        "a name made of character codes",
        "jinja/sandbox-escape",
        "{{ ''['%c%c%s'|format(95,95,'class__')] }}",
        "{{ '%s: %s'|format(message.role, message.content) }}");
    template(
        "a name made by str.format",
        "jinja/sandbox-escape",
        "{{ ''['{0}{0}class{0}{0}'.format('_')] }}",
        "{{ roles['{}'.format(message.role)] }}");
    template(
        "a name among keyword arguments",
        "jinja/sandbox-escape",
        "{{ ''[dict(__cla=1,ss__=2)|join] }}",
        "{{ dict(role='user', content='x')|tojson }}");
    template(
        "a name that is stripped of its rim",
        "jinja/sandbox-escape",
        "{{ ''['X__class__X'.strip('X')] }}",
        "{{ message['content'].strip('\\n') }}");
    template(
        "a name cut from how Jinja prints itself",
        "jinja/attribute-filter",
        "{% set k = lipsum|string|list|first %}{{ ''[k] }}",
        "{% set k = message.role|trim %}{{ names[k] }}");
    template(
        "a name behind entities",
        "jinja/attribute-filter",
        "{{ ''[('&#95;'*2 + 'class')|striptags] }}",
        "{{ messages[(messages|length) - 1] }}");
  }

  private void configuration() {
    bypass(
        "an expression that MONAI evaluates",
        "config/calls-function",
        files("configs/inference.json", "{\"a\":[\"$__import__('os').system('echo x')\"]}"),
        files("configs/inference.json", "{\"a\":\"$torch.device('cpu')\",\"price\":\"$1.00\"}"));
    bypass(
        "the same in YAML",
        "config/calls-function",
        files("train.yaml", "run: \"$os.system('echo x')\"\n"),
        files("train.yaml", "imports:\n- $import glob\nfiles: \"$sorted(glob.glob(@dir))\"\n"));
    bypass(
        "a class that LangChain builds",
        "config/calls-function",
        files("p.json", "{\"lc\":1,\"type\":\"constructor\",\"id\":[\"os\",\"system\"]}"),
        files(
            "p.json",
            "{\"lc\":1,\"type\":\"constructor\",\"id\":[\"langchain\",\"PromptTemplate\"]}"));
    bypass(
        "a prompt that says it is Jinja",
        "jinja/sandbox-escape",
        files("p.json", "{\"template_format\":\"jinja2\",\"template\":\"{{ x.__class__ }}\"}"),
        files("p.json", "{\"template_format\":\"jinja2\",\"template\":\"{{ x }}\"}"));
    bypass(
        "a module that an adapter's loader imports",
        "config/remote-code",
        files("adapter_config.json", "{\"auto_mapping\":{\"parent_library\":\"antigravity\"}}"),
        files(
            "adapter_config.json",
            "{\"auto_mapping\":{\"parent_library\":\"transformers.models.llama.modeling_llama\"}}"));
    bypass(
        "a second index behind the usual one",
        "requirements/untrusted-source",
        files(
            "requirements.txt",
            "--index-url https://pypi.org/simple --extra-index-url https://a.invalid/simple\n"),
        files("requirements.txt", "--index-url https://pypi.org/simple\n"));
    bypass(
        "requirements under another name",
        "requirements/untrusted-source",
        files("requirements/base.txt", "x @ git+https://a.invalid/x\n"),
        files("requirements/base.txt", "x>=1\n", "notes/base.txt", "git+https://a.invalid/x\n"));
    bypass(
        "requirements in setup.cfg",
        "requirements/untrusted-source",
        files("setup.cfg", "[options]\ninstall_requires =\n  x @ git+https://a.invalid/x\n"),
        files("setup.cfg", "[options]\ninstall_requires =\n  numpy>=2\nurl = https://a.invalid\n"));
  }

  private void containers() {
    bypass(
        "a member whose second name leads out",
        "archive/path-traversal",
        files("m.zip", ContainerAttacks.unicodePath("a.txt", "../../x.py")),
        files("m.zip", ContainerAttacks.unicodePath("a.txt", "a.txt")));
    bypass(
        "a member with two names",
        "zip/second-name",
        files("m.zip", ContainerAttacks.unicodePath("a.txt", "data.pkl")),
        files("m.zip", ContainerAttacks.unicodePath("\u00e9.txt", "\u00e9.txt")));
    bypass(
        "pickles in a table of pandas",
        "hdf5/pickled-objects",
        files("t.h5", Bytes.resource("objects.h5")),
        files("t.h5", Bytes.resource("ok.h5")));
  }

  /** Readers skip white space, split lines and decode in more ways than one. */
  private void ways() {
    String remote = "{\"auto_map\":{\"AutoModel\":\"a/b--m.M\"}}";
    String local = "{\"model_type\":\"bert\"}";
    for (String space : List.of(" ".repeat(600), "\n".repeat(600))) {
      String which = space.isBlank() && space.startsWith("\n") ? "lines" : "blanks";
      bypass(
          "a configuration behind many " + which,
          "config/remote-code",
          files("config.json", space + remote),
          files("config.json", space + local));
      bypass(
          "a configuration before many " + which,
          "config/remote-code",
          files("config.json", remote + space),
          files("config.json", local + space));
    }
    bypass(
        "a configuration in UTF-16",
        "config/remote-code",
        files("config.json", remote.getBytes(StandardCharsets.UTF_16)),
        files("notes.txt", "caf\u00e9".getBytes(StandardCharsets.UTF_16)));
    bypass(
        "entities behind a comment",
        "xml/entity",
        files(
            "m.pmml",
            "<!-- "
                + "x".repeat(600)
                + " --><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///x'>]><a>&b;</a>"),
        files("README.md", "<!-- " + "x".repeat(600) + " -->\n<p align=center>\n# A model\n"));
    bypass(
        "code behind a carriage return",
        "python/import-effect",
        files("m.py", "# a comment\rimport os\ros.system('echo x')\r"),
        files("m.py", "# a comment\rx = 1\r"));
    bypass(
        "an encoding that is the second one named",
        "python/unreadable",
        files("m.py", "# decoding is easy, coding: utf-7\n#+AAo-import os\n"),
        files("m.py", "# decoding is easy, coding: utf-8\nx = 1\n"));
    bypass(
        "an encoding at the end of a long line",
        "python/unreadable",
        files("m.py", "#" + " ".repeat(500) + "coding: utf-7\n#+AAo-import os\n"),
        files("m.py", "#" + " ".repeat(500) + "coding\nx = 1\n"));
    bypass(
        "a template that is a pickle too",
        "jinja/sandbox-escape",
        files("chat_template.jinja", "V{{ ''.__class__.__mro__ }}\nN0."),
        files("chat_template.jinja", "V{{ messages[0]['content'] }}\nN0."));
    bypass(
        "requirements that are a pickle too",
        "requirements/untrusted-source",
        files("requirements.txt", "Vpkg @ git+https://models.invalid/pkg\nN0."),
        files("requirements.txt", "Vpkg\nN0."));
    for (String end : List.of("\r", "\u000B", "\f", "\u0085", "\u2028", "\n\uFEFF")) {
      String line = end.contains("\uFEFF") ? "" : "lib" + end;
      bypass(
          "a path file whose line ends in " + (int) end.charAt(end.length() - 1),
          "python/path-file",
          files("a.pth", (line.isEmpty() ? "\uFEFF" : line) + "import os\n"),
          files("a.pth", line + "lib\nimportant\n"));
    }
    bypass(
        "a path without a blank before it",
        "requirements/untrusted-source",
        files("requirements.txt", "-e./here\n"),
        files("requirements.txt", "-r base.txt\nhere[all]>=1 ; python_version>'3'\n"));
    bypass(
        "a folder as requirement",
        "requirements/untrusted-source",
        files("requirements.txt", "here/there\n"),
        files("requirements.txt", "here-there==1  # see a/b\n"));
    bypass(
        "objects of YAML under another name",
        "yaml/python-object",
        files("hparams", "a: !!python/object/apply:os.system ['echo x']\n"),
        files(
            "hparams",
            "a: !!float 1\n",
            "README.md",
            "---\nlicense: mit\n---\n# Loading\nDo not: `!!python/object/apply:os.system ['x']`\n"));
  }

  @TestFactory
  Collection<DynamicTest> everyKnownBypassIsClosedAndItsHonestTwinPasses() {
    templates();
    configuration();
    containers();
    ways();
    var tests = new ArrayList<DynamicTest>();
    cases.forEach((what, one) -> tests.add(dynamicTest(what, () -> check(one))));
    return tests;
  }

  private static void check(Case one) {
    ScanReport attack = Bytes.scan(one.attack());
    assertThat(attack.verdict()).isNotEqualTo(Verdict.SAFE);
    assertThat(Bytes.rules(attack)).contains(one.rule());
    ScanReport honest = Bytes.scan(one.honest());
    assertThat(Bytes.rules(honest)).doesNotContain(one.rule());
    assertThat(honest.verdict()).isEqualTo(Verdict.SAFE);
    for (ScanReport report : List.of(attack, honest)) {
      for (FileReport file : report.files()) {
        boolean safe = file.verdict() == Verdict.SAFE;
        assertThat(!safe || file.coverage() == Coverage.FULL).as(file.path()).isTrue();
      }
    }
  }
}
