package io.weighbridge.policy;

import static io.weighbridge.policy.Outcome.ADMIT;
import static io.weighbridge.policy.Outcome.BLOCK;
import static io.weighbridge.policy.Outcome.REVIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the words of a policy mean, each shown by a policy that uses no more than it. */
class PolicyTest {
  private static final String FILES =
      """
        - {id: any-file, scope: file, when: "true", outcome: admit}
      """;
  private static final String ADMIT_ALL =
      """
      version: 1
      rules:
        - {id: any, when: "true", outcome: admit}
      """
          + FILES;

  private static Policy rules(String more) {
    return Policy.parse(ADMIT_ALL + more);
  }

  @Test
  void theWorstOutcomeWins() {
    Policy policy =
        rules(
            """
              - {id: ask, when: "true", outcome: review, message: ask}
              - {id: stop, when: "true", outcome: block, message: stop}
            """);

    Decision decision = Sample.whole().by(policy);

    assertThat(decision.outcome()).isEqualTo(BLOCK);
    assertThat(decision.message()).isEqualTo("stop");
    assertThat(decision.reasons())
        .extracting(Reason::outcome)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void noRuleForTheRevisionMeansReview() {
    Decision decision = Sample.whole().by(Policy.parse("version: 1\nrules:\n" + FILES));

    assertThat(decision.outcome()).isEqualTo(REVIEW);
    assertThat(decision.message()).isEqualTo("no rule of the policy speaks for this revision");
  }

  @Test
  void noRuleForAFileMeansReview() {
    Policy policy =
        Policy.parse(
            """
            version: 1
            rules:
              - {id: any, when: "true", outcome: admit}
              - {id: json, scope: file, when: file.format == 'json', outcome: admit}
            """);

    Decision decision = Sample.whole().by(policy);

    assertThat(decision.outcome()).isEqualTo(REVIEW);
    assertThat(decision.message()).isEqualTo("no rule of the policy speaks for model.safetensors");
  }

  @Test
  void aRuleThatCannotBeEvaluatedBlocksAndIsNamed() {
    for (String broken :
        new String[] {
          "files[99].path == ''",
          "model.likes.value() > 3",
          "[1, 2].map(x, x / 0)[0] == 1",
          "files.all(a, files.all(b, [0, 1, 2, 3].all(c, 'x'.matches('('))))"
        }) {
      Policy policy = rules("  - {id: broken, when: \"" + broken + "\", outcome: admit}\n");

      Decision decision = Sample.whole().by(policy);

      assertThat(decision.outcome()).as(broken).isEqualTo(BLOCK);
      assertThat(decision.message()).startsWith("rule broken could not be evaluated");
    }
  }

  @Test
  void aFileRuleThatCannotBeEvaluatedBlocksTheRevision() {
    Policy policy =
        rules(
            "  - {id: broken, scope: file, when: \"file.findings[0].rule == ''\", outcome: block, message: m}\n");

    Decision decision = Sample.whole().suspicious("extra.bin", "pickle").by(policy);

    assertThat(decision.outcome()).isEqualTo(BLOCK);
    assertThat(decision.leftOut()).isEmpty();
  }

  @Test
  void aMessageThatCannotBeFilledBlocks() {
    Policy policy =
        rules("  - {id: broken, when: \"true\", outcome: admit, message: \"${files[99].path}\"}\n");

    assertThat(Sample.whole().by(policy).outcome()).isEqualTo(BLOCK);
  }

  @Test
  void iterationsAreBounded() {
    String list = "[0,1,2,3,4,5,6,7,8,9]";
    var nested = new StringBuilder("true");
    for (int i = 0; i < 8; i++) {
      nested.insert(0, list + ".all(x" + i + ", ").append(')');
    }
    Policy policy = rules("  - {id: endless, when: \"" + nested + "\", outcome: admit}\n");

    Decision decision = Sample.whole().by(policy);

    assertThat(decision.outcome()).isEqualTo(BLOCK);
    assertThat(decision.message()).contains("endless", "budget exceeded");
  }

  @Test
  void anUnknownFactIsNeitherSmallNorLarge() {
    Policy atLeast =
        rules(
            """
              - {id: popular, when: "!model.likes.atLeast(10)", outcome: block, message: "likes: ${model.likes}"}
            """);

    Decision decision = Sample.whole().by(atLeast);

    assertThat(decision.outcome()).isEqualTo(BLOCK);
    assertThat(decision.message()).isEqualTo("likes: unknown");
  }

  @Test
  void allowTurnsReviewIntoAdmission() {
    String allow = "allow:\n  - {model: 'acme/*', reason: ours}\n";
    String review = "  - {id: ask, when: \"true\", outcome: review, message: ask}\n";

    Decision decision = Sample.whole().by(rules(review + allow));

    assertThat(decision.outcome()).isEqualTo(ADMIT);
    assertThat(decision.reasons()).extracting(Reason::rule).contains("ask", "allow");
    assertThat(Sample.of("other/model").by(rules(review + allow)).outcome()).isEqualTo(REVIEW);
  }

  @Test
  void allowNeverOverridesABlock() {
    String allow = "allow:\n  - {model: acme/model, reason: ours}\n";
    String block = "  - {id: stop, when: \"true\", outcome: block, message: stop}\n";

    assertThat(Sample.whole().by(rules(block + allow)).outcome()).isEqualTo(BLOCK);
  }

  @Test
  void denyBlocksWithItsOwnWords() {
    Policy policy = rules("deny:\n  - {model: 'ACME/*', reason: 'not here; use other/model'}\n");

    Decision decision = Sample.whole().by(policy);

    assertThat(decision.outcome()).isEqualTo(BLOCK);
    assertThat(decision.message()).isEqualTo("not here; use other/model");
    assertThat(Sample.of("acme2/model").by(policy).outcome()).isEqualTo(ADMIT);
  }

  @Test
  void aRevisionNarrowsAllowAndDeny() {
    String deny = "deny:\n  - {model: acme/model, revision: %s, reason: this one}\n";

    assertThat(Sample.whole().by(rules(deny.formatted(Sample.COMMIT))).outcome()).isEqualTo(BLOCK);
    assertThat(Sample.whole().by(rules(deny.formatted("f".repeat(40)))).outcome()).isEqualTo(ADMIT);
  }

  @Test
  void aWaiverLiftsABlockUntilItsDay() {
    Policy policy = rules(waiver(Sample.COMMIT.hex(), "2027-01-15"));

    Decision decision = Sample.whole().by(policy);

    assertThat(decision.outcome()).isEqualTo(ADMIT);
    assertThat(decision.waiver()).isPresent();
    assertThat(decision.waiver().orElseThrow().person()).isEqualTo("Ada Example");
    assertThat(decision.toJson().get("waiver").flatMap(json -> json.text("until")))
        .contains("2027-01-15");

    Clock later = Clock.fixed(Instant.parse("2027-01-16T00:00:00Z"), ZoneOffset.UTC);
    Decision ended = policy.decide(Sample.whole().evidence(), later);
    assertThat(ended.outcome()).isEqualTo(BLOCK);
    assertThat(ended.waiver()).isEmpty();
    assertThat(ended.reasons())
        .extracting(Reason::message)
        .contains("the waiver of Ada Example ended with 2027-01-15");
  }

  @Test
  void aWaiverIsForOneCommitOnly() {
    assertThat(Sample.whole().by(rules(waiver("f".repeat(40), "2027-12-31"))).outcome())
        .isEqualTo(BLOCK);
  }

  @Test
  void aDeniedIdIsToldWithoutAnyEvidenceUnlessAWaiverHolds() {
    Clock clock = Clock.fixed(Instant.parse("2027-01-15T12:00:00Z"), ZoneOffset.UTC);
    String deny = "deny:\n  - {model: 'ACME/*', reason: not here}\n";
    Policy policy = rules(deny);
    ModelId id = ModelId.parse("acme/model").orElseThrow();
    var commit = Optional.of(Sample.COMMIT);
    Decision decision = policy.denied(id, commit, "rules", clock).orElseThrow();
    assertThat(decision.outcome()).isEqualTo(BLOCK);
    assertThat(decision.message()).isEqualTo("not here");
    assertThat(decision.unseen()).isTrue();
    assertThat(decision.commit()).isEqualTo(Sample.COMMIT.hex());
    assertThat(decision.policyDigest()).isEqualTo(policy.digest());
    assertThat(policy.denied(id, Optional.empty(), "rules", clock)).isPresent();
    ModelId other = ModelId.parse("other/model").orElseThrow();
    assertThat(policy.denied(other, commit, "rules", clock)).isEmpty();

    Policy waived = rules(waiver(Sample.COMMIT.hex(), "2027-01-15") + deny);
    assertThat(waived.denied(id, commit, "rules", clock)).isEmpty();
    assertThat(waived.denied(id, Optional.empty(), "rules", clock)).isEmpty();
    var next = Optional.of(new CommitId("f".repeat(40)));
    assertThat(waived.denied(id, next, "rules", clock)).isPresent();
    Clock later = Clock.offset(clock, Duration.ofDays(1));
    assertThat(waived.denied(id, commit, "rules", later).orElseThrow().reasons())
        .extracting(Reason::message)
        .containsExactly("not here", "the waiver of Ada Example ended with 2027-01-15");
  }

  @Test
  void aDeniedCommitDeniesNoOther() {
    Clock clock = Clock.systemUTC();
    ModelId id = ModelId.parse("acme/model").orElseThrow();
    Policy policy =
        rules(
            "deny:\n  - {model: acme/model, revision: %s, reason: it}\n".formatted(Sample.COMMIT));
    assertThat(policy.denied(id, Optional.of(Sample.COMMIT), "rules", clock)).isPresent();
    assertThat(policy.denied(id, Optional.of(new CommitId("f".repeat(40))), "rules", clock))
        .isEmpty();
    assertThat(policy.denied(id, Optional.empty(), "rules", clock)).isEmpty();
  }

  private static String waiver(String commit, String until) {
    return """
      - {id: stop, when: "true", outcome: block, message: stop}
    waivers:
      - model: acme/model
        revision: %s
        person: Ada Example
        reason: looked at it
        until: %s
    """
        .formatted(commit, until)
        .indent(0)
        .replaceFirst("^ *- ", "  - ");
  }

  @Test
  void observedRulesAreRecordedAndDoNotCount() {
    Policy policy =
        rules("  - {id: trial, mode: observe, when: \"true\", outcome: block, message: would}\n");

    Decision decision = Sample.whole().by(policy);

    assertThat(decision.outcome()).isEqualTo(ADMIT);
    assertThat(decision.observedOutcome()).isEqualTo(BLOCK);
    assertThat(decision.reasons())
        .filteredOn(Reason::observed)
        .extracting(Reason::message)
        .containsExactly("would");
  }

  @Test
  void anObservedFileRuleLeavesNothingOut() {
    Policy policy =
        rules(
            "  - {id: trial, scope: file, mode: observe, when: \"file.pickle\", outcome: block,"
                + " message: would}\n");

    Decision decision = Sample.whole().suspicious("pytorch_model.bin", "pickle").by(policy);

    assertThat(decision.leftOut()).isEmpty();
    assertThat(decision.observedOutcome()).as("in force it would stop nothing").isEqualTo(ADMIT);
    assertThat(decision.reasons())
        .filteredOn(Reason::observed)
        .extracting(Reason::message)
        .containsExactly("would; in force, this rule would leave the file out");
    // Nothing else is there to load: in force, it would stop the model.
    Decision only =
        Sample.of("acme/model")
            .safe("config.json", "json")
            .suspicious("pytorch_model.bin", "pickle")
            .by(policy);
    assertThat(only.observedOutcome()).isEqualTo(BLOCK);
  }

  @Test
  void aPolicyThatObservesHasNothingAgainstWhatItWouldFilter() {
    Sample mixed = Sample.whole().suspicious("pytorch_model.bin", "torch-zip");
    assertThat(mixed.by(Policy.standard()).leftOut()).containsExactly("pytorch_model.bin");
    Policy policy = Policy.parse(Policy.standardText().replace("mode: enforce", "mode: observe"));
    assertThat(mixed.by(policy).observedOutcome()).isEqualTo(ADMIT);
  }

  @Test
  void aPolicyThatObservesHasNothingAgainstWhatItWouldAdmit() {
    Policy policy = Policy.parse(Policy.standardText().replace("mode: enforce", "mode: observe"));

    Decision decision = Sample.whole().by(policy);

    assertThat(Sample.whole().by(Policy.standard()).outcome()).isEqualTo(ADMIT);
    assertThat(decision.outcome()).isEqualTo(ADMIT);
    assertThat(decision.observedOutcome()).isEqualTo(ADMIT);
  }

  @Test
  void aPolicyThatObservesStopsNothingButWhatIsDenied() {
    Policy policy = Policy.parse(Policy.standardText().replace("mode: enforce", "mode: observe"));
    Sample bad = Sample.whole().malicious("pytorch_model.bin", "os.system('id')");

    Decision decision = bad.by(policy);

    assertThat(decision.outcome()).isEqualTo(ADMIT);
    assertThat(decision.observedOutcome()).isEqualTo(BLOCK);

    Policy denying =
        Policy.parse(policy.text().replace("deny: []", "deny:\n  - {model: acme/*, reason: no}"));
    assertThat(bad.by(denying).outcome()).isEqualTo(BLOCK);
  }

  @Test
  void decisionsAreBoundToTheirInputs() {
    Evidence evidence = Sample.whole().evidence();
    Decision decision = Policy.standard().decide(evidence, Sample.CLOCK);

    assertThat(decision.commit()).isEqualTo(Sample.COMMIT.hex());
    assertThat(decision.manifestDigest()).isEqualTo("cd".repeat(32));
    assertThat(decision.rulesDigest()).isEqualTo("ef".repeat(32));
    assertThat(decision.evidenceDigest()).isEqualTo(evidence.digest()).hasSize(64);
    assertThat(decision.policyDigest()).isEqualTo(Policy.standard().digest()).hasSize(64);
    assertThat(decision.time()).isEqualTo(Sample.NOW);
  }

  @Test
  void storedEvidenceGivesTheSameDigestAndDecision() {
    Evidence evidence = Sample.whole().publisherAge(3).suspicious("x.py", "python").evidence();
    Evidence stored = new Evidence(Json.parse(evidence.document().canonical()));

    assertThat(stored.digest()).isEqualTo(evidence.digest());
    assertThat(stored.digest())
        .isEqualTo(Sample.whole().suspicious("x.py", "python").publisherAge(3).evidence().digest());
    assertThat(stored.digest()).isNotEqualTo(Sample.whole().publisherAge(3).evidence().digest());
    assertThat(Policy.standard().decide(stored, Sample.CLOCK))
        .isEqualTo(Policy.standard().decide(evidence, Sample.CLOCK));
  }

  @Test
  void evidenceThatCannotBeReadBlocks() {
    Json broken =
        Json.parse(
            """
            {"evidence": 1, "model": {"id": "a/b"}, "upstream": "hub",
             "revision": {"commit": "%s", "manifest": ""}, "scan": {}, "files": []}
            """
                .formatted(Sample.COMMIT));

    Decision decision = Policy.standard().decide(new Evidence(broken), Sample.CLOCK);

    assertThat(decision.outcome()).isEqualTo(BLOCK);
    assertThat(decision.message()).contains("evidence cannot be read");
    assertThatThrownBy(() -> new Evidence(Json.parse("{}"))).isInstanceOf(PolicyException.class);
  }

  @Test
  void manyReasonsOfOneRuleAreCounted() {
    Sample sample = Sample.whole();
    for (int i = 0; i < 30; i++) {
      sample.suspicious("scripts/run" + i + ".py", "python");
    }

    Decision decision = sample.by(Policy.standard());

    assertThat(decision.leftOut()).hasSize(30);
    assertThat(decision.reasons())
        .filteredOn(reason -> reason.rule().equals("not-shown-safe"))
        .hasSize(21)
        .last()
        .extracting(Reason::message)
        .isEqualTo("and 10 more files, the last being scripts/run9.py");
    assertThat(sample.malicious("x.bin", "os.system('id')").by(Policy.standard()).message())
        .startsWith("x.bin: ");
  }
}
