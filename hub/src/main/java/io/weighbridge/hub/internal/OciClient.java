package io.weighbridge.hub.internal;

import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.Proxies;
import io.weighbridge.hub.Sources.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one repository of a registry (OCI distribution specification 1.1), with the token flow of
 * the Distribution project. The token goes to the registry's own origin, never to where it
 * redirects. Thread-safe.
 */
final class OciClient implements AutoCloseable {
  private static final int MOST_MANIFEST = 4 << 20; // what registries themselves accept
  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]{0,2048})\"");
  private static final String ACCEPT =
      "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json";

  private final OciReference reference;
  private final OciCredentials credentials;
  private final URI registry;
  private final Proxies proxies;
  private final Wire wire;
  private volatile @Nullable String authorization;

  /** A manifest's bytes, and their digest. */
  record Manifest(byte[] bytes, String digest) {}

  OciClient(OciReference reference, Access access) {
    this.reference = reference;
    this.credentials = OciCredentials.of(access);
    boolean plain = access.plainHttp() || isLoopback(reference.host());
    this.registry = URI.create((plain ? "http://" : "https://") + reference.registry());
    this.proxies = access.proxies();
    this.wire = wire(reference.registry(), registry, proxies);
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** The user named this host; a private one may be in a private network, and lead to others. */
  private static Wire wire(String name, URI uri, Proxies proxies) {
    boolean inside;
    try {
      inside = Addresses.of(InetAddress.getByName(uri.getHost())) == Addresses.Reach.PRIVATE;
    } catch (UnknownHostException e) {
      inside = false;
    }
    var options = HttpUpstreamOptions.of(name, uri).withPrivateNetwork(inside).withProxies(proxies);
    return new Wire(options, Thread::sleep);
  }

  /** The manifest, held against the digest that was asked for or announced. */
  Manifest manifest() {
    URI uri = address("manifests/" + reference.reference());
    try (Answer answer = send(new Wire.Ask(uri, Map.of("Accept", ACCEPT), Optional.empty()))) {
      if (answer.status() != 200) {
        throw Errors.of(answer, reference.toString(), Kind.REVISION_NOT_FOUND, hasToken());
      }
      byte[] bytes = answer.bytes(MOST_MANIFEST);
      String digest =
          "sha256:" + java.util.HexFormat.of().formatHex(FetchedContent.sha256().digest(bytes));
      Optional<String> announced =
          reference.isPinned()
              ? Optional.of(reference.reference())
              : answer.header("Docker-Content-Digest").filter(text -> text.startsWith("sha256:"));
      if (announced.isPresent() && !announced.get().equals(digest)) {
        throw new HubException(
            Kind.BAD_ANSWER, "the registry answered with another manifest than " + announced.get());
      }
      return new Manifest(bytes, digest);
    } catch (IOException e) {
      throw new HubException(Kind.UNAVAILABLE, "the manifest broke off: " + e.getMessage(), e);
    }
  }

  /** A blob, by ranges. */
  Parts blob(String name, OciLayer layer) {
    return new HttpParts(this::send, address("blobs/" + layer.digest()), name, layer.size());
  }

  private URI address(String rest) {
    return registry.resolve("/v2/" + reference.repository() + "/" + rest);
  }

  private boolean hasToken() {
    return authorization != null;
  }

  private Answer send(Wire.Ask ask) {
    Answer answer = wire.send(authorized(ask));
    if (answer.status() != 401 || !wire.isHome(ask.uri())) {
      return answer;
    }
    String challenge = answer.header("WWW-Authenticate").orElse("");
    answer.close();
    authorization = answerTo(challenge).orElse(null);
    return wire.send(authorized(ask));
  }

  private Wire.Ask authorized(Wire.Ask ask) {
    return new Wire.Ask(ask.uri(), ask.headers(), Optional.ofNullable(authorization));
  }

  private Optional<String> answerTo(String challenge) {
    String scheme = challenge.strip().replaceFirst("\\s.*", "").toLowerCase(Locale.ROOT);
    Optional<String> own = credentials.of(reference.registry());
    return switch (scheme) {
      case "basic" -> own;
      case "bearer" -> Optional.of("Bearer " + token(parameters(challenge), own));
      default -> Optional.empty();
    };
  }

  private static Map<String, String> parameters(String challenge) {
    var parameters = new HashMap<String, String>();
    Matcher matcher = PARAMETER.matcher(challenge);
    while (matcher.find()) {
      parameters.put(matcher.group(1), matcher.group(2));
    }
    return parameters;
  }

  private String token(Map<String, String> parameters, Optional<String> own) {
    URI realm;
    try {
      realm = URI.create(parameters.getOrDefault("realm", ""));
    } catch (IllegalArgumentException e) {
      throw new HubException(Kind.BAD_ANSWER, "the registry names no address for tokens", e);
    }
    boolean https = "https".equals(realm.getScheme());
    boolean sameHost = realm.getHost() != null && realm.getHost().equals(registry.getHost());
    boolean plain = "http".equals(realm.getScheme()) && "http".equals(registry.getScheme());
    if (realm.getHost() == null
        || realm.getRawUserInfo() != null
        || !(https || plain && sameHost)) {
      throw new HubException(
          Kind.BAD_ANSWER,
          "the registry sends us for a token to where none is asked for: " + realm);
    }
    Optional<String> sent =
        own.filter(_ -> OciCredentials.mayGoTo(registry.getHost(), realm.getHost()));
    String query =
        "scope="
            + encoded("repository:" + reference.repository() + ":pull")
            + (parameters.containsKey("service")
                ? "&service=" + encoded(parameters.get("service"))
                : "");
    URI uri = URI.create(realm.toString().replaceFirst("[?#].*", "") + "?" + query);
    try (Wire service =
            wire(
                "token service",
                URI.create(uri.getScheme() + "://" + uri.getRawAuthority()),
                proxies);
        Answer answer = service.send(new Wire.Ask(uri, Map.of(), sent))) {
      if (answer.status() != 200) {
        throw Errors.of(answer, "a token for " + reference, Kind.UNAUTHORIZED, sent.isPresent());
      }
      var json = answer.json();
      return json.text("token")
          .or(() -> json.text("access_token"))
          .filter(text -> text.matches("[\\x21-\\x7e]{1,16384}"))
          .orElseThrow(() -> new HubException(Kind.BAD_ANSWER, "the answer holds no token"));
    }
  }

  private static String encoded(@Nullable String text) {
    return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    wire.close();
  }
}
