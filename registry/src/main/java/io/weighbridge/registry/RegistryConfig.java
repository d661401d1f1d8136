package io.weighbridge.registry;

import io.weighbridge.content.FileTrouble;
import io.weighbridge.hub.Proxies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a server is told: {@code weighbridge.yaml}. Paths in it are relative to the file.
 *
 * <pre>
 * listen: 127.0.0.1:8080
 * public-url: https://models.example.org
 * data: weighbridge-data
 * policy: policy.yaml
 * strict: false
 * upstreams:
 *   - name: internal
 *     kind: folder
 *     path: /srv/models
 *     namespaces: [acme]
 *   - name: huggingface
 *     kind: hub
 *     url: https://huggingface.co
 *     token-file: huggingface.token
 * limits:
 *   vettings-per-hour: 120
 * passports:
 *   days: 90
 * serve:
 *   verify: changed
 * </pre>
 *
 * @param listen address and port; port 0 takes a free one
 * @param publicUrl what clients call the server, where that differs from {@code listen}
 * @param data the data folder
 * @param policy the policy file; empty means the standard policy
 * @param strict whether a branch is refused while its newest commit is refused or waits, rather
 *     than answered with the last admitted one
 * @param branchRefresh how long a branch's commit is believed before the upstream is asked again
 * @param popularNames how often the upstreams' popular names are added to the protected ones; empty
 *     means never
 * @param requireToken whether a token is needed on loopback too
 * @param allowedHosts further values of the Host header
 * @param allowedOrigins web origins that may read the API
 * @param trustedProxies addresses whose forwarded headers count
 */
