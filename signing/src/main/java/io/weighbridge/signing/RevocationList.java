package io.weighbridge.signing;

import io.weighbridge.json.Json;
import io.weighbridge.signing.internal.Predicates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a gate admitted once and no longer stands for: signed, numbered, and soon out of date, so
 * that nobody can hide a newer one for long.
 *
 * @param number grows with every issue
 * @param expires after this a verifier needs a newer one
 */
public record RevocationList(long number, Instant issued, Instant expires, List<Entry> entries) {
  public static final String PREDICATE_TYPE = "https://weighbridge.io/revocations/v1";

  /**
   * A withdrawn revision.
   *
   * @param identity {@link ModelTree#identity} of what was admitted
   * @param resource its package URL
   */
  public record Entry(String identity, String resource, String reason, Instant at) {}

  public RevocationList {
    entries = List.copyOf(entries);
  }

  public Statement toStatement() {
    Json predicate =
        Json.object()
            .put("number", number)
            .put("issued", issued.toString())
            .put("expires", expires.toString())
            .put("revoked", Json.array(entries.stream().map(RevocationList::toJson).toList()))
            .build();
    String digest =
        HexFormat.of()
            .formatHex(
                io.weighbridge.signing.internal.Sha256.start()
                    .digest(predicate.canonical().getBytes(StandardCharsets.UTF_8)));
    return new Statement(
        List.of(new Statement.Subject("revocations", digest)), PREDICATE_TYPE, predicate);
  }

  private static Json toJson(Entry entry) {
    return Json.object()
        .put("identity", entry.identity())
        .put("resource", entry.resource())
        .put("reason", entry.reason())
        .put("at", entry.at().toString())
        .build();
  }

  /**
   * Reads a list that a trusted key signed.
   *
   * @param least the highest number seen before; a lower one is refused
   * @throws SignatureRefused when it is not signed, too old, or older than one seen before
   */
  public static RevocationList read(Bundle bundle, Trust trust, long least, Instant now) {
    trust.check(bundle);
    Json predicate = Predicates.of(Statement.read(bundle.payload()), PREDICATE_TYPE);
    var list =
        new RevocationList(
            Predicates.number(predicate, "number"),
            Predicates.time(predicate, "issued"),
            Predicates.time(predicate, "expires"),
            predicate.items("revoked").stream().map(RevocationList::entry).toList());
    if (!now.isBefore(list.expires())) {
      throw new SignatureRefused(
          Refusal.LIST_STALE, "it ended on " + list.expires() + "; fetch a newer one");
    }
    if (list.number() < least) {
      throw new SignatureRefused(
          Refusal.LIST_STALE, "its number is " + list.number() + ", and " + least + " was seen");
    }
    return list;
  }

  private static Entry entry(Json json) {
    return new Entry(
        Predicates.text(json, "identity"),
        Predicates.text(json, "resource"),
        Predicates.text(json, "reason"),
        Predicates.time(json, "at"));
  }

  /** Why a revision no longer counts, when it is on the list. */
  public Optional<Entry> find(String identity) {
    return entries.stream().filter(entry -> entry.identity().equals(identity)).findFirst();
  }
}
