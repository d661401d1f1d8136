package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import io.weighbridge.registry.internal.access.Role;
import io.weighbridge.registry.internal.access.TokenRecord;
import io.weighbridge.registry.internal.access.Tokens;
import io.weighbridge.registry.internal.gate.DecisionSummary;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.gate.Settlement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code /api/weighbridge/}: what the command line and other programs use; documented in
 * docs/api.md. Takes bearer tokens only, never the console's cookie, so that no website can act
 * through a browser that is logged in.
 */
final class OwnApi {
  private static final int MOST_BODY = 64 << 10;
  private static final int LONGEST_REASON = 1000;
  private static final JsonLimits LIMITS = new JsonLimits(MOST_BODY, 4, 64, 8192);

  private final Gate gate;
  private final Tokens tokens;
  private final PassportReplies passports;

  OwnApi(Gate gate, Tokens tokens) {
    this.gate = gate;
    this.tokens = tokens;
    this.passports = new PassportReplies(gate.passports());
  }

  Reply answer(String path, HttpCall call) {
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    String rest = slash < 0 ? "" : path.substring(slash + 1);
    return switch (first) {
      case "overview" -> reading(call, () -> Reply.json(200, OwnJson.overview(gate.overview())));
      case "decisions" -> reading(call, () -> decisions(call));
      case "models" -> reading(call, () -> model(rest, call));
      case "passports" -> reading(call, () -> passports.document(rest, call.query(), sight(call)));
      case "verify" -> reading(call, () -> passports.check(rest, sight(call)));
      case "revocations" -> reading(call, passports::revocations);
      case "keys" -> reading(call, passports::keys);
      case "approve" -> posting(call, Role.REVIEWER, body -> settle(call, body, gate::approve));
      case "refuse" -> posting(call, Role.REVIEWER, body -> settle(call, body, gate::refuse));
      case "waive" -> posting(call, Role.REVIEWER, body -> waive(call, body));
      case "upstream-token" -> posting(call, Role.READER, body -> upstreamToken(call, body));
      case "tokens" -> tokens(rest, call);
      default -> Reply.error(404, Optional.empty(), "There is nothing at this address.");
    };
  }

  private Reply decisions(HttpCall call) {
    int offset = call.query().number("offset", 0, 0, 1_000_000);
    int limit = call.query().number("limit", 50, 1, 500);
    DecisionSummary.Kind kind = kind(call.query().first("kind").orElse("stopped"));
    Sight sight = sight(call);
    var items =
        gate.decisions(kind, offset, limit).stream()
            .filter(decision -> sight.of(decision.id()))
            .map(OwnJson::decision)
            .toList();
    return Reply.json(200, Json.object().put("decisions", Json.array(items)).build());
  }

