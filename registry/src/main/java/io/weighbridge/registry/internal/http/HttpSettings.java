package io.weighbridge.registry.internal.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How the server listens and what it believes about its surroundings.
 *
 * @param listen resolved address and port; port 0 takes a free one
 * @param publicUrl the address that clients use, when it is not the one listened on; may have a
 *     path, which is then taken off requests that carry it
 * @param allowedHosts further names that this server answers to
 * @param corsOrigins origins whose pages may read answers; {@code *} for any
 * @param trustedProxies whose X-Forwarded headers count
 */
public record HttpSettings(
    InetSocketAddress listen,
    Optional<URI> publicUrl,
    List<String> allowedHosts,
    List<String> corsOrigins,
    List<AddressRange> trustedProxies) {

  public HttpSettings {
    allowedHosts = List.copyOf(allowedHosts);
    corsOrigins = List.copyOf(corsOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Loopback, no proxies, no other origins. */
  public static HttpSettings loopback(int port) {
    return new HttpSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }
}