public record RegistryConfig(
    InetSocketAddress listen,
    Optional<URI> publicUrl,
    Path data,
    List<UpstreamConfig> upstreams,
    Optional<Path> policy,
    boolean strict,
    Duration branchRefresh,
    Optional<Duration> popularNames,
    boolean requireToken,
    List<String> allowedHosts,
    List<String> allowedOrigins,
    List<String> trustedProxies,
    Limits limits,
    Integrity integrity) {

  private static final URI HUGGING_FACE = URI.create("https://huggingface.co");

  public RegistryConfig {
    upstreams = List.copyOf(upstreams);
    allowedHosts = List.copyOf(allowedHosts);
    allowedOrigins = List.copyOf(allowedOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * Where models come from.
   *
   * @param kind {@code hub} has a url, {@code folder} has a path
   * @param namespaces those that it owns, {@code *} for all that no earlier upstream owns; {@code
   *     _} for models without a namespace
   * @param tokenFile holds the gate's own token for it
   * @param isPrivate whether it may live on a private network address
   * @param proxies what stands before it; empty means what the environment says
   */
  public record UpstreamConfig(
      String name,
      Kind kind,
      Optional<URI> url,
      Optional<Path> path,
      List<String> namespaces,
      Optional<Path> tokenFile,
      boolean isPrivate,
      Optional<Proxies> proxies) {

    /** What an upstream is. */
    public enum Kind {
      HUB,
      FOLDER
    }

    public UpstreamConfig {
      namespaces = List.copyOf(namespaces);
    }

    /** The public hub. */
    public static UpstreamConfig huggingFace() {
      return new UpstreamConfig(
          "huggingface",
          Kind.HUB,
          Optional.of(HUGGING_FACE),
          Optional.empty(),
          List.of("*"),
          Optional.empty(),
          false,
          Optional.empty());
    }

    /** A hub that owns every namespace. */
    public static UpstreamConfig hub(String name, URI url) {
      return new UpstreamConfig(
          name,
          Kind.HUB,
          Optional.of(url),
          Optional.empty(),
          List.of("*"),
          Optional.empty(),
          false,
          Optional.empty());
    }

    /** A folder that owns every namespace. */
    public static UpstreamConfig folder(String name, Path path) {
      return new UpstreamConfig(
          name,
          Kind.FOLDER,
          Optional.empty(),
          Optional.of(path),
          List.of("*"),
          Optional.empty(),
          false,
          Optional.empty());
    }
  }

  /**
   * What askers and the gate may use.
   *
   * @param vettingsPerHour vettings that one token may start in an hour
   * @param bytesPerDay bytes that one token may have fetched in a day
   * @param concurrentVettings vettings that run at the same time; more wait
   * @param largestRevision most bytes of one revision
   * @param diskReserve bytes that stay free on the data folder's disk
   */
  public record Limits(
      int vettingsPerHour,
      long bytesPerDay,
      int concurrentVettings,
      long largestRevision,
      long diskReserve) {
    public static final Limits STANDARD =
        new Limits(120, 2_000_000_000_000L, 4, 1_000_000_000_000L, 2_000_000_000L);
  }

  /**
   * How the gate proves what it serves.
   *
   * @param passportDays how long a passport counts, 1 to 3650
   * @param keys the folder of its signing keys; empty means {@code secrets/keys} in the data folder
   * @param verifyAlways whether every delivery is hashed, not only what changed on disk
   * @param scrub how often all stored bytes are hashed; empty means never
   */
  public record Integrity(
      int passportDays, Optional<Path> keys, boolean verifyAlways, Optional<Duration> scrub) {
    public static final Integrity STANDARD =
        new Integrity(90, Optional.empty(), false, Optional.of(Duration.ofDays(7)));
  }

  /** What holds without a file: loopback, huggingface.co, the given data folder. */
  public static RegistryConfig standard(Path data) {
    return new RegistryConfig(
        new InetSocketAddress("127.0.0.1", 8080),
        Optional.empty(),
        data,
        List.of(UpstreamConfig.huggingFace()),
        Optional.empty(),
        false,
        Duration.ofMinutes(1),
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        List.of(),
        Limits.STANDARD,
        Integrity.STANDARD);
  }

  public RegistryConfig withListen(InetSocketAddress address) {
    return new RegistryConfig(
        address,
        publicUrl,
        data,
        upstreams,
        policy,
        strict,
        branchRefresh,
        popularNames,
        requireToken,
        allowedHosts,
        allowedOrigins,
        trustedProxies,
        limits,
        integrity);
  }

  public RegistryConfig withUpstreams(List<UpstreamConfig> others) {
    return new RegistryConfig(
        listen,
        publicUrl,
        data,
        others,
        policy,
        strict,
        branchRefresh,
        popularNames,
        requireToken,
        allowedHosts,
        allowedOrigins,
        trustedProxies,
        limits,
        integrity);
  }

  public RegistryConfig withData(Path folder) {
    return new RegistryConfig(
        listen,
        publicUrl,
        folder,
        upstreams,
        policy,
        strict,
        branchRefresh,
        popularNames,
        requireToken,
        allowedHosts,
        allowedOrigins,
        trustedProxies,
        limits,
        integrity);
  }

  public RegistryConfig withPolicy(Path file) {
    return new RegistryConfig(
        listen,
        publicUrl,
        data,
        upstreams,
        Optional.of(file),
        strict,
        branchRefresh,
        popularNames,
        requireToken,
        allowedHosts,
        allowedOrigins,
        trustedProxies,
        limits,
        integrity);
  }

  /**
   * Reads a file.
   *
   * @throws RegistryException one line naming key, value and what is allowed
   */
  public static RegistryConfig load(Path file) {
    String name = String.valueOf(file.getFileName());
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new RegistryException(file + " does not exist; write it, or leave --config out", e);
    } catch (MalformedInputException e) {
      throw new RegistryException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new RegistryException("cannot read " + file + ": " + FileTrouble.of(e), e);
    }
    Path base = file.toAbsolutePath().getParent();
    return ConfigReader.read(name, text, base == null ? Path.of("/") : base);
  }

  /** Reads {@code address:port} or {@code [address]:port}; empty when it is neither. */
  public static Optional<InetSocketAddress> parseAddress(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      return Optional.empty();
    }
    return port > 65_535 ? Optional.empty() : Optional.of(new InetSocketAddress(host, port));
  }
}
