package io.weighbridge.registry.internal.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The gate's own tokens. A token is {@code hf_} and 40 letters and digits (llama.cpp drops any
 * other shape): 238 bits from a secure source. Only its SHA-256 is kept. A slow, salted hash would
 * protect guessable secrets; against 238 random bits there is nothing to guess, and a fast digest
 * keeps the check off the critical path. Thread-safe.
 */
public final class Tokens {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 40;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  private final TokenRecords records;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, TokenRecord> known;

  public Tokens(TokenRecords records, Clock clock) {
    this.records = records;
    this.clock = clock;
    this.known = new ConcurrentHashMap<>(records.all());
  }

  /** A new token, told once. */
  public record Made(TokenRecord record, String token) {}

  /**
   * Makes a token.
   *
   * @param name of the person or machine that holds it: what the ledger says
   * @throws IllegalArgumentException when the name is not 1 to 64 letters, digits and {@code . _ @
   *     -}
   */
  public Made make(String name, Role role) {
    return make(name, role, _ -> {});
  }

  /**
   * As above, handing the token over before it is in force: when that fails, it never is.
   *
   * @param handOver puts the token where its holder finds it, durably
   */
  Made make(String name, Role role, Consumer<String> handOver) {
    if (!NAME.matcher(name).matches() || name.equals("anonymous")) {
      throw new IllegalArgumentException(
          "a token's name is 1 to 64 letters, digits and . _ @ - and not \"anonymous\"");
    }
    var text = new StringBuilder("hf_");
    random.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
    String token = text.toString();
    handOver.accept(token);
    TokenRecord record = records.add(digest(token), name, role, clock.instant());
    known.put(digest(token), record);
    return new Made(record, token);
  }

  /** The record of a token; empty for anything that is not a token in force here. */
  public Optional<TokenRecord> find(String token) {
    return Optional.ofNullable(known.get(digest(token)));
  }

  /** Whether the token with that id is in force. */
  public Optional<TokenRecord> find(long id) {
    return known.values().stream().filter(record -> record.id() == id).findFirst();
  }

  /** All tokens in force, oldest first. */
  public List<TokenRecord> all() {
    return known.values().stream().sorted(Comparator.comparing(TokenRecord::id)).toList();
  }

  /** Ends a token at once; whether there was such a token. */
  public boolean revoke(long id) {
    boolean removed = records.remove(id);
    known.values().removeIf(record -> record.id() == id);
    return removed;
  }

  private static String digest(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
