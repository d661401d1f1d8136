package io.weighbridge.hub.internal;

import io.weighbridge.hub.Proxies;
import io.weighbridge.hub.internal.Addresses.Reach;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a name at the moment of connecting, and hands out only addresses that may be connected
 * to: the check and the connection use one answer, so a name that changes in between (DNS
 * rebinding) gains nothing. One forbidden address among several refuses the name.
 */
final class GuardedDns implements DnsResolver {
  /** What a resolver may take for an IPv4 address: 127.1, 0177.0.0.1, 0x7f000001. */
  private static final Pattern NUMBER = Pattern.compile("(?i)([^:]*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");

  /** The one form that everybody reads alike. */
  private static final Pattern ADDRESS =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  private final Set<Reach> allowed;
  private final Lookup lookup;
  private final Proxies proxies;

  /** How names become addresses; replaced in tests. */
  interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  /** A name led where it must not. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  GuardedDns(Set<Reach> allowed, Lookup lookup) {
    this(allowed, lookup, Proxies.NONE);
  }

  /** As above; the hosts of the proxies, which the operator named, may be anywhere. */
  GuardedDns(Set<Reach> allowed, Lookup lookup, Proxies proxies) {
    this.allowed = Set.copyOf(allowed);
    this.lookup = lookup;
    this.proxies = proxies;
  }

  /**
   * Checks a name that a proxy is going to resolve, as far as it is known here: what this machine
   * finds must be allowed, what it does not find is for the proxy to judge.
   */
  void check(String host) throws Refused {
    if (NUMBER.matcher(host).matches() && !ADDRESS.matcher(host).matches()) {
      throw new Refused(host + " is an address in a form that a proxy may read otherwise");
    }
    try {
      check(host, lookup.all(host));
    } catch (Refused e) {
      throw e;
    } catch (UnknownHostException e) {
      return; // where a proxy is needed, names of the world are often not known inside
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = lookup.all(host);
    if (!proxies.isProxy(host)) {
      check(host, addresses);
    }
    return Arrays.copyOf(addresses, addresses.length);
  }

  private void check(String host, InetAddress[] addresses) throws Refused {
    for (InetAddress address : addresses) {
      Reach reach = Addresses.of(address);
      if (!allowed.contains(reach)) {
        throw new Refused(
            host
                + " leads to "
                + address.getHostAddress()
                + ", where this upstream has no business");
      }
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
