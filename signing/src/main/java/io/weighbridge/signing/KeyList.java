package io.weighbridge.signing;

import io.weighbridge.json.Json;
import io.weighbridge.signing.internal.Predicates;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which keys of a gate count, signed by a root key that is kept offline: verifiers pin the root
 * once, and rotation needs no word to them. The number grows; a verifier refuses one below what it
 * has seen.
 *
 * @param expires after this the list itself counts no more
 */
public record KeyList(long number, Instant issued, Instant expires, List<Key> keys) {
  public static final String PREDICATE_TYPE = "https://weighbridge.io/key-list/v1";

  /** A key, and until when its signatures count (empty: as long as the list does). */
  public record Key(PublicKey key, Optional<Instant> until) {}

  public KeyList {
    keys = List.copyOf(keys);
  }

  /** The keys of a ring that count at {@code issued}. */
  public static KeyList of(KeyRing ring, long number, Instant issued, Instant expires) {
    return new KeyList(
        number,
        issued,
        expires,
        ring.entries().stream()
            .filter(entry -> entry.until().map(issued::isBefore).orElse(true))
            .map(entry -> new Key(entry.key(), entry.until()))
            .toList());
  }

  public Statement toStatement() {
    return new Statement(
        keys.stream().map(key -> new Statement.Subject("key", PublicKeys.hint(key.key()))).toList(),
        PREDICATE_TYPE,
        Json.object()
            .put("number", number)
            .put("issued", issued.toString())
            .put("expires", expires.toString())
            .put(
                "keys",
                Json.array(
                    keys.stream()
                        .map(
                            key ->
                                Json.object()
                                    .put("id", PublicKeys.hint(key.key()))
                                    .put("pem", PublicKeys.pem(key.key()))
                                    .put("until", key.until().map(Instant::toString))
                                    .build())
                        .toList()))
            .build());
  }

  /**
   * Reads a list that the root signed.
   *
   * @throws SignatureRefused when it did not, or the list is no longer valid at {@code now}
   */
  public static KeyList read(Bundle bundle, Trust root, Instant now) {
    root.check(bundle);
    Json predicate = Predicates.of(Statement.read(bundle.payload()), PREDICATE_TYPE);
    var list =
        new KeyList(
            Predicates.number(predicate, "number"),
            Predicates.time(predicate, "issued"),
            Predicates.time(predicate, "expires"),
            predicate.items("keys").stream().map(KeyList::key).toList());
    if (!now.isBefore(list.expires())) {
      throw new SignatureRefused(
          Refusal.EXPIRED, "the list of keys ended on " + list.expires() + "; fetch a newer one");
    }
    return list;
  }

  private static Key key(Json json) {
    PublicKey key = PublicKeys.read(json.text("pem").orElse("")).getFirst();
    return new Key(key, json.text("until").map(_ -> Predicates.time(json, "until")));
  }

  /** Whom this list trusts at that time. */
  public Trust trust(Instant now) {
    List<PublicKey> valid =
        keys.stream()
            .filter(key -> key.until().map(now::isBefore).orElse(true))
            .map(Key::key)
            .toList();
    if (valid.isEmpty()) {
      throw new SignatureRefused(Refusal.EXPIRED, "no key of the list counts any more");
    }
    return new Trust.Keys(valid);
  }
}
