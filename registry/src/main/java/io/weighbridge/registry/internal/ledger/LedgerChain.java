package io.weighbridge.registry.internal.ledger;

import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Follows a ledger line by line and says where it first breaks. The same rules serve the writer
 * (which seals), the repair at start and the verification. Confined to one thread.
 */
final class LedgerChain {
  static final String GENESIS = "0".repeat(64);

  private final MessageDigest open = sha256();
  private String previous;
  private long batches;
  private long entries;
  private long unsealed;

  LedgerChain(Mark start) {
    this.previous = start.head();
    this.batches = start.batches();
    this.entries = start.entries();
  }

  /**
   * The chain between two batches.
   *
   * @param head digest of the last batch
   */
  record Mark(String head, long batches, long entries) {
    static final Mark START = new Mark(GENESIS, 0, 0);
  }

  /** Where the chain stands; only meaningful when nothing is unsealed. */
  Mark mark() {
    return new Mark(previous, batches, entries);
  }

  /** What stood before the batch of this line, if it is one: where a file's chain starts. */
  static Optional<Mark> before(Json line) {
    if (line.get("batch").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Mark(
            line.text("previous").orElse(""),
            line.number("batch").orElse(0) - 1,
            line.number("first").orElse(0) - 1));
  }

  /**
   * Takes the next line, without its line feed.
   *
   * @return why it does not follow from those before; empty when it does
   */
  Optional<String> accept(byte[] line) {
    Json json;
    try {
      json = Json.parse(line, JsonLimits.STANDARD);
    } catch (JsonException e) {
      return Optional.of("is not JSON: " + e.getMessage());
    }
    if (!Arrays.equals(line, json.canonical().getBytes(StandardCharsets.UTF_8))) {
      return Optional.of("is not canonical JSON");
    }
    return json.get("batch").isPresent() ? acceptBatch(json, line) : acceptEntry(json, line);
  }

  private Optional<String> acceptEntry(Json json, byte[] line) {
    if (json.number("n").orElse(-1) != entries + 1) {
      return Optional.of("should be entry " + (entries + 1));
    }
    entries++;
    unsealed++;
    open.update(line);
    open.update((byte) '\n');
    return Optional.empty();
  }

  private Optional<String> acceptBatch(Json json, byte[] line) {
    if (json.number("batch").orElse(-1) != batches + 1) {
      return Optional.of("should be batch " + (batches + 1));
    }
    if (!json.text("previous").orElse("").equals(previous)) {
      return Optional.of("does not name the batch before it");
    }
    if (json.number("count").orElse(-1) != unsealed
        || json.number("first").orElse(-1) != entries - unsealed + 1) {
      return Optional.of("does not count the " + unsealed + " entries before it");
    }
    if (!json.text("digest").orElse("").equals(HexFormat.of().formatHex(open.digest()))) {
      return Optional.of("does not match the entries before it");
    }
    sealed(line);
    return Optional.empty();
  }

  /** The line that seals the entries since the last batch; the chain has then moved on. */
  String seal(String time) {
    String line =
        Json.object()
            .put("batch", batches + 1)
            .put("count", unsealed)
            .put("digest", HexFormat.of().formatHex(open.digest()))
            .put("first", entries - unsealed + 1)
            .put("previous", previous)
            .put("time", time)
            .build()
            .canonical();
    sealed(line.getBytes(StandardCharsets.UTF_8));
    return line;
  }

  private void sealed(byte[] line) {
    previous = HexFormat.of().formatHex(sha256().digest(line));
    batches++;
    unsealed = 0;
    open.reset();
  }

  /** Entries since the last batch. */
  long unsealed() {
    return unsealed;
  }

  long entries() {
    return entries;
  }

  long batches() {
    return batches;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
