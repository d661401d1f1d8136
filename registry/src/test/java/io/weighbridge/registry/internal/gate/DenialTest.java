package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.policy.Policy;
import io.weighbridge.registry.LedgerCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An id that the policy denies is refused before anything of it is looked at. */
class DenialTest {
  @TempDir Path folder;
  private final TestGate.Setup setup = new TestGate.Setup();
  private Optional<TestGate> opened = Optional.empty();

  private TestGate gate() {
    if (opened.isEmpty()) {
      opened = Optional.of(setup.open(folder));
    }
    return opened.get();
  }

  private TestGate restart(Policy policy) {
    close();
    setup.policy = policy;
    return gate();
  }

  @AfterEach
  void close() {
    opened.ifPresent(TestGate::close);
    opened = Optional.empty();
  }

  private static Policy denying(String entry) {
    return Policy.parse(
        Policy.standardText()
            .replace("deny: []", "deny:\n  - {" + entry + ", reason: its licence}"));
  }

  private static Policy waiving(CommitId commit, String until) {
    return Policy.parse(
        denying("model: org/*")
            .text()
            .replace(
                "waivers: []",
                "waivers:\n  - {model: org/model, revision: "
                    + commit
                    + ", person: eve, reason: ticket 7, until: "
                    + until
                    + "}"));
  }

  private CommitId push() {
    return setup.hub.repo("org/model").push("config.json", "{}", "model.safetensors", "w");
  }

