package io.weighbridge.policy;

import static io.weighbridge.policy.Outcome.ADMIT;
import static io.weighbridge.policy.Outcome.BLOCK;
import static io.weighbridge.policy.Outcome.REVIEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Resemblance;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every rule of the policy that ships: one case in which it fires, one in which it does not. */
class StandardPolicyTest {
  private static final Policy STANDARD = Policy.standard();
  private static final String GENUINE = "acme/genuine";

  /**
   * @param rule the rule in question
   * @param fires whether it is among the reasons (or, for silent admissions, decides)
   */
  record Case(String name, String rule, boolean fires, Outcome outcome, Sample sample) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case("safe model", "source-accepted", true, ADMIT, Sample.whole()),
          new Case("gated model", "source-accepted", false, REVIEW, Sample.whole().gated()),
          new Case("gated", "gated", true, REVIEW, Sample.whole().gated()),
          new Case("not gated", "gated", false, ADMIT, Sample.whole()),
          new Case("disabled", "switched-off", true, BLOCK, Sample.whole().disabled()),
          new Case("not disabled", "switched-off", false, ADMIT, Sample.whole()),
          new Case(
              "look-alike, young",
              "look-alike",
              true,
              BLOCK,
              Sample.whole().resembling(GENUINE).publisherAge(12)),
          new Case(
              "look-alike, unknown age",
              "look-alike",
              true,
              BLOCK,
              Sample.whole().resembling(GENUINE)),
          new Case(
              "look-alike, age in the future",
              "look-alike",
              true,
              BLOCK,
              Sample.whole().resembling(GENUINE).publisherAge(-4000)),
          new Case(
              "look-alike, old",
              "look-alike",
              false,
              REVIEW,
              Sample.whole().resembling(GENUINE).publisherAge(366)),
          new Case(
              "look-alike, official",
              "look-alike",
              false,
              REVIEW,
              Sample.whole().resembling(GENUINE).fact("publisher.official", Json.of(true))),
          new Case(
              "look-alike, old, reviewed",
              "look-alike-of-known-publisher",
              true,
              REVIEW,
              Sample.whole().resembling(GENUINE).publisherAge(3000)),
          new Case(
              "look-alike, young, not reviewed but blocked",
              "look-alike-of-known-publisher",
              false,
              BLOCK,
              Sample.whole().resembling(GENUINE).publisherAge(12)),
          new Case(
              "copy under another publisher",
              "look-alike-of-known-publisher",
              false,
              ADMIT,
              Sample.whole().resembling(GENUINE, Resemblance.Kind.COPY)),
          new Case(
              "upstream's scanners object",
              "upstream-objects",
              true,
              REVIEW,
              Sample.whole()
                  .sourceFinding("source/upstream-scan", Severity.SUSPICIOUS, "model.bin: unsafe")),
          new Case("upstream is silent", "upstream-objects", false, ADMIT, Sample.whole()),
          new Case(
              "suspicious source",
              "source-suspicious",
              true,
              REVIEW,
              Sample.whole().sourceFinding("source/takeover", Severity.SUSPICIOUS, "new owner")),
          new Case(
              "noteworthy source",
              "source-suspicious",
              false,
              ADMIT,
              Sample.whole().sourceFinding("source/young-publisher", Severity.INFO, "young")),
          new Case(
              "malicious pickle",
              "malicious-file",
              true,
              BLOCK,
              Sample.whole().malicious("pytorch_model.bin", "os.system('id')")),
          new Case(
              "suspicious pickle is not malicious",
              "malicious-file",
              false,
              ADMIT,
              Sample.whole().suspicious("pytorch_model.bin", "pickle")),
          new Case(
              "unknown format beside safetensors",
              "unknown-format",
              true,
              ADMIT,
              Sample.whole().unknown("flax_model.msgpack")),
          new Case(
              "unknown format alone",
              "unknown-format",
              true,
              REVIEW,
              Sample.of("acme/model").safe("config.json", "json").unknown("tf_model.h5")),
          new Case("known formats", "unknown-format", false, ADMIT, Sample.whole()),
          new Case(
              "script beside safetensors",
              "not-shown-safe",
              true,
              ADMIT,
              Sample.whole().suspicious("train.py", "python")),
          new Case("all shown safe", "not-shown-safe", false, ADMIT, Sample.whole()),
          new Case(
              "safe pickle",
              "safe-pickle",
              true,
              ADMIT,
              Sample.whole().safe("pytorch_model.bin", "torch-zip")),
          new Case("no pickle", "safe-pickle", false, ADMIT, Sample.whole()),
          new Case("safe file", "safe-file", true, ADMIT, Sample.whole()),
          new Case(
              "partly understood file",
              "safe-file",
              false,
              REVIEW,
              Sample.of("acme/m").file("a", "text", Verdict.SUSPICIOUS, Coverage.PARTIAL)));

  @ParameterizedTest
  @FieldSource("CASES")
  void decides(Case wanted) {
    Decision decision = wanted.sample().by(STANDARD);

    assertThat(decision.outcome()).isEqualTo(wanted.outcome());
    Set<String> rules = new TreeSet<>();
    decision.reasons().forEach(reason -> rules.add(reason.rule()));
    if (wanted.rule().equals("safe-file")) {
      // it admits without a word: had it not spoken, a file would be under review
      assertThat(decision.outcome() == ADMIT).isEqualTo(wanted.fires());
    } else {
      assertThat(rules.contains(wanted.rule())).isEqualTo(wanted.fires());
    }
  }

  @Test
  void everyRuleHasACaseThatFiresAndOneThatDoesNot() {
    List<String> rules =
        Policy.standardText()
            .lines()
            .filter(line -> line.startsWith("  - id: "))
            .map(line -> line.substring("  - id: ".length()))
            .toList();

    assertThat(rules).hasSizeGreaterThan(8);
    for (boolean fires : new boolean[] {true, false}) {
      Stream<String> covered =
          CASES.stream().filter(found -> found.fires() == fires).map(Case::rule);
      assertThat(covered).containsAll(rules);
    }
  }

  @Test
  void refusesALookAlikeWithTheGenuineName() {
    Reason reason =
        Sample.whole().resembling(GENUINE).publisherAge(12).by(STANDARD).counting().getFirst();

    assertThat(reason.message())
        .isEqualTo("publisher 12 days old, and one letter differs from acme/genuine");
    assertThat(reason.next()).isEqualTo("Did you mean: hf download acme/genuine");
  }

  @Test
  void namesFileCallAndPlaceOfAMaliciousFile() {
    Decision decision =
        Sample.whole().malicious("pytorch_model.bin", "os.system('id')").by(STANDARD);

    assertThat(decision.message())
        .isEqualTo(
            "pytorch_model.bin: runs code when it is loaded: os.system('id')"
                + " (archive/data.pkl, byte 41)");
    assertThat(decision.leftOut()).isEmpty();
  }

  @Test
  void explainsItself() {
    assertThat(STANDARD.explain(Sample.CLOCK))
        .contains("block   malicious-file (file, else block)")
        .contains("block   not-shown-safe (file, else review)")
        .endsWith("otherwise review\n");
    assertThat(Policy.vocabulary()).contains("ageDays", "optional(int)");
  }
}
