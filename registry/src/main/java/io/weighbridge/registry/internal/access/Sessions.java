package io.weighbridge.registry.internal.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The console's sessions: a random id in a cookie stands for a token, so that the token itself is
 * not sent with every page. Kept in memory: a restart ends them. Thread-safe.
 */
public final class Sessions {
  private static final Duration LIFE = Duration.ofHours(12);
  private static final int MOST = 1000;

  private final Tokens tokens;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  public Sessions(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * A session.
   *
   * @param id the cookie's value
   * @param formKey what every form of this session must repeat (CSRF)
   */
  public record Session(String id, String formKey, long tokenId, Instant ends) {

    /** Whether a form carries this session's key; takes the same time for any wrong one. */
    public boolean allows(String key) {
      return MessageDigest.isEqual(
          formKey.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Starts a session for a token in force; the oldest makes room when there are too many. */
  public synchronized Session start(TokenRecord token) {
    var session = new Session(secret(), secret(), token.id(), clock.instant().plus(LIFE));
    if (sessions.size() >= MOST) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    sessions.put(session.id(), session);
    return session;
  }

  /** The session of that id, while it and its token last. */
  public synchronized Optional<Session> find(String id) {
    Session session = sessions.get(id);
    if (session == null) {
      return Optional.empty();
    }
    if (clock.instant().isAfter(session.ends()) || tokens.find(session.tokenId()).isEmpty()) {
      sessions.remove(id);
      return Optional.empty();
    }
    return Optional.of(session);
  }

  public synchronized void end(String id) {
    sessions.remove(id);
  }

  private String secret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
