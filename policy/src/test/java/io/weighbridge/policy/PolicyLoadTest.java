package io.weighbridge.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy that is wrong is refused when it is loaded, with the line and what to write instead. */
class PolicyLoadTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model.idd == 'x'                       | line 4: undefined field 'idd'
          model.id == 3                          | line 4: found no matching overload for '_==_'
          model.id                               | line 4: "when" is true or false
          model.downloads > 100                  | this fact may be unknown
          source.publisher.ageDays < 30          | .atLeast(n)
          nothing == 1                           | line 4: undeclared reference to 'nothing'
          file.path == 'x'                       | "file" needs scope: file
          files.exists(f, f.size > 'x')          | line 4: found no matching overload
          model.id == 'a' &&                     | line 4
          has(model.likes)                       | has() is always true
          Model{id: 'x'}.id == 'x'               | a policy reads evidence
          """)
  void refusesConditionsThatDoNotFit(String when, String message) {
    assertThatThrownBy(() -> Policy.parse(rule("REVISION", when, "m")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("[rule r]");
  }

  @Test
  void fileRulesDoNotSeeTheListOfFiles() {
    assertThatThrownBy(() -> Policy.parse(rule("file", "files.size() > 1", "m")))
        .hasMessageContaining("rules of scope file see one file");
  }

  @Test
  void messagesAreChecked() {
    assertThatThrownBy(() -> Policy.parse(rule("revision", "true", "${model.nme}")))
        .hasMessageContaining("line 6: undefined field 'nme'");
    assertThatThrownBy(() -> Policy.parse(rule("revision", "true", "${files}")))
        .hasMessageContaining("is no text, number or truth value");
    assertThatThrownBy(() -> Policy.parse(rule("revision", "true", "${model.id")))
        .hasMessageContaining("line 6: \"${\" without \"}\"");
    assertThatCode(() -> Policy.parse(rule("revision", "true", "${model.likes} ${model.id}")))
        .doesNotThrowAnyException();
  }

  @Test
  void namesTheLineWithinABlockOfText() {
    String policy =
        """
        version: 1
        rules:
          - id: r
            when: |
              true
              && model.nme == 'x'
            outcome: admit
        """;

    assertThatThrownBy(() -> Policy.parse(policy)).hasMessageStartingWith("line 6: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version: 2                                             | version 1 is the only one known
          rules: []                                              | needs "version"
          version: 1\\nrulez: []                                 | line 2: unknown field "rulez"
          version: 1\\nversion: 1                                | line 2: "version" is there twice
          version: 1\\nmode: off                                 | one of enforce, observe, not "off"
          version: 1\\nrules: {}                                 | line 2: "rules" is a list
          version: 1\\nrules: &a []                              | anchors and aliases are not used
          version: 1\\nrules: *a                                 | anchors and aliases are not used
          version: !!int 1                                       | tags are not used
          version: 1\\n---\\nversion: 1                          | one document per file
          version: 1\\nrules: [                                  | not YAML
          - 1                                                    | the policy is a mapping
          version: 1\\nallow: [{model: 'a b', reason: r}]        | line 2: "model": not a model id
          version: 1\\nallow: [{model: 'a/b'}]                   | needs "reason"
          version: 1\\ndeny: [{model: a/b, revision: main, reason: r}] | not a full commit id
          version: 1\\nrules: [{id: Deny, when: 'true', outcome: admit}] | a rule id is a-z
          version: 1\\nrules: [{id: deny, when: 'true', outcome: admit}] | "deny" is taken
          version: 1\\nrules: [{id: r, when: 'true', outcome: refuse}] | one of admit, review, block
          version: 1\\nrules: [{id: r, when: 'true', outcome: block}] | needs "message"
          version: 1\\nrules: [{id: r, outcome: admit}]          | needs "when"
          version: 1\\nrules: [{id: r, when: 'true', outcome: admit, else: review}] | "else" belongs
          """)
  void refusesDocumentsThatAreNotPolicies(String yaml, String message) {
    assertThatThrownBy(() -> Policy.parse(yaml.replace("\\n", "\n")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesWaiversWithoutPersonCommitOrDay() {
    String waiver = "version: 1\nwaivers: [{model: a/b, revision: %s, %s reason: r, until: %s}]";
    String commit = Sample.COMMIT.hex();

    assertThatCode(() -> Policy.parse(waiver.formatted(commit, "person: p,", "2027-01-01")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Policy.parse(waiver.formatted(commit, "", "2027-01-01")))
        .hasMessageContaining("needs \"person\"");
    assertThatThrownBy(() -> Policy.parse(waiver.formatted("main", "person: p,", "2027-01-01")))
        .hasMessageContaining("not a full commit id");
    assertThatThrownBy(() -> Policy.parse(waiver.formatted(commit, "person: p,", "soon")))
        .hasMessageContaining("not a date");
  }

  @Test
  void hostileDocumentsAreBounded() {
    assertThatThrownBy(() -> Policy.parse("x".repeat(2_000_000))).hasMessageContaining("longer");
    assertThatThrownBy(() -> Policy.parse("[".repeat(100_000)))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> Policy.parse(rule("revision", "(".repeat(300) + "true", "m")))
        .isInstanceOf(PolicyException.class);
    assertThatThrownBy(() -> Policy.parse(rule("revision", "true||".repeat(2_000) + "true", "m")))
        .isInstanceOf(PolicyException.class);
  }

  @Test
  void namesTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("policy.yaml");
    assertThatThrownBy(() -> Policy.read(file)).hasMessage(file + ": there is no such file");
    assertThatThrownBy(() -> Policy.read(folder)).isInstanceOf(PolicyException.class);
    Files.write(file, new byte[] {(byte) 0xc3, 0x28});
    assertThatThrownBy(() -> Policy.read(file)).hasMessage(file + ": not text in UTF-8");
    Files.writeString(file, "version: 3");
    assertThatThrownBy(() -> Policy.read(file))
        .hasMessageStartingWith(file + ": line 1: version 1");
    Files.writeString(file, Policy.standardText());
    assertThat(Policy.read(file).digest()).isEqualTo(Policy.standard().digest());
  }

  private static String rule(String scope, String when, String message) {
    return """
        version: 1
        rules:
          - id: r
            when: "%s"
            outcome: block
            message: "%s"
            scope: %s
        """
        .formatted(when, message, scope.toLowerCase(java.util.Locale.ROOT));
  }
}
