package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.gate.Passports;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.Passport;
import io.weighbridge.signing.Statement;
import io.weighbridge.signing.Summary;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Passports and what verifiers need beside them: {@code passports/NAMESPACE/NAME/REVISION}, {@code
 * verify/…}, {@code revocations}, {@code keys}. They lie on routes of their own, never in a model's
 * tree: a client would take them for files of the model.
 */
final class PassportReplies {
  private static final String SIGSTORE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private final Passports passports;

  PassportReplies(Passports passports) {
    this.passports = passports;
  }

  /** The whole passport, or one part of it as a bundle that other tools read. */
  Reply document(String path, Query query, Sight sight) {
    Optional<Passport> found = find(path, sight, passports::of);
    return found
        .map(
            passport ->
                switch (query.first("part").orElse("all")) {
                  case "all" -> Reply.json(200, passport.toJson());
                  case "decision" -> bundle(Optional.of(passport.decision()));
                  case "scan" -> bundle(passport.scan());
                  case "result" -> bundle(passport.result());
                  default ->
                      throw new BadRequest(400, "part is one of all, decision, scan, result.");
                })
        .orElseGet(PassportReplies::none);
  }

  private static Reply bundle(Optional<Bundle> bundle) {
    return bundle
        .map(one -> Reply.of(200, SIGSTORE, one.toJson().write()))
        .orElseGet(PassportReplies::none);
  }

  /** Whether the stored bytes still are those of the passport. */
  Reply check(String path, Sight sight) {
    return find(path, sight, passports::check)
        .map(
            check -> {
              Summary summary = Summary.read(Statement.read(check.passport().decision().payload()));
              return Reply.json(
                  200,
                  Json.object()
                      .put("verified", check.wrong().isEmpty())
                      .put("resource", summary.resource())
                      .put("identity", summary.tree().identity())
                      .put("expires", summary.expires().toString())
                      .put("files", check.files())
                      .put("wrong", Json.strings(check.wrong()))
                      .put("microseconds", check.took().toNanos() / 1000)
                      .build());
            })
        .orElseGet(PassportReplies::none);
  }

  Reply revocations() {
    return bundle(Optional.of(passports.revocations()));
  }

  Reply keys() {
    return Reply.of(200, "application/x-pem-file", passports.publicKeys());
  }

  private static <T> Optional<T> find(
      String path, Sight sight, BiFunction<ModelId, String, Optional<T>> passports) {
    int slash = path.lastIndexOf('/');
    Optional<T> byRevision =
        slash < 0
            ? Optional.empty()
            : ModelId.parse(path.substring(0, slash))
                .filter(sight::of)
                .flatMap(id -> passports.apply(id, path.substring(slash + 1)));
    return byRevision.or(
        () -> ModelId.parse(path).filter(sight::of).flatMap(id -> passports.apply(id, "")));
  }

  private static Reply none() {
    return Reply.error(
        404,
        Optional.empty(),
        "Nothing admitted that you may read is on record by that name and revision: pull it first,"
            + " all of it.");
  }
}
