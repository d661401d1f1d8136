package io.weighbridge.registry.internal.console;

import io.weighbridge.registry.internal.access.Sessions.Session;
import io.weighbridge.registry.internal.http.HttpCall;
import io.weighbridge.registry.internal.http.Reply;
import java.util.Optional;

/**
 * The cookie that names a session: sent only to the console, by its own pages, unseen by scripts.
 */
final class SessionCookie {
  private static final String NAME = "weighbridge_session";
  private static final int SECONDS = 12 * 60 * 60;

  private SessionCookie() {}

  static Optional<String> read(HttpCall call) {
    for (String part : call.header().apply("Cookie").orElse("").split(";", 50)) {
      String pair = part.strip();
      if (pair.startsWith(NAME + "=")) {
        return Optional.of(pair.substring(NAME.length() + 1));
      }
    }
    return Optional.empty();
  }

  static Reply set(Reply reply, Session session, HttpCall call) {
    return reply.with("Set-Cookie", cookie(session.id(), SECONDS, call));
  }

  static Reply clear(Reply reply, HttpCall call) {
    return reply.with("Set-Cookie", cookie("", 0, call));
  }

  private static String cookie(String value, int seconds, HttpCall call) {
    return NAME
        + "="
        + value
        + "; Path="
        + call.root()
        + "/console/; Max-Age="
        + seconds
        + "; HttpOnly; SameSite=Strict"
        + (call.base().startsWith("https:") ? "; Secure" : "");
  }
}