  private static DecisionSummary.Kind kind(String text) {
    for (DecisionSummary.Kind kind : DecisionSummary.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return kind;
      }
    }
    throw new BadRequest(400, "kind is one of stopped, waiting, would-stop, admitted.");
  }

  private Sight sight(HttpCall call) {
    return new Sight(gate, call.caller());
  }

  private Reply model(String text, HttpCall call) {
    Optional<ModelId> id = ModelId.parse(text);
    if (id.filter(model -> !sight(call).of(model)).isPresent()) {
      return Reply.error(403, Optional.empty(), Sight.CLOSED);
    }
    return id.flatMap(gate::record)
        .map(record -> Reply.json(200, OwnJson.model(record)))
        .orElseGet(
            () -> Reply.error(404, Optional.empty(), "Nothing is on record about this model."));
  }

  /** {@link Gate#approve} or {@link Gate#refuse}. */
  private interface Settle {
    Settlement settle(ModelId id, String revision, String person, String reason);
  }

  private static Reply settle(HttpCall call, Json body, Settle settle) {
    String reason = body.text("reason").map(String::strip).orElse("");
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw new BadRequest(400, "A reason of 1 to " + LONGEST_REASON + " characters is needed.");
    }
    ModelId id =
        body.text("model")
            .flatMap(ModelId::parse)
            .orElseThrow(() -> new BadRequest(400, "model is needed: namespace/name."));
    String person = call.caller().asker().name();
    Settlement done = settle.settle(id, body.text("revision").orElse(""), person, reason);
    return done.found()
        ? Reply.json(
            200,
            Json.object()
                .put("holds", done.holds())
                .put("changed", done.changed())
                .put("text", done.text())
                .build())
        : Reply.error(404, Optional.empty(), done.text());
  }

  private Reply waive(HttpCall call, Json body) {
    String text = body.text("until").orElse("");
    LocalDate until;
    try {
      until = LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new BadRequest(400, "until is needed: the last day, as 2026-12-31.");
    }
    if (until.isBefore(LocalDate.now(ZoneOffset.UTC))) {
      throw new BadRequest(400, "until lies in the past.");
    }
    return settle(
        call,
        body,
        (id, revision, person, reason) -> gate.waive(id, revision, person, reason, until));
  }

  private Reply upstreamToken(HttpCall call, Json body) {
    String upstream =
        body.text("upstream")
            .filter(name -> name.length() <= 100)
            .orElseThrow(() -> new BadRequest(400, "upstream is needed: its configured name."));
    Optional<String> token = body.text("token").filter(text -> !text.isBlank());
    if (token.filter(text -> !text.matches("[!-~]{1,512}")).isPresent()) {
      throw new BadRequest(400, "token is not one line of printable ASCII.");
    }
    gate.registerUpstreamToken(call.caller().asker(), upstream, token);
    return Reply.json(200, Json.object().put("registered", token.isPresent()).build());
  }

  private Reply tokens(String rest, HttpCall call) {
    if (call.method().equals("DELETE")) {
      return Dispatch.needing(Role.ADMIN, call.caller(), () -> revoke(rest));
    }
    if (call.reads()) {
      return Dispatch.needing(
          Role.ADMIN,
          call.caller(),
          () ->
              Reply.json(
                  200,
                  Json.object()
                      .put("tokens", Json.array(tokens.all().stream().map(OwnJson::token).toList()))
                      .build()));
    }
    return posting(call, Role.ADMIN, this::makeToken);
  }

  private Reply makeToken(Json body) {
    Role role =
        body.text("role")
            .flatMap(Role::of)
            .orElseThrow(() -> new BadRequest(400, "role is one of reader, reviewer, admin."));
    try {
      Tokens.Made made = tokens.make(body.text("name").orElse(""), role);
      var told = new java.util.LinkedHashMap<>(OwnJson.token(made.record()).fields());
      told.put("token", Json.of(made.token()));
      return Reply.json(201, new Json.Obj(told));
    } catch (IllegalArgumentException e) {
      throw new BadRequest(400, "name: " + e.getMessage() + ".");
    }
  }

  private Reply revoke(String id) {
    Optional<TokenRecord> token =
        id.matches("[0-9]{1,18}") ? tokens.find(Long.parseLong(id)) : Optional.empty();
    return token
        .filter(found -> tokens.revoke(found.id()))
        .map(found -> Reply.json(200, Json.object().put("revoked", found.id()).build()))
        .orElseGet(() -> Reply.error(404, Optional.empty(), "There is no such token."));
  }

  private static Reply reading(HttpCall call, Supplier<Reply> reply) {
    if (!call.reads()) {
      return Dispatch.wrongMethod("GET, HEAD");
    }
    return call.caller().mayPull() ? reply.get() : Identity.unauthorized(call.caller());
  }

  private static Reply posting(HttpCall call, Role role, Function<Json, Reply> reply) {
    if (!call.method().equals("POST")) {
      return Dispatch.wrongMethod("POST");
    }
    return Dispatch.needing(role, call.caller(), () -> reply.apply(json(call)));
  }

  private static Json json(HttpCall call) {
    try {
      return Json.parse(call.body(MOST_BODY), LIMITS);
    } catch (JsonException e) {
      throw new BadRequest(400, "The request's body is not JSON.");
    }
  }
}
