package io.weighbridge.registry.internal.access;

import io.weighbridge.registry.internal.gate.Asker;
import java.util.Optional;

/**
 * Tells who a request comes from. On an open gate (loopback only) a bearer that is not ours asks as
 * {@code anonymous}: clients on a developer's machine send their real hub token, which is neither
 * kept nor passed on, and does not make the request worse than one without a token.
 */
public final class Access {
  private static final int LONGEST_TOKEN = 512;

  private final Tokens tokens;
  private final boolean open;

  /**
   * @param open whether models are served without a token
   */
  public Access(Tokens tokens, boolean open) {
    this.tokens = tokens;
    this.open = open;
  }

  public boolean open() {
    return open;
  }

  /** The caller behind an {@code Authorization} header. */
  public Caller caller(Optional<String> authorization, String userAgent) {
    Optional<String> token = authorization.flatMap(Access::bearer);
    Optional<TokenRecord> record = token.flatMap(tokens::find);
    if (record.isPresent()) {
      return known(record.get(), userAgent);
    }
    return new Caller(
        new Asker(Asker.ANONYMOUS.name(), Asker.ANONYMOUS.tokenId(), userAgent),
        Optional.empty(),
        authorization.isPresent() ? Caller.Bearer.FOREIGN : Caller.Bearer.NONE,
        open);
  }

  /** The caller behind a token that is in force. */
  public Caller known(TokenRecord record, String userAgent) {
    return new Caller(
        new Asker(record.name(), record.id(), userAgent),
        Optional.of(record.role()),
        Caller.Bearer.KNOWN,
        open);
  }

  private static Optional<String> bearer(String authorization) {
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    String token = authorization.substring(7).strip();
    return token.isEmpty() || token.length() > LONGEST_TOKEN
        ? Optional.empty()
        : Optional.of(token);
  }
}
