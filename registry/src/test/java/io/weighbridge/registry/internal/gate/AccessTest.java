package io.weighbridge.registry.internal.gate;

import static io.weighbridge.registry.internal.http.TestServer.bearer;
import static io.weighbridge.registry.internal.http.TestServer.header;
import static io.weighbridge.registry.internal.http.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.registry.internal.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whom a model opens for is the upstream's word about the model, and holds for every commit of it:
 * asked over HTTP on an open gate, without a token and by two persons, of whom the upstream lets in
 * one.
 */
class AccessTest {
  private static final String MODEL = "org/model";

  @TempDir Path folder;
  private final TestGate.Setup setup = new TestGate.Setup();
  private final FakeUpstream.Repo repo = setup.hub.repo(MODEL);
  private CommitId first = repo.push("config.json", "{\"a\":1}");
  private TestGate gate;
  private TestServer server;
  private String[] entitled;
  private String[] other;

  @BeforeEach
  void start() {
    open();
    setup.hub.entitle("hf_of-rita-at-the-hub");
    HttpResponse<byte[]> registered =
        server.post(
            "/api/weighbridge/upstream-token",
            "{\"upstream\":\"hub\",\"token\":\"hf_of-rita-at-the-hub\"}",
            entitled);
    assertThat(registered.statusCode()).isEqualTo(200);
    everybodyGets("main");
    gate.awaitEnd(MODEL, first);
  }

  private void open() {
    gate = setup.open(folder);
    server = new TestServer(gate.gate, true);
    entitled = bearer(server.reader);
    other = bearer(server.reviewer);
  }

  @AfterEach
  void close() {
    server.close();
    gate.close();
  }

  private static List<String> routes(String revision) {
    return List.of(
        "/" + MODEL + "/resolve/" + revision + "/config.json",
        "/" + MODEL + "/raw/" + revision + "/config.json",
        "/api/models/" + MODEL + "/revision/" + revision,
        "/api/models/" + MODEL + "/tree/" + revision,
        "/api/models/" + MODEL + "/commits/" + revision,
        "/api/models/" + MODEL + "/refs");
  }

  private void everybodyGets(String revision) {
    for (String route : routes(revision)) {
      assertThat(server.get(route).statusCode()).as(route).isEqualTo(200);
      assertThat(server.get(route, other).statusCode()).as(route).isEqualTo(200);
      assertThat(server.get(route, entitled).statusCode()).as(route).isEqualTo(200);
    }
  }

  private void onlyTheEntitledGets(String revision) {
    for (String route : routes(revision)) {
      closed(route, server.get(route));
      closed(route, server.get(route, other));
      assertThat(server.get(route, entitled).statusCode()).as(route).isEqualTo(200);
    }
  }

  private static void closed(String route, HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(route).isEqualTo(403);
    assertThat(header(answer, "X-Error-Code")).as(route).isEqualTo("GatedRepo");
    assertThat(header(answer, "X-Error-Message")).as(route).contains("gated or private at 'hub'");
  }

  private void aMinutePasses() {
    setup.clock.forward(Duration.ofMinutes(2));
  }

  @Test
  void aModelThatIsGatedTogetherWithANewCommitClosesWithAllItsCommits() {
    CommitId second = repo.gate().push("config.json", "{\"a\":2}");
    aMinutePasses();
    // Gated models go to review, so the branch is answered with the older commit: for the entitled.
    onlyTheEntitledGets("main");
    onlyTheEntitledGets(first.hex());
    closed("new", server.get("/" + MODEL + "/resolve/" + second + "/config.json"));
    assertThat(text(server.get("/" + MODEL + "/resolve/main/config.json", entitled)))
        .isEqualTo("{\"a\":1}");
  }

  @Test
  void aModelThatBecomesPrivateClosesLikewiseAndOpensAgain() {
    repo.hide().push("config.json", "{\"a\":2}");
    aMinutePasses();
    onlyTheEntitledGets("main");
    onlyTheEntitledGets(first.hex());
    repo.show();
    aMinutePasses();
    assertThat(server.get("/" + MODEL + "/resolve/main/config.json").statusCode()).isEqualTo(200);
    everybodyGets(first.hex());
  }

  @Test
  void itStaysClosedOverARestartWithTheUpstreamDown() {
    repo.gate().push("config.json", "{\"a\":2}");
    aMinutePasses();
    onlyTheEntitledGets("main");
    close();
    setup.hub.down = true;
    gate = setup.open(folder);
    server = new TestServer(gate.gate, true);
    closed("main", server.get("/" + MODEL + "/resolve/main/config.json"));
    closed("commit", server.get("/" + MODEL + "/resolve/" + first + "/config.json"));
  }

