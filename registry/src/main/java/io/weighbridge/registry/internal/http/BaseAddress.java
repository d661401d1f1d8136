package io.weighbridge.registry.internal.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * The address that goes into links: the configured public one, else where the client says it is
 * connected to. What proxies forward counts only from those that are configured.
 */
final class BaseAddress {
  private final HttpSettings settings;
  private final HostGuard guard;

  BaseAddress(HttpSettings settings, HostGuard guard) {
    this.settings = settings;
    this.guard = guard;
  }

  /** Without a trailing slash. */
  String of(String host, InetAddress peer, Function<String, Optional<String>> header) {
    if (settings.publicUrl().isPresent()) {
      return chop(settings.publicUrl().get().toString());
    }
    boolean trusted = settings.trustedProxies().stream().anyMatch(range -> range.contains(peer));
    String scheme =
        trusted && header.apply("X-Forwarded-Proto").filter("https"::equals).isPresent()
            ? "https"
            : "http";
    String name =
        trusted ? header.apply("X-Forwarded-Host").filter(guard::accepts).orElse(host) : host;
    return scheme + "://" + name;
  }

  /** The path without the public address's own path, for proxies that leave it on. */
  String withoutPrefix(String rawPath) {
    String prefix = settings.publicUrl().map(URI::getRawPath).map(BaseAddress::chop).orElse("");
    return !prefix.isEmpty() && rawPath.startsWith(prefix + "/")
        ? rawPath.substring(prefix.length())
        : rawPath;
  }

  private static String chop(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
