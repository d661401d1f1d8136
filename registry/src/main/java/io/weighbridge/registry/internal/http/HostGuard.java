package io.weighbridge.registry.internal.http;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names that this server answers to. A website that lets its own name point at 127.0.0.1 (DNS
 * rebinding) reaches a gate on a developer's machine with the browser's blessing; the Host header
 * still tells on it.
 */
final class HostGuard {
  private final Set<String> names = new HashSet<>();

  HostGuard(HttpSettings settings) {
    names.add("localhost");
    names.add("127.0.0.1");
    names.add("::1");
    add(settings.listen().getHostString());
    add(settings.listen().getAddress().getHostAddress());
    settings.allowedHosts().forEach(this::add);
    settings.publicUrl().ifPresent(url -> add(String.valueOf(url.getHost())));
    if (settings.listen().getAddress().isAnyLocalAddress()) {
      ownAddresses();
    }
  }

  private void ownAddresses() {
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .forEach(address -> add(address.getHostAddress()));
      add(InetAddress.getLocalHost().getHostName());
    } catch (SocketException | UnknownHostException e) {
      // Then only configured names and loopback are answered to, which is the safe side.
      return;
    }
  }

  private void add(String name) {
    names.add(normal(name));
  }

  /** Whether a Host header's value (name and optional port) names this server. */
  boolean accepts(String hostHeader) {
    return names.contains(normal(name(hostHeader)));
  }

  private static String name(String hostHeader) {
    if (hostHeader.startsWith("[")) {
      int end = hostHeader.indexOf(']');
      return end < 0 ? "" : hostHeader.substring(1, end);
    }
    int colon = hostHeader.indexOf(':');
    return colon < 0 ? hostHeader : hostHeader.substring(0, colon);
  }

  private static String normal(String name) {
    String bare =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    int zone = bare.indexOf('%');
    String host = zone < 0 ? bare : bare.substring(0, zone);
    return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }
}