  private static Answer.Served served(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Served.class);
    return (Answer.Served) answer;
  }

  private static Answer.Refused denied(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    var refused = (Answer.Refused) answer;
    assertThat(refused.text()).contains("its licence").contains("[deny]");
    return refused;
  }

  private static ModelId id(String text) {
    return ModelId.parse(text).orElseThrow();
  }

  private void nothingWasLookedAt() {
    assertThat(setup.hub.treeCalls).hasValue(0);
    assertThat(setup.hub.streamCalls).hasValue(0);
    assertThat(setup.scan.scans).hasValue(0);
  }

  @Test
  void nothingOfItIsListedFetchedOrJudged() throws Exception {
    CommitId commit = push();
    setup.policy = denying("model: org/*");
    assertThat(denied(gate().askNow("org/model", "main")).commit()).contains(commit);
    denied(gate().ask("org/model", commit.hex()));
    denied(gate().ask("org/model", commit.hex().substring(0, 9)));
    assertThat(gate().gate.refs(id("org/model"), TestGate.ADA))
        .isInstanceOf(Gate.Outcome.Not.class);
    assertThat(gate().gate.commits(id("org/model"), "main", TestGate.ADA, 10))
        .isInstanceOf(Gate.Outcome.Not.class);
    nothingWasLookedAt();
    assertThat(gate().gate.overview().stopped()).isEqualTo(1);
    assertThat(gate().gate.record(id("org/model")).orElseThrow().revisions())
        .singleElement()
        .satisfies(one -> assertThat(one.state()).isEqualTo(RevisionState.REFUSED))
        .satisfies(one -> assertThat(one.decision().orElseThrow().unseen()).isTrue());
    close();
    assertThat(LedgerCheck.verify(folder).sound()).isTrue();
    assertThat(Files.readAllLines(folder.resolve("ledger/000001.jsonl")))
        .filteredOn(line -> line.contains("\"type\":\"decision\""))
        .hasSize(1);
  }

  @Test
  void itIsRefusedWhateverTheUpstreamSays() throws Exception {
    push();
    setup.policy = denying("model: org/*");
    denied(gate().ask("org/gone", "main"));
    setup.hub.down = true;
    denied(gate().ask("org/model", "main"));
    setup.clock.forward(Duration.ofMinutes(5));
    assertThat(gate().ask("other/model", "main")).isInstanceOf(Answer.Unavailable.class);
    assertThat(gate().gate.overview().blockedRequests()).isEqualTo(2);
    close();
    assertThat(Files.readAllLines(folder.resolve("ledger/000001.jsonl")))
        .filteredOn(line -> line.contains("\"type\":\"block\""))
        .hasSize(2);
  }

  @Test
  void anotherNameDoesNotOpenIt() {
    setup.hub.repo("new/name").push("config.json", "{}");
    setup.hub.rename("org/model", "new/name");
    setup.policy = denying("model: org/*");
    denied(gate().ask("org/model", "main"));
    served(gate().ask("new/name", "main"));
    restart(denying("model: new/name"));
    denied(gate().ask("org/model", "main"));
  }

  @Test
  void itIsNotFoundBySearching() {
    push();
    setup.hub.repo("other/model").push("config.json", "{}");
    setup.policy = denying("model: org/*");
    var query = new ModelQuery(Optional.of("model"), Optional.empty(), Optional.empty(), false, 10);
    assertThat(gate().gate.search(query, TestGate.ADA))
        .extracting(info -> info.id().toString())
        .containsExactly("other/model");
  }

  @Test
  void aGatedOneIsRefusedBeforeAnybodyIsAskedForATerm() {
    setup.hub.repo("org/model").gate().push("config.json", "{}");
    setup.policy = denying("model: org/*");
    denied(gate().ask("org/model", "main"));
    denied(gate().ask("org/model", "main"));
    assertThat(setup.hub.entitledCalls).hasValue(0);
  }

  @Test
  void aDeniedCommitLeavesTheOthersOpen() {
    CommitId first = push();
    served(gate().ask("org/model", "main"));
    CommitId second = setup.hub.repo("org/model").push("config.json", "{\"v\":2}");
    restart(denying("model: org/model, revision: " + second));
    setup.clock.forward(Duration.ofMinutes(2));
    int listed = setup.hub.treeCalls.get();
    var answer = served(gate().ask("org/model", "main"));
    assertThat(answer.revision().commit()).isEqualTo(first);
    assertThat(answer.warning().orElse("")).contains("its licence");
    denied(gate().ask("org/model", second.hex()));
    assertThat(setup.hub.treeCalls).hasValue(listed);
  }

  @Test
  void whatWasAdmittedKeepsItsFilesWhileItIsDenied() {
    CommitId commit = push();
    served(gate().ask("org/model", "main"));
    restart(denying("model: org/*"));
    assertThat(denied(gate().ask("org/model", "main")).servedBefore()).isTrue();
    setup.hub.down = true;
    restart(Policy.standard());
    var answer = served(gate().ask("org/model", commit.hex()));
    assertThat(answer.revision().files()).hasSize(2);
    assertThat(setup.scan.scans).hasValue(1);
  }

  @Test
  void whatIsNoLongerDeniedLeavesTheRecordAndIsWeighedWhenItIsAskedFor() {
    push();
    setup.policy = denying("model: org/*");
    denied(gate().ask("org/model", "main"));
    restart(Policy.standard());
    assertThat(gate().gate.overview().stopped()).isZero();
    assertThat(served(gate().ask("org/model", "main")).revision().files()).hasSize(2);
  }

  @Test
  void aWaiverOfThePolicyLetsItBeWeighedUntilItsDay() {
    CommitId commit = push();
    setup.policy = waiving(commit, "2026-03-05");
    assertThat(served(gate().ask("org/model", "main")).warning().orElse(""))
        .contains("lifted by eve until 2026-03-05");
    setup.clock.forward(Duration.ofDays(2));
    assertThat(denied(gate().ask("org/model", "main")).servedBefore()).isTrue();
    assertThat(setup.scan.scans).hasValue(1);
  }

  @Test
  void anEndedWaiverOfThePolicyLetsNothingBeLookedAt() {
    setup.policy = waiving(push(), "2026-03-03");
    denied(gate().ask("org/model", "main"));
    nothingWasLookedAt();
  }

  @Test
  void aPersonsWaiverLetsItBeWeighedUntilItsDay() {
    push();
    setup.policy = denying("model: org/*");
    denied(gate().ask("org/model", "main"));
    assertThat(gate().approve("org/model", "main").changed()).isFalse();
    Settlement waived =
        gate()
            .gate
            .waive(id("org/model"), "main", "eve", "ticket 7", LocalDate.parse("2026-03-05"));
    assertThat(waived.changed()).isTrue();
    assertThat(waived.text()).contains("until 2026-03-05").contains("when somebody asks");
    nothingWasLookedAt();
    restart(setup.policy);
    assertThat(served(gate().ask("org/model", "main")).revision().files()).hasSize(2);
    setup.clock.forward(Duration.ofDays(2));
    assertThat(denied(gate().ask("org/model", "main")).servedBefore()).isTrue();
    assertThat(setup.scan.scans).hasValue(1);
  }

  @Test
  void aPersonsWaiverThatNobodyUsedEnds() {
    push();
    setup.policy = denying("model: org/*");
    denied(gate().ask("org/model", "main"));
    gate().gate.waive(id("org/model"), "main", "eve", "ticket 7", LocalDate.parse("2026-03-05"));
    setup.clock.forward(Duration.ofDays(2));
    denied(gate().ask("org/model", "main"));
    nothingWasLookedAt();
  }

  @Test
  void aPersonsWaiverOfTheDenialLiftsNothingThatIsFoundLater() {
    setup.hub.repo("org/model").push("config.json", "{}", "pytorch_model.bin", "EVIL");
    setup.policy = denying("model: org/*");
    denied(gate().ask("org/model", "main"));
    gate().gate.waive(id("org/model"), "main", "eve", "ticket 7", LocalDate.parse("2026-03-05"));
    var answer = (Answer.Refused) gate().ask("org/model", "main");
    assertThat(answer.text()).contains("os.system");
  }
}
