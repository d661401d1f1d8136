package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Policy;
import io.weighbridge.registry.LedgerCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What persons settle, what upstream tokens open, and what another policy changes. */
class SettlementTest {
  private static final Asker ADA = TestGate.ADA;
  private static final Asker BOB = TestGate.BOB;

  @TempDir Path folder;
  private final TestGate.Setup setup = new TestGate.Setup();
  private Optional<TestGate> opened = Optional.empty();

  private TestGate gate() {
    if (opened.isEmpty()) {
      opened = Optional.of(setup.open(folder));
    }
    return opened.get();
  }

  private TestGate restart() {
    close();
    return gate();
  }

  @AfterEach
  void close() {
    opened.ifPresent(TestGate::close);
    opened = Optional.empty();
  }

  private static Answer.Served served(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Served.class);
    return (Answer.Served) answer;
  }

  private static Answer.Refused refused(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return (Answer.Refused) answer;
  }

  private static ModelId id(String text) {
    return ModelId.parse(text).orElseThrow();
  }

  /** Nothing safe to load is left without the pickle, so a person has to look. */
  private CommitId pushOdd() {
    return setup.hub.repo("org/odd").push("config.json", "{}", "pytorch_model.bin", "ODD");
  }

  private CommitId pushEvil() {
    return setup.hub.repo("org/bad").push("config.json", "{}", "pytorch_model.bin", "EVIL");
  }

  private Settlement waive(String id, LocalDate until) {
    return gate().gate.waive(id(id), "", "eve", "ticket 7", until);
  }

  @Test
  void whatWaitsIsAdmittedByAnApproval() {
    CommitId commit = pushOdd();
    var waiting = refused(gate().ask("org/odd", "main"));
    assertThat(waiting.waiting()).isTrue();
    assertThat(waiting.text()).startsWith("Waits for approval: ");
    assertThat(gate().gate.overview().waiting()).isEqualTo(1);
    Settlement settlement = gate().approve("org/odd", "v1");
    assertThat(settlement.found()).isFalse();
    assertThat(settlement.text())
        .contains("on record are " + commit.hex().substring(0, 12) + " (review)");
    settlement = gate().approve("org/odd", ""); // clients ask for main, persons for the model
    assertThat(settlement.changed()).as(settlement.text()).isTrue();
    assertThat(settlement.text())
        .isEqualTo("org/odd@" + commit.hex().substring(0, 12) + " is admitted");
    assertThat(served(gate().ask("org/odd", "main")).revision().commit()).isEqualTo(commit);
    assertThat(gate().gate.record(id("org/odd")).orElseThrow().revisions().getFirst().settledBy())
        .contains("approved by eve: looked at it");
    served(restart().ask("org/odd", "main"));
    Settlement again = gate().approve("org/odd", "main");
    assertThat(again.changed()).isFalse();
    assertThat(again.holds()).as("admitted already").isTrue();
  }

  @Test
  void aBlockIsNotLiftedByAnApprovalButByAWaiverUntilItsDay() {
    pushEvil();
    refused(gate().ask("org/bad", ""));
    Settlement settlement = gate().approve("org/bad", "");
    assertThat(settlement.changed()).isFalse();
    assertThat(settlement.holds()).as("blocked as before").isFalse();
    assertThat(settlement.text()).contains("malicious-file").contains("weighbridge waive org/bad@");
    assertThat(waive("org/bad", LocalDate.parse("2026-03-03")).changed()).isFalse();
    assertThat(waive("org/bad", LocalDate.parse("2026-03-05")).changed()).isTrue();
    var answer = served(gate().ask("org/bad", ""));
    assertThat(answer.warning()).contains("blocked by policy, lifted by eve until 2026-03-05");
    assertThat(answer.revision().decision().waiver().orElseThrow().person()).isEqualTo("eve");
    setup.clock.forward(Duration.ofDays(2));
    var ended = refused(gate().ask("org/bad", ""));
    assertThat(ended.servedBefore()).isTrue();
    refused(gate().ask("org/bad", ""));
    assertThat(setup.scan.scans).hasValue(1);
  }

  @Test
  void aRefusalWithdrawsWhatWasServedAndAnApprovalTakesItBack() {
    CommitId commit = setup.hub.repo("org/good").push("config.json", "{}");
    served(gate().ask("org/good", "main"));
    assertThat(gate().refuse("org/good", commit.hex()).text()).contains("is withdrawn");
    var answer = refused(gate().ask("org/good", "main"));
    assertThat(answer.servedBefore()).isTrue();
    assertThat(answer.text()).startsWith("Refused by eve: not for us");
    refused(restart().ask("org/good", commit.hex()));
    assertThat(gate().approve("org/good", "main").changed()).isTrue();
    served(gate().ask("org/good", "main"));
  }

  @Test
  void aRefusalOfWhatWasNeverServedIsNoWithdrawal() {
    pushOdd();
    refused(gate().ask("org/odd", "main"));
    assertThat(gate().refuse("org/odd", "main").text()).contains("is refused");
    var answer = refused(gate().ask("org/odd", "main"));
    assertThat(answer.servedBefore()).isFalse();
    assertThat(answer.waiting()).isFalse();
  }

  @Test
  void aBranchDoesNotFallBackFromAWithdrawnCommit() {
    setup.hub.repo("org/good").push("config.json", "{}");
    served(gate().ask("org/good", "main"));
    CommitId second = setup.hub.repo("org/good").push("config.json", "{\"v\":2}");
    setup.clock.forward(Duration.ofMinutes(2));
    served(gate().ask("org/good", "main"));
    gate().refuse("org/good", second.hex());
    assertThat(refused(gate().ask("org/good", "main")).servedBefore()).isTrue();
  }

  @Test
  void settlingNeedsAReasonAndSomethingOnRecord() {
    pushOdd();
    refused(gate().ask("org/odd", "main"));
    assertThat(gate().gate.approve(id("org/odd"), "main", "eve", " ").text())
        .contains("a reason is needed");
    assertThat(gate().approve("org/none", "").found()).isFalse();
    assertThat(gate().approve("org/odd", "refs/pr/1").found()).isFalse();
  }

  @Test
  void settlementsAreInTheLedger() throws Exception {
    pushOdd();
    refused(gate().ask("org/odd", "main"));
    gate().approve("org/odd", "main");
    gate().refuse("org/odd", "main");
    close();
    assertThat(LedgerCheck.verify(folder).sound()).isTrue();
    assertThat(java.nio.file.Files.readAllLines(folder.resolve("ledger/000001.jsonl")))
        .anyMatch(line -> line.contains("\"type\":\"approval\"") && line.contains("\"eve\""))
        .anyMatch(line -> line.contains("\"type\":\"refusal\"") && line.contains("not for us"));
  }

  // ------------------------------------------------------------ gated models

  private void register(Asker asker, String token) {
    gate().gate.registerUpstreamToken(asker, "hub", Optional.of(token));
  }

  @Test
  void aGatedModelOpensForThoseWhomTheUpstreamLetsInAfterReview() {
    setup.hub.repo("org/gated").gate().push("config.json", "{}");
    setup.hub.entitle("hf_adas-token");
    assertThat(refused(gate().ask("org/gated", "main")).text())
        .endsWith(
            "register your own upstream token: weighbridge token upstream hub --secret-file FILE");
    assertThat(setup.scan.scans).hasValue(0);
    register(ADA, "hf_adas-token");
    assertThat(refused(gate().ask("org/gated", "main")).waiting()).isTrue();
    gate().approve("org/gated", "main");
    served(gate().ask("org/gated", "main"));
    assertThat(refused(gate().ask("org/gated", "main", BOB)).servedBefore()).isFalse();
    register(BOB, "hf_bobs-token");
    assertThat(refused(gate().ask("org/gated", "main", BOB)).text()).contains("accept its terms");
    refused(gate().ask("org/gated", "main", Asker.ANONYMOUS));
    assertThat(gate().gate.refs(id("org/gated"), BOB)).isInstanceOf(Gate.Outcome.Not.class);
  }

  @Test
  void anEntitlementIsBelievedForFifteenMinutes() {
    setup.hub.repo("org/gated").gate().push("config.json", "{}");
    setup.hub.entitle("hf_adas-token");
    register(ADA, "hf_adas-token");
    refused(gate().ask("org/gated", "main"));
    gate().approve("org/gated", "main");
    served(gate().ask("org/gated", "main"));
    assertThat(setup.hub.entitledCalls).hasValue(1);
    setup.hub.expel("hf_adas-token");
    setup.clock.forward(Duration.ofMinutes(14));
    served(gate().ask("org/gated", "main"));
    setup.clock.forward(Duration.ofMinutes(2));
    refused(gate().ask("org/gated", "main"));
    assertThat(setup.hub.entitledCalls).hasValue(2);
  }

  @Test
  void whomAModelOpensForFollowsTheUpstream() {
    var repo = setup.hub.repo("org/model");
    repo.push("config.json", "{}");
    served(gate().ask("org/model", "main", BOB));
    repo.gate();
    setup.clock.forward(Duration.ofMinutes(2));
    refused(gate().ask("org/model", "main", BOB));
    refused(gate().ask("org/model", "main", BOB));
    repo.open();
    setup.clock.forward(Duration.ofMinutes(2));
    served(gate().ask("org/model", "main", BOB));
  }

  @Test
  void aModelThatTheGatesOwnTokenMayNotReadIsRefusedWithTheWayOut() {
    setup.hub.repo("org/closed").push("config.json", "{}");
    setup.hub.closed = true;
    assertThat(refused(gate().ask("org/closed", "main")).text())
        .contains("has to accept its terms with the gate's upstream token");
    setup.hub.closed = false;
    setup.clock.forward(Duration.ofMinutes(2));
    served(gate().ask("org/closed", "main"));
  }

  @Test
  void anEntitledPersonIsServedWhileTheUpstreamIsDown() {
    setup.hub.repo("org/gated").gate().push("config.json", "{}");
    setup.hub.entitle("hf_adas-token");
    register(ADA, "hf_adas-token");
    refused(gate().ask("org/gated", "main"));
    gate().approve("org/gated", "main");
    served(gate().ask("org/gated", "main"));
    setup.hub.down = true;
    setup.clock.forward(Duration.ofHours(2));
    served(gate().ask("org/gated", "main"));
    setup.clock.forward(Duration.ofHours(23));
    refused(gate().ask("org/gated", "main"));
  }

  @Test
  void aTokenIsSealedInTheDatabaseAndForgottenOnRequest() throws Exception {
    setup.hub.repo("org/gated").gate().push("config.json", "{}");
    setup.hub.entitle("hf_adas-token");
    register(ADA, "hf_adas-token");
    refused(gate().ask("org/gated", "main"));
    gate().approve("org/gated", "main");
    served(gate().ask("org/gated", "main"));
    gate().gate.registerUpstreamToken(ADA, "hub", Optional.empty());
    refused(gate().ask("org/gated", "main"));
    register(ADA, "hf_adas-token");
    close();
    try (var files = java.nio.file.Files.walk(folder)) {
      for (Path file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
        assertThat(
                new String(
                    java.nio.file.Files.readAllBytes(file),
                    java.nio.charset.StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain("adas-token");
      }
    }
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                java.nio.file.Files.getPosixFilePermissions(
                    folder.resolve("secrets/upstream-tokens.key"))))
        .isEqualTo("rw-------");
    served(gate().ask("org/gated", "main"));
  }

  @Test
  void nobodyInParticularRegistersNoToken() {
    assertThatThrownBy(() -> register(Asker.ANONYMOUS, "hf_anybodys-token"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> gate().gate.registerUpstreamToken(ADA, "elsewhere", Optional.of("hf_12345678")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> register(ADA, "with space"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ------------------------------------------------------------ another policy, other rules

  private static Policy denying(String id) {
    return Policy.parse(
        Policy.standardText()
            .replace("deny: []", "deny:\n  - model: " + id + "\n    reason: its licence"));
  }

  @Test
  void anotherPolicyDecidesAgainWithoutFetchingOrJudgingAgain() {
    setup.hub.repo("org/good").push("config.json", "{}");
    served(gate().ask("org/good", "main"));
    setup.policy = denying("org/good");
    setup.hub.down = true;
    restart();
    var answer = refused(gate().askNow("org/good", "main"));
    assertThat(answer.text()).contains("its licence");
    assertThat(answer.servedBefore()).isTrue();
    assertThat(setup.scan.scans).hasValue(1);
    setup.policy = Policy.standard();
    restart();
    served(gate().ask("org/good", "main"));
  }

  @Test
  void otherRulesJudgeTheStoredBytesAgainWithoutAnUpstream() {
    setup.hub.repo("org/good").push("config.json", "{}", "model.safetensors", "w");
    served(gate().ask("org/good", "main"));
    int streams = setup.hub.streamCalls.get();
    setup.rules = "rules-2";
    setup.scan = new FakeScan("rules-2");
    setup.hub.down = true;
    restart();
    var answer = served(gate().ask("org/good", "main"));
    assertThat(answer.revision().decision().rulesDigest()).isEqualTo("rules-2");
    assertThat(setup.scan.scans).hasValue(1);
    assertThat(setup.hub.streamCalls).hasValue(streams);
  }

  @Test
  void aRestartDecidesAgainAboutEverythingForTheConsole() {
    setup.hub.repo("org/good").push("config.json", "{}");
    served(gate().ask("org/good", "main"));
    setup.policy = denying("org/good");
    restart();
    gate().gate.reweigh();
    assertThat(gate().gate.overview().stopped()).isEqualTo(1);
  }

  @Test
  void aRuleInObserveModeStopsNothingAndIsTold() {
    setup.policy =
        Policy.parse(
            Policy.standardText()
                .replace(
                    "rules:\n",
                    "rules:\n  - id: trial\n    mode: observe\n    when: \"true\"\n"
                        + "    outcome: block\n    message: a trial\n"));
    setup.hub.repo("org/good").push("config.json", "{}");
    served(gate().ask("org/good", "main"));
    assertThat(gate().gate.overview().wouldStop()).isEqualTo(1);
    assertThat(gate().gate.decisions(DecisionSummary.Kind.WOULD_STOP, 0, 10))
        .singleElement()
        .extracting(DecisionSummary::text)
        .isEqualTo("Would be stopped: a trial [trial]");
  }

  @Test
  void anApprovalHoldsForWhatThePersonKnewOf() {
    pushOdd();
    refused(gate().ask("org/odd", "main"));
    gate().approve("org/odd", "main");
    served(gate().ask("org/odd", "main"));
    setup.policy = Policy.parse(Policy.standardText() + "\n# another text, the same rules\n");
    served(restart().ask("org/odd", "main"));
    setup.policy =
        Policy.parse(
            Policy.standardText()
                .replace(
                    "rules:\n",
                    "rules:\n  - id: new-concern\n    when: \"true\"\n    outcome: review\n"
                        + "    message: something new\n"));
    var answer = refused(restart().ask("org/odd", "main"));
    assertThat(answer.waiting()).isTrue();
    assertThat(answer.servedBefore()).isTrue();
    gate().approve("org/odd", "main");
    served(gate().ask("org/odd", "main"));
  }
}
