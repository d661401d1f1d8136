package io.weighbridge.hub.internal;

import io.weighbridge.hub.Sources.Access;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * What {@code docker login} (or podman, or oras) left in {@code config.json}: a name and a password
 * for a registry, as {@code Basic} credentials. Credential helpers are programs, and are not run.
 */
public final class OciCredentials {
  private static final long MOST = 1 << 20;

  /**
   * Registries whose tokens come from another domain by their own documentation.
   *
   * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
   *     authentication</a>
   */
  private static final Map<String, String> TOKEN_HOSTS =
      Map.of("registry-1.docker.io", "auth.docker.io");

  private final Optional<Json> config;

  private OciCredentials(Optional<Json> config) {
    this.config = config;
  }

  static OciCredentials of(Access access) {
    Optional<Path> folder =
        access
            .variable("DOCKER_CONFIG")
            .map(Path::of)
            .or(() -> access.variable("HOME").map(home -> Path.of(home, ".docker")));
    return new OciCredentials(folder.flatMap(found -> read(found.resolve("config.json"))));
  }

  private static Optional<Json> read(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= MOST
          ? Optional.of(Json.parse(Files.readString(file)))
          : Optional.empty();
    } catch (IOException | JsonException e) {
      return Optional.empty(); // docker's file, not ours: the registry says what is missing
    }
  }

  /** {@code Basic …} for that registry. */
  Optional<String> of(String registry) {
    List<String> names =
        registry.equals("registry-1.docker.io")
            ? List.of("https://index.docker.io/v1/", "docker.io", registry)
            : List.of(registry, "https://" + registry, "https://" + registry + "/v2/");
    Optional<Json> known = config.flatMap(found -> found.get("auths"));
    return names.stream()
        .flatMap(name -> known.flatMap(auths -> auths.get(name)).stream())
        .flatMap(entry -> entry.text("auth").stream())
        .filter(auth -> auth.matches("[A-Za-z0-9+/=]{4,8192}"))
        .map(auth -> "Basic " + auth)
        .findFirst();
  }

  /**
   * Whether a registry's password may go to the host that it names for tokens: itself, one of the
   * same registrable domain, or the one that is known for it. A registry that was taken over could
   * else send it anywhere.
   */
  public static boolean mayGoTo(String registryHost, String tokenHost) {
    String registry = registryHost.toLowerCase(Locale.ROOT);
    String token = tokenHost.toLowerCase(Locale.ROOT);
    if (registry.equals(token) || token.equals(TOKEN_HOSTS.get(registry))) {
      return true;
    }
    String domain = PublicSuffixMatcherLoader.getDefault().getDomainRoot(registry);
    return domain != null
        && !registry.matches("[0-9.]+|\\[.*")
        && domain.equals(PublicSuffixMatcherLoader.getDefault().getDomainRoot(token));
  }
}
