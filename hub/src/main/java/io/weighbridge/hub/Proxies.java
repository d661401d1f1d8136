package io.weighbridge.hub;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which HTTP proxy stands between this machine and a host. {@link #of(Map)} reads what curl, pip
 * and git read: {@code https_proxy}, {@code http_proxy} (lower case only: a CGI server would let a
 * client set the other), {@code all_proxy}, and {@code no_proxy} with names (their subdomains
 * included), addresses, CIDR blocks and {@code *}. This machine itself is never behind a proxy.
 */
public final class Proxies {
  /** Every host is reached directly. */
  public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

  private final Optional<URI> https;
  private final Optional<URI> http;
  private final List<String> direct;

  private Proxies(Optional<URI> https, Optional<URI> http, List<String> direct) {
    this.https = https;
    this.http = http;
    this.direct = List.copyOf(direct);
  }

  /**
   * One proxy for every host but this machine.
   *
   * @param proxy {@code http://[user:password@]host:port}
   * @throws IllegalArgumentException when it is not of that form
   */
  public static Proxies always(String proxy) {
    Optional<URI> address = Optional.of(address(proxy, "proxy"));
    return new Proxies(address, address, List.of());
  }

  /**
   * What an environment says.
   *
   * @throws IllegalArgumentException naming the variable that is not {@code
   *     http://[user:password@]host:port}
   */
  public static Proxies of(Map<String, String> environment) {
    return new Proxies(
        first(environment, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
        first(environment, "http_proxy", "all_proxy", "ALL_PROXY"),
        Arrays.stream(value(environment, "no_proxy", "NO_PROXY").split(","))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  private static Optional<URI> first(Map<String, String> environment, String... names) {
    for (String name : names) {
      String text = value(environment, name);
      if (!text.isEmpty()) {
        return Optional.of(address(text, name));
      }
    }
    return Optional.empty();
  }

  private static String value(Map<String, String> environment, String... names) {
    return Arrays.stream(names)
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static URI address(String text, String name) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      if ("http".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawPath().matches("/?")
          && uri.getRawQuery() == null) {
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        return new URI("http", uri.getUserInfo(), uri.getHost(), port, null, null, null);
      }
    } catch (URISyntaxException e) {
      throw wrong(name); // its message repeats the text
    }
    throw wrong(name);
  }

  // Without the text itself: it may hold a password.
  private static IllegalArgumentException wrong(String name) {
    return new IllegalArgumentException(
        name + " is not the address of an HTTP proxy: write http://host:port");
  }

  /**
   * The proxy on the way to a host; empty when it is reached directly.
   *
   * @param scheme {@code http} or {@code https}
   * @param port the host's port, as {@code no_proxy} may name one
   */
  public Optional<URI> towards(String scheme, String host, int port) {
    String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    Optional<InetAddress> address = literal(name);
    boolean here =
        name.equals("localhost")
            || name.endsWith(".localhost")
            || address.filter(InetAddress::isLoopbackAddress).isPresent();
    boolean straight =
        here || direct.stream().anyMatch(entry -> matches(entry, name, port, address));
    return straight ? Optional.empty() : scheme.equalsIgnoreCase("https") ? https : http;
  }

  private static boolean matches(
      String entry, String host, int port, Optional<InetAddress> address) {
    if (entry.equals("*") || entry.equals(host)) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash > 0) {
      return address.isPresent() && inBlock(entry, slash, address.get());
    }
    int colon = entry.lastIndexOf(':');
    boolean withPort = colon > 0 && colon == entry.indexOf(':');
    if (withPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    String name = (withPort ? entry.substring(0, colon) : entry).replaceFirst("^\\*?\\.", "");
    return host.equals(name) || address.isEmpty() && host.endsWith("." + name);
  }

  private static boolean inBlock(String block, int slash, InetAddress address) {
    Optional<InetAddress> base = literal(block.substring(0, slash));
    String bits = block.substring(slash + 1);
    if (base.isEmpty() || !bits.matches("[0-9]{1,3}")) {
      return false;
    }
    byte[] left = base.get().getAddress();
    byte[] right = address.getAddress();
    if (left.length != right.length) {
      return false;
    }
    for (int i = 0; i < Math.min(Integer.parseInt(bits), left.length * 8); i++) {
      if (((left[i >> 3] ^ right[i >> 3]) & (0x80 >> (i & 7))) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether that is the host of one of the proxies. */
  public boolean isProxy(String host) {
    return https.filter(uri -> uri.getHost().equalsIgnoreCase(host)).isPresent()
        || http.filter(uri -> uri.getHost().equalsIgnoreCase(host)).isPresent();
  }

  /** The proxies, each once. */
  public List<URI> all() {
    return java.util.stream.Stream.concat(https.stream(), http.stream()).distinct().toList();
  }
}
