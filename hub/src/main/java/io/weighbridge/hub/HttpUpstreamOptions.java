package io.weighbridge.hub;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How to reach a hub over HTTP.
 *
 * @param name the configured name, for records and messages
 * @param endpoint {@code https://host[:port][/prefix]}; {@code http} makes its host a plain one
 * @param token sent to the endpoint's own origin and nowhere else; never printed
 * @param plainHosts hosts that may be reached by http: those of all configured http upstreams
 * @param privateNetwork whether the upstream stands in a private network, by the operator's word
 * @param proxies what stands between us and it
 * @param gate our own id, for {@link Via}
 * @param connect longest wait for a connection
 * @param silence longest wait between two bytes
 * @param call longest time for one answer of JSON; file parts get more by their size
 * @param patience longest total wait in retries (429, 5xx, broken connections) of one request
 */
public record HttpUpstreamOptions(
    String name,
    URI endpoint,
    Optional<String> token,
    Set<String> plainHosts,
    boolean privateNetwork,
    Proxies proxies,
    String gate,
    Duration connect,
    Duration silence,
    Duration call,
    Duration patience) {

  public HttpUpstreamOptions {
    String host = endpoint.getHost();
    String scheme = endpoint.getScheme();
    if (host == null
        || !("https".equals(scheme) || "http".equals(scheme))
        || endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the upstream \"" + name + "\" needs an endpoint such as https://huggingface.co");
    }
    if (token.isPresent() && !token.get().matches("[\\x21-\\x7e]{1,1024}")) {
      throw new IllegalArgumentException("the token of upstream \"" + name + "\" is not a token");
    }
    var hosts = new TreeSet<String>();
    plainHosts.forEach(plain -> hosts.add(plain.toLowerCase(Locale.ROOT)));
    if (scheme.equals("http")) {
      hosts.add(host.toLowerCase(Locale.ROOT));
    }
    plainHosts = Set.copyOf(hosts);
  }

  /** The usual waits: 10 s to connect, 30 s of silence, 60 s a call, 60 s of retries. */
  public static HttpUpstreamOptions of(String name, URI endpoint) {
    return new HttpUpstreamOptions(
        name,
        endpoint,
        Optional.empty(),
        Set.of(),
        false,
        Proxies.NONE,
        "weighbridge",
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }

  public HttpUpstreamOptions withToken(String secret) {
    return new HttpUpstreamOptions(
        name,
        endpoint,
        Optional.of(secret),
        plainHosts,
        privateNetwork,
        proxies,
        gate,
        connect,
        silence,
        call,
        patience);
  }

  public HttpUpstreamOptions withPlainHosts(Set<String> hosts) {
    return new HttpUpstreamOptions(
        name,
        endpoint,
        token,
        hosts,
        privateNetwork,
        proxies,
        gate,
        connect,
        silence,
        call,
        patience);
  }

  public HttpUpstreamOptions withPrivateNetwork(boolean declared) {
    return new HttpUpstreamOptions(
        name,
        endpoint,
        token,
        plainHosts,
        declared,
        proxies,
        gate,
        connect,
        silence,
        call,
        patience);
  }

  public HttpUpstreamOptions withProxies(Proxies between) {
    return new HttpUpstreamOptions(
        name,
        endpoint,
        token,
        plainHosts,
        privateNetwork,
        between,
        gate,
        connect,
        silence,
        call,
        patience);
  }

  public HttpUpstreamOptions withGate(String id) {
    return new HttpUpstreamOptions(
        name,
        endpoint,
        token,
        plainHosts,
        privateNetwork,
        proxies,
        id,
        connect,
        silence,
        call,
        patience);
  }

  public HttpUpstreamOptions withWaits(
      Duration toConnect, Duration inSilence, Duration aCall, Duration inRetries) {
    return new HttpUpstreamOptions(
        name,
        endpoint,
        token,
        plainHosts,
        privateNetwork,
        proxies,
        gate,
        toConnect,
        inSilence,
        aCall,
        inRetries);
  }

  @Override
  public String toString() {
    return name + " (" + endpoint + (token.isPresent() ? ", with a token)" : ")");
  }
}