  @Test
  void whoOnlyEverAsksForACommitIsClosedOutToo() throws InterruptedException {
    repo.gate().push("config.json", "{\"a\":2}");
    String pinned = "/" + MODEL + "/resolve/" + first + "/config.json";
    setup.clock.forward(Duration.ofMinutes(16));
    int before = setup.hub.modelCalls.get();
    server.get(pinned); // answered at once; the upstream is asked behind it
    gate.awaitIdle();
    assertThat(setup.hub.modelCalls).hasValue(before + 1);
    closed(pinned, server.get(pinned));
    assertThat(server.get(pinned, entitled).statusCode()).isEqualTo(200);
  }

  @Test
  void whoOnlyEverAsksForTheBeginningOfACommitIsClosedOutToo() throws InterruptedException {
    repo.gate();
    isNoticedBehind("/" + MODEL + "/resolve/" + first.hex().substring(0, 12) + "/config.json");
  }

  @Test
  void aModelThatIsGatedUnderAnotherNameClosesUnderItsFormerOneToo() throws InterruptedException {
    setup.hub.repo("org/renamed").gate().push("config.json", "{\"a\":1}");
    setup.hub.rename(MODEL, "org/renamed");
    isNoticedBehind("/" + MODEL + "/resolve/" + first + "/config.json");
  }

  /** The upstream is asked behind the first answer, and the next ones hold to what it said. */
  private void isNoticedBehind(String pinned) throws InterruptedException {
    setup.clock.forward(Duration.ofMinutes(16));
    server.get(pinned);
    gate.awaitIdle();
    closed(pinned, server.get(pinned));
    closed(pinned, server.get(pinned, other));
    assertThat(server.get(pinned, entitled).statusCode()).isEqualTo(200);
  }

  @Test
  void anOlderAnswerAboutAnotherNameDoesNotOpenItAgain() {
    repo.push("config.json", "{\"a\":2}");
    repo.alsoKnownAs("dev");
    aMinutePasses();
    everybodyGets("dev"); // remembered for a minute, and says open
    repo.gate();
    setup.clock.forward(Duration.ofSeconds(50));
    closed("main", server.get("/" + MODEL + "/resolve/main/config.json"));
    closed("dev", server.get("/" + MODEL + "/resolve/dev/config.json"));
  }

  @Test
  void theRecordOfAClosedModelIsForThoseWhomItOpensForAndForReviewers() {
    List<String> records =
        List.of(
            "/api/weighbridge/models/" + MODEL,
            "/api/weighbridge/passports/" + MODEL + "/" + first,
            "/api/weighbridge/verify/" + MODEL + "/" + first);
    String list = "/api/weighbridge/decisions?kind=admitted";
    for (String record : records) {
      assertThat(server.get(record).statusCode()).as(record).isEqualTo(200);
    }
    assertThat(text(server.get(list))).contains(MODEL);
    repo.gate().push("config.json", "{\"a\":2}");
    aMinutePasses();
    onlyTheEntitledGets("main");
    String[] reader = bearer(server.otherReader);
    for (String record : records) {
      assertThat(server.get(record).statusCode()).as(record).isIn(403, 404);
      assertThat(server.get(record, reader).statusCode()).as(record).isIn(403, 404);
      assertThat(server.get(record, entitled).statusCode()).as(record).isEqualTo(200);
      assertThat(server.get(record, other).statusCode()).as("reviewer, " + record).isEqualTo(200);
    }
    assertThat(text(server.get(list))).doesNotContain(MODEL);
    assertThat(text(server.get(list, reader))).doesNotContain(MODEL);
    assertThat(text(server.get(list, entitled))).contains(MODEL);
    assertThat(text(server.get(list, other))).contains(MODEL);
  }

  @Test
  void whatTheUpstreamGateRefusesIsNoLongerServedEither() {
    setup.hub.refusal = Optional.of(new HubException(Kind.REFUSED, "Blocked by policy: evil"));
    aMinutePasses();
    for (String[] caller : List.of(other, entitled)) {
      HttpResponse<byte[]> answer = server.get("/api/models/" + MODEL + "/revision/main", caller);
      assertThat(answer.statusCode()).isEqualTo(403);
      // The one code that stops clients with a copy.
      assertThat(header(answer, "X-Error-Code")).isEqualTo("RevisionNotFound");
      assertThat(header(answer, "X-Error-Message"))
          .isEqualTo("refused by the upstream gate: Blocked by policy: evil");
    }
    setup.hub.refusal = Optional.empty();
    aMinutePasses();
    everybodyGets("main");
  }
}
