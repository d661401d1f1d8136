package io.weighbridge.registry.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.access.Access;
import io.weighbridge.registry.internal.access.Role;
import io.weighbridge.registry.internal.access.Sessions;
import io.weighbridge.registry.internal.access.Tokens;
import io.weighbridge.registry.internal.gate.RevisionState;
import io.weighbridge.registry.internal.http.FakeGate;
import io.weighbridge.registry.internal.http.HttpFront;
import io.weighbridge.registry.internal.http.HttpSettings;
import io.weighbridge.registry.internal.http.MemoryTokens;
import io.weighbridge.registry.internal.metrics.RegistryMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
  private static final String WAITING = "/console/models/acme/sentiment-xl";

  private final Tokens tokens = new Tokens(new MemoryTokens(), Clock.systemUTC());
  private final HttpClient client = HttpClient.newHttpClient();
  private FakeGate gate;
  private HttpFront front;

  @BeforeEach
  void start(@TempDir Path folder) {
    gate = new FakeGate(folder);
    SampleRecords.fill(gate);
    gate.serve("acme/sentiment-xl", Map.of("config.json", new byte[1]));
    front = front(true);
  }

  private HttpFront front(boolean open) {
    var access = new Access(tokens, open);
    var sessions = new Sessions(tokens, Clock.systemUTC());
    return HttpFront.start(
        HttpSettings.loopback(0),
        gate,
        tokens,
        access,
        new RegistryMetrics(),
        new Console(gate, tokens, access, sessions));
  }

  @AfterEach
  void stop() {
    client.close();
    front.close();
  }

  private String origin() {
    return "http://127.0.0.1:" + front.port();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(origin() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /** Signs in and returns the cookie. */
  private String cookie(Role role) {
    String token = tokens.make("ravi", role).token();
    HttpResponse<String> answer =
        send("POST", "/console/login", "token=" + token + "&next=stopped", "Origin", origin());
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(header(answer, "Location")).isEqualTo("/console/stopped");
    String cookie = header(answer, "Set-Cookie");
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/console/");
    assertThat(cookie).doesNotContain(token);
    return cookie.substring(0, cookie.indexOf(';'));
  }

  private String formKey(String cookie) {
    Matcher key =
        Pattern.compile("name=\"key\" value=\"([^\"]+)\"")
            .matcher(get(WAITING, "Cookie", cookie).body());
    assertThat(key.find()).isTrue();
    return key.group(1);
  }

  @Test
  void theFirstPageShowsTheThreeNumbersEachOneClickFromItsEvidence() {
    String page = get("/console/").body();
    assertThat(page)
        .containsPattern("href=\"/console/stopped\">\\s*<span class=\"number-value\">3<")
        .containsPattern("href=\"/console/waiting\">\\s*<span class=\"number-value\">2<")
        .containsPattern("href=\"/console/observed\">\\s*<span class=\"number-value\">1<");
    assertThat(get("/console/stopped").body())
        .contains("runs a shell command when it is loaded")
        .contains("/console/models/distilbert/distilbert-base-uncased-finetuned-sqad#r-bbbb");
  }

  @Test
  void aRecordThatIsNotWhatItsPassportSaysIsSaid() {
    gate.passport(
        () -> {
          throw new RegistryException("the database was changed behind the gate");
        });
    assertThat(get("/console/models/distilbert/distilbert-base-uncased-finetuned-squad").body())
        .contains("Passport")
        .contains("the database was changed behind the gate")
        .doesNotContain("Check a pulled copy");
  }

  @Test
  void aModelsPageShowsVerdictEvidenceSourceAndFiles() {
    String page = get("/console/models/distilbert/distilbert-base-uncased-finetuned-sqad").body();
    assertThat(page)
        .contains("This model was stopped.")
        .contains("os').system('bash -i &gt;&amp; /dev/tcp")
        .contains("pytorch_model.bin \u203a archive/data.pkl, byte 31")
        .contains("https://cwe.mitre.org/data/definitions/502.html")
        .contains("The publisher appeared 6 days ago.")
        .contains("4 files, 3 judged safe")
        .doesNotContain("Pull it");
    assertThat(get("/console/models/distilbert/distilbert-base-uncased-finetuned-squad").body())
        .contains("This model may be pulled.")
        .contains("export HF_ENDPOINT=" + origin())
        .contains("--revision " + "a".repeat(40));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/console/", "/console/stopped", WAITING, "/console/login", "/console/nothing"})
  void noPageRunsScriptsOrMayBeFramed(String path) {
    HttpResponse<String> page = get(path);
    assertThat(header(page, "Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe")
        .doesNotContain("script-src");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-store");
    assertThat(page.body()).doesNotContain("<script").doesNotContain(" style=");
  }

  @Test
  void hostileTextIsHarmlessAndVisible() {
    String page = get(WAITING).body();
    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;\u27e8U+202E\u27e9gnp.exe")
        .contains("\u27e8U+0000\u27e9\u27e8U+001B\u27e9[31m")
        .contains("\u27e8U+200B\u27e9")
        .doesNotContain("\u202e")
        .doesNotContain("\u001b")
        .doesNotContain("<img")
        .doesNotContain("href=\"javascript");
  }

  @Test
  void textPassesVisibleOutputWhateverItsScript() {
    assertThat(VisibleOutput.visible("modèle 模型 😀\tx\n")).isEqualTo("modèle 模型 😀\tx\n");
    assertThat(VisibleOutput.visible("a\u2066b\ud800\u3164")).doesNotContain("\u2066", "\u3164");
  }

  @Test
  void aReviewerSettlesWithReasonAndIsTold() {
    String cookie = cookie(Role.REVIEWER);
    String body =
        "key=" + formKey(cookie) + "&commit=" + "c".repeat(40) + "&reason=looked+at+it%0D%0Atwice";
    HttpResponse<String> done =
        send(
            "POST",
            WAITING + "/settle",
            body + "&action=approve",
            "Cookie",
            cookie,
            "Origin",
            origin());
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(gate.events())
        .containsExactly(
            "approve acme/sentiment-xl " + "c".repeat(40) + " ravi looked at it twice");
    assertThat(get(WAITING, "Cookie", cookie).body()).contains("class=\"notice\"");
    assertThat(get(WAITING, "Cookie", cookie).body()).doesNotContain("class=\"notice\"");
  }

  @ParameterizedTest
  @CsvSource({
    // key of this session, origin, session, status
    "right, own, yes, 303",
    "wrong, own, yes, 403",
    "none, own, yes, 403",
    "right, https://evil.example, yes, 403",
    "right, null, yes, 403",
    "right, none, yes, 403",
    "right, own, no, 403",
    "right, own, forged, 403",
  })
  void settlingNeedsSessionKeyAndOwnOrigin(String key, String from, String session, int status) {
    String cookie = cookie(Role.REVIEWER);
    String formKey =
        switch (key) {
          case "right" -> formKey(cookie);
          case "wrong" -> formKey(cookie(Role.REVIEWER));
          default -> "";
        };
    var headers = new java.util.ArrayList<String>();
    if (!session.equals("no")) {
      headers.add("Cookie");
      headers.add(session.equals("yes") ? cookie : "weighbridge_session=AAAA");
    }
    if (!from.equals("none")) {
      headers.add("Origin");
      headers.add(from.equals("own") ? origin() : from);
    }
    String body = "key=" + formKey + "&commit=" + "c".repeat(40) + "&reason=x&action=refuse";
    HttpResponse<String> answer =
        send("POST", WAITING + "/settle", body, headers.toArray(String[]::new));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(gate.events()).hasSize(status == 303 ? 1 : 0);
  }

  @Test
  void aReaderSeesNoButtonsAndCannotSettle() {
    String cookie = cookie(Role.READER);
    assertThat(get(WAITING, "Cookie", cookie).body()).doesNotContain("name=\"action\"");
    String body =
        "key=" + formKey(cookie) + "&commit=" + "c".repeat(40) + "&reason=x&action=approve";
    HttpResponse<String> answer =
        send("POST", WAITING + "/settle", body, "Cookie", cookie, "Origin", origin());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(gate.events()).isEmpty();
  }

  @Test
  void theRecordOfAClosedModelIsShownToWhomItOpensForAndToReviewers() {
    SampleRecords.waiting(gate, new ModelId("acme", "private-one"));
    String page = "/console/models/acme/private-one";
    for (String path : new String[] {"/console/", "/console/waiting"}) {
      assertThat(get(path).body()).doesNotContain("private-one");
    }
    HttpResponse<String> stranger = get(page);
    assertThat(stranger.statusCode()).isEqualTo(403);
    assertThat(stranger.body()).contains("gated or private").doesNotContain("pytorch_model.bin");
    String reader = cookie(Role.READER);
    assertThat(get(page, "Cookie", reader).statusCode()).isEqualTo(403);
    String reviewer = cookie(Role.REVIEWER);
    for (String path : new String[] {"/console/", "/console/waiting", page}) {
      assertThat(get(path, "Cookie", reviewer).body()).as(path).contains("private-one");
    }
  }

  @Test
  void whatIsAdmittedInPartSaysWhichFilesAreMissing() {
    assertThat(StateView.of(RevisionState.FILTERED, List.of("a.bin")).sentence())
        .isEqualTo("This model may be pulled without a.bin.");
    assertThat(StateView.of(RevisionState.FILTERED, List.of("a", "b", "c", "d", "e")).sentence())
        .isEqualTo("This model may be pulled without a, b, c and 2 more files.");
  }

  @Test
  void crossSiteRequestsAreRefusedEvenToSignIn() {
    String token = tokens.make("eve", Role.READER).token();
    HttpResponse<String> answer =
        send(
            "POST",
            "/console/login",
            "token=" + token,
            "Origin",
            origin(),
            "Sec-Fetch-Site",
            "cross-site");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(header(answer, "Set-Cookie")).isEmpty();
  }

  @Test
  void theSessionCookieOpensTheConsoleOnly() {
    String cookie = cookie(Role.ADMIN);
    assertThat(get("/api/weighbridge/tokens", "Cookie", cookie).statusCode()).isEqualTo(401);
    HttpResponse<String> out =
        send(
            "POST",
            "/console/logout",
            "key=" + formKey(cookie),
            "Cookie",
            cookie,
            "Origin",
            origin());
    assertThat(header(out, "Set-Cookie")).contains("Max-Age=0");
    assertThat(get("/console/", "Cookie", cookie).body()).contains(">Sign in<");
  }

  @Test
  void aClosedGateShowsStrangersTheDoorOnly() {
    front.close();
    front = front(false);
    HttpResponse<String> answer = get("/console/models/acme/sentiment-xl");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(header(answer, "Location"))
        .isEqualTo("/console/login?next=models/acme/sentiment-xl");
    assertThat(get(WAITING, "Cookie", cookie(Role.READER)).statusCode()).isEqualTo(200);
    HttpResponse<String> wrong =
        send("POST", "/console/login", "token=hf_wrong", "Origin", origin());
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("not a token of this gate").doesNotContain("hf_wrong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.example", "https%3A//evil.example", "%5C%5Cevil", "a//b"})
  void signingInLeadsNowhereElse(String next) {
    String token = tokens.make("ravi", Role.READER).token();
    HttpResponse<String> answer =
        send("POST", "/console/login", "token=" + token + "&next=" + next, "Origin", origin());
    assertThat(header(answer, "Location")).isEqualTo("/console/");
  }
}
