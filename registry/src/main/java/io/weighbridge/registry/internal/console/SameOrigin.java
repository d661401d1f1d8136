package io.weighbridge.registry.internal.console;

import io.weighbridge.registry.internal.http.HttpCall;
import java.net.URI;
import java.util.Optional;

/**
 * Whether a form comes from a page of this console: browsers say so themselves ({@code
 * Sec-Fetch-Site}, {@code Origin}); a request that says neither is no browser's form.
 */
final class SameOrigin {
  private SameOrigin() {}

  static boolean holds(HttpCall call) {
    Optional<String> site = call.header().apply("Sec-Fetch-Site");
    Optional<String> origin = call.header().apply("Origin");
    if (site.isEmpty() && origin.isEmpty()) {
      return false;
    }
    return site.map("same-origin"::equals).orElse(true)
        && origin.map(value -> own(value, call)).orElse(true);
  }

  private static boolean own(String origin, HttpCall call) {
    URI base = URI.create(call.base());
    String host = call.header().apply("Host").orElse("");
    return origin.equals(base.getScheme() + "://" + base.getRawAuthority())
        || origin.equals("http://" + host)
        || origin.equals("https://" + host);
  }
}
