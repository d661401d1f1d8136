package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import java.net.URI;
import java.util.Locale;

/** Scheme, host and port (RFC 6454): whom a token is for. */
record Origin(String scheme, String host, int port) {

  /**
   * The origin of an absolute address.
   *
   * @throws HubException when it has none
   */
  static Origin of(URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null) {
      throw new HubException(
          HubException.Kind.BAD_ANSWER, "the upstream answered with an address without a host");
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
