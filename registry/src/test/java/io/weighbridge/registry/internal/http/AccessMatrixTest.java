package io.weighbridge.registry.internal.http;

import static io.weighbridge.registry.internal.http.TestServer.bearer;
import static io.weighbridge.registry.internal.http.TestServer.header;
import static io.weighbridge.registry.internal.http.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessMatrixTest {
  private static final String FOREIGN = "hf_" + "x".repeat(34);
  private static final String SETTLE =
      "{\"model\":\"org/tiny\",\"revision\":\"main\",\"reason\":\"seen\"}";

  private FakeGate gate;

  @BeforeEach
  void gate(@TempDir Path folder) {
    gate = new FakeGate(folder);
    gate.serve("org/tiny", Map.of("config.json", new byte[3]));
  }

  private static String[] who(TestServer server, String who) {
    return switch (who) {
      case "nobody" -> new String[0];
      case "foreign" -> bearer(FOREIGN);
      case "basic" -> new String[] {"Authorization", "Basic dXNlcjpwYXNz"};
      case "reader" -> bearer(server.reader);
      case "reviewer" -> bearer(server.reviewer);
      case "admin" -> bearer(server.admin);
      default -> throw new IllegalArgumentException(who);
    };
  }

  @ParameterizedTest
  @CsvSource({
    // gate, who, pull, whoami, overview, approve, tokens, metrics, health
    "open, nobody, 200, 200, 200, 401, 401, 200, 200",
    "open, foreign, 200, 401, 200, 401, 401, 200, 200",
    "open, reader, 200, 200, 200, 403, 403, 200, 200",
    "open, reviewer, 200, 200, 200, 200, 403, 200, 200",
    "open, admin, 200, 200, 200, 200, 200, 200, 200",
    "closed, nobody, 401, 401, 401, 401, 401, 401, 200",
    "closed, foreign, 401, 401, 401, 401, 401, 401, 200",
    "closed, basic, 401, 401, 401, 401, 401, 401, 200",
    "closed, reader, 200, 200, 200, 403, 403, 200, 200",
    "closed, reviewer, 200, 200, 200, 200, 403, 200, 200",
    "closed, admin, 200, 200, 200, 200, 200, 200, 200",
  })
  void rolesAllow(
      String kind,
      String who,
      int pull,
      int whoami,
      int overview,
      int approve,
      int tokens,
      int metrics,
      int health) {
    try (var server = new TestServer(gate, kind.equals("open"))) {
      String[] as = who(server, who);
      assertThat(server.get("/org/tiny/resolve/main/config.json", as).statusCode()).isEqualTo(pull);
      assertThat(server.get("/api/models/org/tiny", as).statusCode()).isEqualTo(pull);
      assertThat(server.get("/api/models/org/none", as).statusCode())
          .isEqualTo(pull == 200 ? 404 : 401);
      assertThat(server.get("/api/whoami-v2", as).statusCode()).isEqualTo(whoami);
      assertThat(server.get("/api/weighbridge/overview", as).statusCode()).isEqualTo(overview);
      assertThat(server.post("/api/weighbridge/approve", SETTLE, as).statusCode())
          .isEqualTo(approve);
      assertThat(server.post("/api/weighbridge/refuse", SETTLE, as).statusCode())
          .isEqualTo(approve);
      assertThat(server.get("/api/weighbridge/tokens", as).statusCode()).isEqualTo(tokens);
      assertThat(server.get("/metrics", as).statusCode()).isEqualTo(metrics);
      assertThat(server.get("/health", as).statusCode()).isEqualTo(health);
    }
  }

  @Test
  void aClosedGateSaysWhatToDoAndTellsStrangersNoDetails() {
    try (var server = new TestServer(gate, false)) {
      HttpResponse<byte[]> answer = server.get("/api/models/org/tiny", bearer(FOREIGN));
      assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(header(answer, "X-Error-Message")).contains("HF_TOKEN");
      assertThat(text(server.get("/health"))).doesNotContain("answers");
    }
  }

  @Test
  void whoAmITellsNameAndRole() {
    try (var server = new TestServer(gate, true)) {
      Json admin = Json.parse(text(server.get("/api/whoami-v2", bearer(server.admin))));
      assertThat(admin.text("name")).contains("ada");
      assertThat(admin.text("type")).contains("user");
      assertThat(admin.get("auth").flatMap(a -> a.get("accessToken")).flatMap(t -> t.text("role")))
          .contains("write");
      Json nobody = Json.parse(text(server.get("/api/whoami-v2")));
      assertThat(nobody.text("name")).contains("anonymous");
    }
  }

  @Test
  void pullsAndSettlementsAreRecordedUnderTheTokensName() {
    try (var server = new TestServer(gate, false)) {
      server.get("/org/tiny/resolve/main/config.json", bearer(server.reader));
      server.post("/api/weighbridge/approve", SETTLE, bearer(server.reviewer));
      assertThat(gate.events())
          .containsExactly("pull config.json 3 rita", "approve org/tiny main ravi seen");
    }
  }

  @Test
  void aSettlementSaysWhetherThingsStandAsAskedNow() {
    try (var server = new TestServer(gate, false)) {
      String[] as = bearer(server.reviewer);
      Json done = Json.parse(text(server.post("/api/weighbridge/approve", SETTLE, as)));
      assertThat(done.bool("holds")).contains(true);
      String late = SETTLE.replace("seen", "too late");
      HttpResponse<byte[]> refused = server.post("/api/weighbridge/approve", late, as);
      assertThat(refused.statusCode()).isEqualTo(200);
      assertThat(Json.parse(text(refused)).bool("holds")).contains(false);
    }
  }

  @Test
  void settlementsNeedModelReasonAndJson() {
    try (var server = new TestServer(gate, true)) {
      String[] as = bearer(server.reviewer);
      for (String body :
          new String[] {
            "", "{", "[]", "{\"model\":\"org/tiny\"}", "{\"model\":\"a/b/c\",\"reason\":\"x\"}"
          }) {
        assertThat(server.post("/api/weighbridge/approve", body, as).statusCode()).isEqualTo(400);
      }
      String unknown = "{\"model\":\"org/none\",\"reason\":\"x\"}";
      assertThat(server.post("/api/weighbridge/approve", unknown, as).statusCode()).isEqualTo(404);
      String waiver =
          "{\"model\":\"org/tiny\",\"revision\":\"main\",\"reason\":\"x\",\"until\":\"%s\"}";
      assertThat(
              server
                  .post("/api/weighbridge/waive", waiver.formatted("2999-01-01"), as)
                  .statusCode())
          .isEqualTo(200);
      assertThat(
              server
                  .post("/api/weighbridge/waive", waiver.formatted("1999-01-01"), as)
                  .statusCode())
          .isEqualTo(400);
      assertThat(server.get("/api/weighbridge/approve", as).statusCode()).isEqualTo(405);
    }
  }

  @Test
  void tokensAreMadeUsedAndRevoked() {
    try (var server = new TestServer(gate, false)) {
      String[] admin = bearer(server.admin);
      HttpResponse<byte[]> made =
          server.post("/api/weighbridge/tokens", "{\"name\":\"ci\",\"role\":\"reader\"}", admin);
      assertThat(made.statusCode()).isEqualTo(201);
      Json json = Json.parse(text(made));
      String token = json.text("token").orElseThrow();
      assertThat(token).matches("hf_[A-Za-z0-9]{40}");
      assertThat(server.get("/api/models/org/tiny", bearer(token)).statusCode()).isEqualTo(200);
      assertThat(text(server.get("/api/weighbridge/tokens", admin)))
          .contains("\"ci\"")
          .doesNotContain(token);
      String path = "/api/weighbridge/tokens/" + json.number("id").orElseThrow();
      assertThat(server.send("DELETE", path, Optional.empty(), admin).statusCode()).isEqualTo(200);
      assertThat(server.send("DELETE", path, Optional.empty(), admin).statusCode()).isEqualTo(404);
      assertThat(server.get("/api/models/org/tiny", bearer(token)).statusCode()).isEqualTo(401);
      for (String body :
          new String[] {
            "{\"name\":\"x\",\"role\":\"owner\"}",
            "{\"name\":\"a b\",\"role\":\"reader\"}",
            "{\"name\":\"anonymous\",\"role\":\"reader\"}"
          }) {
        assertThat(server.post("/api/weighbridge/tokens", body, admin).statusCode()).isEqualTo(400);
      }
    }
  }

  @Test
  void upstreamTokensAreTakenOnlyFromHoldersOfOurs() {
    try (var server = new TestServer(gate, true)) {
      String body = "{\"upstream\":\"huggingface\",\"token\":\"hf_theirs\"}";
      assertThat(server.post("/api/weighbridge/upstream-token", body).statusCode()).isEqualTo(401);
      assertThat(
              server
                  .post("/api/weighbridge/upstream-token", body, bearer(server.reader))
                  .statusCode())
          .isEqualTo(200);
      String injected = "{\"upstream\":\"huggingface\",\"token\":\"a\\r\\nb\"}";
      assertThat(
              server
                  .post("/api/weighbridge/upstream-token", injected, bearer(server.reader))
                  .statusCode())
          .isEqualTo(400);
      assertThat(gate.events()).containsExactly("token rita huggingface true");
    }
  }
}
