package io.weighbridge.registry.internal.gate;

import static io.weighbridge.registry.internal.gate.TestGate.ADA;
import static io.weighbridge.registry.internal.gate.TestGate.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.LedgerCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an asker gets, by what the upstream has and does. */
class GateTest {
  @TempDir Path folder;
  private final TestGate.Setup setup = new TestGate.Setup();
  private Optional<TestGate> opened = Optional.empty();

  private TestGate gate() {
    if (opened.isEmpty()) {
      opened = Optional.of(setup.open(folder));
    }
    return opened.get();
  }

  /** Stops the gate and starts it again on the same folder. */
  private TestGate restart() {
    close();
    return gate();
  }

  @AfterEach
  void close() {
    opened.ifPresent(TestGate::close);
    opened = Optional.empty();
  }

  private CommitId pushGood(String id) {
    return setup.hub.repo(id).push("config.json", "{}", "model.safetensors", "weights of " + id);
  }

  private static Answer.Served served(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Served.class);
    return (Answer.Served) answer;
  }

  private static Answer.Refused refused(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    var refused = (Answer.Refused) answer;
    assertThat(refused.text()).matches("[\\x20-\\x7e]{1,500}");
    return refused;
  }

  private static Answer.NotFound notFound(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.NotFound.class);
    return (Answer.NotFound) answer;
  }

  private static String unavailable(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Unavailable.class);
    return ((Answer.Unavailable) answer).text();
  }

  private String read(ServedFile file) throws IOException {
    return new String(Files.readAllBytes(blob(file.sha256())), StandardCharsets.UTF_8);
  }

  private Path blob(String sha256) {
    return folder.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  // ------------------------------------------------------------ the first ask

  @Test
  void aGoodModelIsWeighedAndServedWhole() throws IOException {
    CommitId commit = pushGood("org/good");
    var answer = served(gate().ask("org/good", "main"));
    assertThat(answer.revision().commit()).isEqualTo(commit);
    assertThat(answer.revision().filtered()).isFalse();
    assertThat(answer.revision().files())
        .extracting(file -> file.file().path().text())
        .containsExactly("config.json", "model.safetensors");
    assertThat(read(answer.revision().file("model.safetensors").orElseThrow()))
        .isEqualTo("weights of org/good");
    assertThat(answer.revision().decision().commit()).isEqualTo(commit.hex());
  }

  @Test
  void anImpatientAskerIsToldThatItIsBeingWeighed() {
    pushGood("org/good");
    var hold = new CountDownLatch(1);
    setup.hub.hold = Optional.of(hold);
    var answer = gate().askNow("org/good", "main");
    assertThat(answer).isInstanceOf(Answer.Weighing.class);
    var weighing = (Answer.Weighing) answer;
    assertThat(weighing.files()).hasSize(2);
    assertThat(weighing.remaining()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(weighing.text()).startsWith("org/good is being weighed, ask again in ");
    assertThat(gate().gate.overview().weighing()).isEqualTo(1);
    hold.countDown();
    served(gate().ask("org/good", "main"));
  }

  @Test
  void twentyAskersShareOneWeighing() throws Exception {
    pushGood("org/good");
    var hold = new CountDownLatch(1);
    setup.hub.hold = Optional.of(hold);
    TestGate gate = gate();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<Answer>>();
      for (int i = 0; i < 20; i++) {
        var asker = new Asker("asker-" + i, i + 1, "");
        answers.add(threads.submit(() -> gate.ask("org/good", "main", asker)));
      }
      setup.hub.streaming.await();
      hold.countDown();
      for (Future<Answer> answer : answers) {
        served(answer.get());
      }
    }
    assertThat(setup.scan.scans).hasValue(1);
    assertThat(setup.hub.streamCalls).hasValue(2);
    assertThat(setup.hub.refsCalls).hasValue(1);
  }

  @Test
  void aMaliciousFileBlocksTheWholeRevision() {
    CommitId commit =
        setup.hub.repo("org/bad").push("config.json", "{}", "pytorch_model.bin", "EVIL");
    var answer = refused(gate().ask("org/bad", "main"));
    assertThat(answer.text()).contains("pytorch_model.bin").contains("os.system");
    assertThat(answer.servedBefore()).isFalse();
    assertThat(answer.waiting()).isFalse();
    assertThat(answer.commit()).contains(commit);
    refused(gate().ask("org/bad", commit.hex()));
    assertThat(gate().gate.overview().stopped()).isEqualTo(1);
    assertThat(gate().gate.overview().blockedRequests()).isEqualTo(2);
    assertThat(gate().gate.decisions(DecisionSummary.Kind.STOPPED, 0, 10))
        .singleElement()
        .satisfies(line -> assertThat(line.requests()).isEqualTo(2));
  }

  @Test
  void aSuspiciousFileIsLeftOutUnderACommitOfItsOwn() {
    CommitId upstream =
        setup
            .hub
            .repo("org/mixed")
            .push("config.json", "{}", "model.safetensors", "w", "training_args.bin", "ODD");
    var answer = served(gate().ask("org/mixed", "main"));
    CommitId own = answer.revision().commit();
    assertThat(answer.revision().filtered()).isTrue();
    assertThat(own).isNotEqualTo(upstream);
    assertThat(answer.revision().info().commit()).isEqualTo(own);
    assertThat(answer.revision().file("training_args.bin")).isEmpty();
    assertThat(answer.warning().orElse("")).contains("training_args.bin");
    assertThat(served(gate().ask("org/mixed", own.hex())).revision().commit()).isEqualTo(own);
    assertThat(served(gate().ask("org/mixed", own.hex().substring(0, 8))).revision().commit())
        .isEqualTo(own);
    var byUpstreamId = refused(gate().ask("org/mixed", upstream.hex()));
    assertThat(byUpstreamId.text()).contains("--revision " + own).contains("training_args.bin");
    assertThat(byUpstreamId.servedBefore()).isFalse();
    assertThat(gate().gate.refs(id("org/mixed"), ADA))
        .asInstanceOf(InstanceOfAssertFactories.type(Gate.Outcome.Of.class))
        .extracting(of -> ((io.weighbridge.hub.Refs) of.value()).branches().get("main"))
        .isEqualTo(own);
  }

  @Test
  void idsAreAnsweredInTheirCanonicalCase() {
    pushGood("Org/Good");
    assertThat(served(gate().ask("oRG/gOOD", "main")).revision().id()).hasToString("Org/Good");
    assertThat(served(gate().ask("org/good", "main")).revision().id()).hasToString("Org/Good");
    assertThat(setup.scan.scans).hasValue(1);
  }

  @Test
  void aRenamedModelIsJudgedAndAnsweredByItsNewName() {
    pushGood("new-org/good");
    setup.hub.rename("good", "new-org/good");
    assertThat(served(gate().ask("good", "")).revision().id()).hasToString("new-org/good");
  }

  @Test
  void whatTheUpstreamDoesNotHaveIsNotFound() {
    pushGood("org/good");
    assertThat(notFound(gate().ask("org/none", "main")).what())
        .isEqualTo(Answer.Missing.REPOSITORY);
    assertThat(notFound(gate().ask("org/good", "nowhere")).what())
        .isEqualTo(Answer.Missing.REVISION);
    assertThat(notFound(gate().ask("org/good", "0".repeat(40))).what())
        .isEqualTo(Answer.Missing.REVISION);
  }

  // ------------------------------------------------------------ which commits

  @Test
  void aBranchIsAskedAtMostOnceAMinute() {
    CommitId first = pushGood("org/good");
    served(gate().ask("org/good", "main"));
    int calls = setup.hub.modelCalls.get();
    CommitId second = setup.hub.repo("org/good").push("config.json", "{\"v\":2}");
    assertThat(served(gate().ask("org/good", "main")).revision().commit()).isEqualTo(first);
    assertThat(setup.hub.modelCalls).hasValue(calls);
    setup.clock.forward(Duration.ofSeconds(61));
    assertThat(served(gate().ask("org/good", "main")).revision().commit()).isEqualTo(second);
    assertThat(served(gate().ask("org/good", first.hex())).revision().commit()).isEqualTo(first);
  }

  @Test
  void aBranchThatMovedToARefusedCommitServesTheLastAdmittedOne() {
    CommitId good = pushGood("org/turned");
    served(gate().ask("org/turned", "main"));
    CommitId bad = setup.hub.repo("org/turned").push("pytorch_model.bin", "EVIL");
    setup.clock.forward(Duration.ofMinutes(2));
    var answer = served(gate().ask("org/turned", "main"));
    assertThat(answer.revision().commit()).isEqualTo(good);
    assertThat(answer.warning().orElse("")).contains("an older commit is served");
    assertThat(answer.older()).isTrue();
    assertThat(served(gate().ask("org/turned", good.hex())).older()).isFalse();
    assertThat(refused(gate().ask("org/turned", bad.hex())).servedBefore()).isFalse();
  }

  @Test
  void aStrictGateRefusesABranchThatMovedToARefusedCommit() {
    setup.strict = true;
    pushGood("org/turned");
    served(gate().ask("org/turned", "main"));
    setup.hub.repo("org/turned").push("pytorch_model.bin", "EVIL");
    setup.clock.forward(Duration.ofMinutes(2));
    refused(gate().ask("org/turned", "main"));
  }

  @Test
  void whileANewCommitIsWeighedTheBranchServesTheLastAdmittedOne() {
    CommitId good = pushGood("org/good");
    served(gate().ask("org/good", "main"));
    setup.hub.repo("org/good").push("config.json", "{\"v\":2}");
    setup.clock.forward(Duration.ofMinutes(2));
    var hold = new CountDownLatch(1);
    setup.hub.hold = Optional.of(hold);
    var answer = served(gate().askNow("org/good", "main"));
    assertThat(answer.revision().commit()).isEqualTo(good);
    assertThat(answer.warning().orElse("")).contains("being weighed");
    assertThat(answer.older()).isTrue();
    hold.countDown();
  }

  @Test
  void pullRequestRefsAndLooseCommitsAreRefused() {
    pushGood("org/good");
    CommitId loose = setup.hub.repo("org/good").commit("LOOSE", "x", "config.json", "{}");
    for (String ref : List.of("refs/pr/1", "pr/1", "refs/convert/onnx")) {
      assertThat(notFound(gate().ask("org/good", ref)).what()).isEqualTo(Answer.Missing.REVISION);
    }
    for (String text : List.of(loose.hex(), loose.hex().substring(0, 10))) {
      var answer = notFound(gate().ask("org/good", text));
      assertThat(answer.what()).isEqualTo(Answer.Missing.REVISION);
      assertThat(answer.text()).contains("is on no branch or tag");
    }
    assertThat(setup.scan.scans).hasValue(0);
  }

  @Test
  void anEarlierCommitOfABranchIsWeighedWhenAskedFor() {
    CommitId first = pushGood("org/good");
    setup.hub.repo("org/good").push("config.json", "{\"v\":2}");
    assertThat(served(gate().ask("org/good", first.hex())).revision().commit()).isEqualTo(first);
  }

  @Test
  void anUpstreamThatSpeaksOfAnotherCommitIsNotBelieved() {
    pushGood("org/good");
    served(gate().ask("org/good", "main"));
    assertThat(gate().ask("org/good", "f".repeat(40))).isInstanceOf(Answer.NotFound.class);
  }

  // ------------------------------------------------------------ who owns a name

  @Test
  void aNamespaceBelongsToTheFirstOwnerAndNoOtherFillsItsGaps() {
    var inner = new FakeUpstream("inner");
    setup.upstreams =
        new Upstreams(
            List.of(
                new Upstreams.Owner(inner, List.of("Acme")),
                new Upstreams.Owner(setup.hub, List.of("*"))));
    pushGood("acme/secret");
    assertThat(notFound(gate().ask("acme/secret", "main")).what())
        .isEqualTo(Answer.Missing.REPOSITORY);
    pushGood("org/good");
    served(gate().ask("org/good", "main"));
  }

  @Test
  void aNamespaceWithoutOwnerIsNotFound() {
    setup.upstreams = new Upstreams(List.of(new Upstreams.Owner(setup.hub, List.of("org"))));
    pushGood("other/good");
    assertThat(notFound(gate().ask("other/good", "main")).text()).contains("no upstream");
  }

  @Test
  void anAdmittedModelNeverChangesItsUpstreamSilently() {
    CommitId commit = pushGood("org/good");
    served(gate().ask("org/good", "main"));
    var other = new FakeUpstream("other");
    other.repo("org/good").push("config.json", "{\"other\":1}");
    var hub = setup.upstreams;
    setup.upstreams =
        new Upstreams(
            List.of(
                new Upstreams.Owner(other, List.of("*")),
                new Upstreams.Owner(setup.hub, List.of("*"))));
    restart();
    setup.clock.forward(Duration.ofMinutes(2));
    assertThat(served(gate().ask("org/good", "main")).revision().upstream()).isEqualTo("hub");
    assertThat(other.modelCalls).hasValue(0);

    setup.upstreams = new Upstreams(List.of(new Upstreams.Owner(other, List.of("*"))));
    restart();
    setup.clock.forward(Duration.ofMinutes(2));
    assertThat(served(gate().ask("org/good", "main")).revision().commit()).isEqualTo(commit);
    assertThat(refused(gate().ask("org/good", "v2")).text()).contains("upstream 'hub'");
    assertThat(other.modelCalls).hasValue(0);
    setup.upstreams = hub;
  }

  // ------------------------------------------------------------ an upstream that lies or is down

  @Test
  void aLieAboutTheDigestIsARefusalOnRecordUntilSomebodyAsksAnew() throws IOException {
    CommitId commit = pushGood("org/liar");
    setup.hub.lies.put("model.safetensors", "WEIGHTS of org/liar".getBytes(StandardCharsets.UTF_8));
    assertThat(refused(gate().ask("org/liar", "main")).text()).contains("announced sha256");
    assertThat(refused(gate().ask("org/liar", commit.hex())).text()).contains("announced sha256");
    assertThat(Files.readString(folder.resolve("ledger/000001.jsonl")))
        .contains("announced sha256");
    setup.hub.lies.clear();
    assertThat(gate().approve("org/liar", commit.hex()).text()).contains("weighed anew");
    served(gate().ask("org/liar", "main"));
  }

  @Test
  void liesAboutASmallFileAndAboutSizesAreRefused() {
    pushGood("org/oid");
    setup.hub.lies.put("config.json", "[]".getBytes(StandardCharsets.UTF_8));
    assertThat(refused(gate().ask("org/oid", "main")).text()).contains("announced oid");
    setup.hub.lies.clear();
    pushGood("org/short");
    setup.hub.sizes.put("model.safetensors", 7L);
    assertThat(refused(gate().ask("org/short", "main")).text()).contains("sends more than 7");
    pushGood("org/long");
    setup.hub.sizes.put("model.safetensors", 7_000L);
    assertThat(refused(gate().ask("org/long", "main")).text()).contains("announced 7000");
  }

  @Test
  void withTheUpstreamDownEverythingAdmittedIsServed() {
    CommitId commit = pushGood("org/good");
    served(gate().ask("org/good", "main"));
    setup.hub.down = true;
    setup.clock.forward(Duration.ofMinutes(5));
    assertThat(served(gate().ask("org/good", "main")).revision().commit()).isEqualTo(commit);
    served(gate().ask("org/good", commit.hex()));
    restart();
    served(gate().ask("org/good", "main"));
    assertThat(gate().gate.refs(id("org/good"), ADA)).isInstanceOf(Gate.Outcome.Of.class);
    assertThat(gate().gate.commits(id("org/good"), "main", ADA, 10))
        .isInstanceOf(Gate.Outcome.Of.class);
    assertThat(gate().gate.search(io.weighbridge.hub.ModelQuery.popular(5), ADA)).hasSize(1);
    assertThat(unavailable(gate().ask("org/unseen", "main"))).contains("'hub' does not answer");
  }

  @Test
  void aModelDeletedUpstreamIsServedFromTheStore() {
    CommitId commit = pushGood("org/good");
    served(gate().ask("org/good", "main"));
    setup.hub.remove("org/good");
    setup.clock.forward(Duration.ofMinutes(5));
    var answer = served(gate().ask("org/good", "main"));
    assertThat(answer.revision().commit()).isEqualTo(commit);
    assertThat(answer.warning().orElse("")).contains("no longer has it");
  }

  @Test
  void aFailureThatMayPassIsNoRefusalAndIsTriedAgainAfterARest() throws Exception {
    pushGood("org/good");
    var hold = new CountDownLatch(1);
    setup.hub.hold = Optional.of(hold);
    TestGate gate = gate();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> answer = threads.submit(() -> gate.ask("org/good", "main"));
      setup.hub.streaming.await();
      setup.hub.down = true;
      hold.countDown();
      assertThat(unavailable(answer.get())).contains("connection refused");
    }
    setup.hub.down = false;
    int streams = setup.hub.streamCalls.get();
    unavailable(gate().ask("org/good", "main"));
    assertThat(setup.hub.streamCalls).hasValue(streams);
    setup.clock.forward(Duration.ofSeconds(6));
    served(gate().ask("org/good", "main"));
    assertThat(gate().gate.overview().stopped()).isZero();
  }

  @Test
  void aBugInTheJudgeFailsClosedAndIsTriedAgain() {
    setup.hub.repo("org/crash").push("config.json", "CRASH");
    assertThat(unavailable(gate().ask("org/crash", "main"))).contains("internal error");
    assertThat(unavailable(gate().ask("org/crash", "main"))).contains("internal error");
    assertThat(setup.scan.scans).hasValue(1);
    assertThat(gate().gate.overview().weighing()).isZero();
  }

  // ------------------------------------------------------------ after a crash

  @Test
  void aRevisionThatACrashLeftHalfWeighedIsWeighedAnew() {
    CommitId commit = pushGood("org/good");
    served(gate().ask("org/good", "main"));
    close();
    try (var database =
        io.weighbridge.registry.internal.db.Database.open(folder.resolve("weighbridge.db"))) {
      database.run(
          handle -> handle.execute("update revision set state = 'weighing', decision = ''"));
    }
    assertThat(served(gate().ask("org/good", "main")).revision().commit()).isEqualTo(commit);
    assertThat(setup.scan.scans).hasValue(2);
    assertThat(setup.hub.streamCalls.get()).as("bytes were kept").isLessThanOrEqualTo(3);
  }

  @Test
  void everythingIsStillThereAfterARestart() {
    CommitId commit = pushGood("org/good");
    served(gate().ask("org/good", "main"));
    restart();
    assertThat(served(gate().ask("org/good", commit.hex())).revision().files()).hasSize(2);
    assertThat(setup.scan.scans).hasValue(1);
    close();
    assertThat(LedgerCheck.verify(folder).sound()).isTrue();
  }

  // ------------------------------------------------------------ limits

  @Test
  void aTokenStartsSoManyWeighingsAnHour() {
    setup.limits = new io.weighbridge.registry.RegistryConfig.Limits(1, 1L << 40, 4, 1L << 40, 0);
    pushGood("org/one");
    pushGood("org/two");
    served(gate().ask("org/one", "main"));
    var answer = gate().ask("org/two", "main");
    assertThat(answer).isInstanceOf(Answer.Limited.class);
    assertThat(((Answer.Limited) answer).retryAfter()).isEqualTo(Duration.ofHours(1));
    assertThat(((Answer.Limited) answer).text()).contains("vettings-per-hour");
    served(gate().ask("org/one", "main"));
    served(gate().ask("org/two", "main", BOB));
  }

  @Test
  void bytesPerDayAndTheSizeOfARevisionAreLimited() {
    setup.limits = new io.weighbridge.registry.RegistryConfig.Limits(100, 30, 4, 100, 0);
    pushGood("org/one");
    pushGood("org/two");
    served(gate().ask("org/one", "main"));
    assertThat(gate().ask("org/two", "main"))
        .isInstanceOfSatisfying(
            Answer.Limited.class, limited -> assertThat(limited.text()).contains("bytes-per-day"));
    setup.hub.repo("org/big").push("config.json", "x".repeat(101));
    assertThat(unavailable(gate().ask("org/big", "main"))).contains("largest-revision");
  }

  @Test
  void aFullDiskIsSaidSoAndWhatIsAdmittedIsServed() {
    pushGood("org/one");
    served(gate().ask("org/one", "main"));
    setup.usable = -1;
    pushGood("org/two");
    assertThat(unavailable(gate().ask("org/two", "main"))).contains("disk is full");
    served(gate().ask("org/one", "main"));
    assertThat(gate().gate.health())
        .anySatisfy(
            check -> {
              assertThat(check.name()).isEqualTo("disk");
              assertThat(check.ok()).isFalse();
            });
  }

  @Test
  void aRestartCollectsWhatAFailedWeighingLeftAndNothingElse() throws IOException {
    pushGood("org/good");
    served(gate().ask("org/good", "main"));
    int held = blobs();
    setup.hub.repo("org/liar").push("a.txt", "fetched before the lie", "b.txt", "announced");
    setup.hub.lies.put("b.txt", "something else".getBytes(StandardCharsets.UTF_8));
    refused(gate().ask("org/liar", "main"));
    assertThat(blobs()).isGreaterThan(held);
    restart();
    assertThat(blobs()).as("for a while it may be taken up again").isGreaterThan(held);
    setup.clock.forward(Duration.ofDays(400));
    restart();
    assertThat(blobs()).isEqualTo(held);
    setup.hub.down = true;
    var answer = served(gate().ask("org/good", "main"));
    assertThat(read(answer.revision().file("model.safetensors").orElseThrow()))
        .isEqualTo("weights of org/good");
  }

  private int blobs() throws IOException {
    try (var files = Files.walk(folder.resolve("blobs"))) {
      return (int) files.filter(Files::isRegularFile).count();
    }
  }

  // ------------------------------------------------------------ records

  @Test
  void pullsAndBlocksAreInTheLedger() throws IOException {
    pushGood("org/good");
    var answer = served(gate().ask("org/good", "main"));
    gate().gate.recordPull(answer.revision(), answer.revision().files().getFirst(), ADA, 2);
    setup.hub.repo("org/bad").push("pytorch_model.bin", "EVIL");
    refused(gate().ask("org/bad", "main"));
    assertThat(gate().gate.overview().pulls()).isEqualTo(1);
    close();
    assertThat(LedgerCheck.verify(folder).sound()).isTrue();
    assertThat(Files.readAllLines(folder.resolve("ledger/000001.jsonl")))
        .anyMatch(line -> line.contains("\"type\":\"pull\"") && line.contains("config.json"))
        .anyMatch(line -> line.contains("\"type\":\"block\"") && line.contains("org/bad"))
        .filteredOn(line -> line.contains("\"type\":\"decision\""))
        .hasSize(2);
  }

  @Test
  void aPullIsOnDiskBeforeItIsAcknowledged() throws IOException {
    pushGood("org/good");
    var answer = served(gate().ask("org/good", "main"));
    gate().gate.recordPull(answer.revision(), answer.revision().files().getFirst(), ADA, 2);
    assertThat(Files.readAllLines(folder.resolve("ledger/000001.jsonl")))
        .anyMatch(line -> line.contains("\"type\":\"pull\"") && line.contains("config.json"));
  }

  @Test
  void searchMergesWhatIsAdmittedWithTheUpstreams() {
    pushGood("org/good");
    pushGood("org/unseen");
    setup.hub.repo("org/bad").push("pytorch_model.bin", "EVIL");
    served(gate().ask("org/good", "main"));
    refused(gate().ask("org/bad", "main"));
    assertThat(gate().gate.search(io.weighbridge.hub.ModelQuery.popular(10), ADA))
        .extracting(info -> info.id().toString())
        .containsExactlyInAnyOrder("org/good", "org/unseen");
  }

  private static ModelId id(String text) {
    return ModelId.parse(text).orElseThrow();
  }
}
