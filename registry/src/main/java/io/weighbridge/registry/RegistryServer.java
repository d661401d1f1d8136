package io.weighbridge.registry;

import io.weighbridge.registry.internal.access.Access;
import io.weighbridge.registry.internal.access.AdminToken;
import io.weighbridge.registry.internal.access.DatabaseTokens;
import io.weighbridge.registry.internal.access.Sessions;
import io.weighbridge.registry.internal.access.Tokens;
import io.weighbridge.registry.internal.console.Console;
import io.weighbridge.registry.internal.gate.OpenGate;
import io.weighbridge.registry.internal.http.AddressRange;
import io.weighbridge.registry.internal.http.HttpFront;
import io.weighbridge.registry.internal.http.HttpSettings;
import io.weighbridge.registry.internal.metrics.MeteredJudge;
import io.weighbridge.registry.internal.metrics.RegistryMetrics;
import io.weighbridge.scan.Scanner;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server: Hub API, console, our own API, metrics and health, over one data folder.
 *
 * <pre>{@code
 * try (RegistryServer server = RegistryServer.start(RegistryConfig.standard(Path.of("data")))) {
 *   System.out.println("export HF_ENDPOINT=" + server.url());
 * }
 * }</pre>
 *
 * Closing lets running requests end for a few seconds, then ends weighings and unlocks the folder.
 */
public final class RegistryServer implements AutoCloseable {
  private final OpenGate gate;
  private final HttpFront front;
  private final InetSocketAddress listen;
  private final Optional<URI> publicUrl;
  private final boolean open;
  private final Optional<Path> newAdminToken;
  private final Path adminToken;

  private RegistryServer(
      OpenGate gate,
      HttpFront front,
      RegistryConfig config,
      boolean open,
      Optional<Path> newAdminToken,
      Path adminToken) {
    this.gate = gate;
    this.front = front;
    this.listen = config.listen();
    this.publicUrl = config.publicUrl();
    this.open = open;
    this.newAdminToken = newAdminToken;
    this.adminToken = adminToken;
  }

  /**
   * Opens the data folder and starts to listen.
   *
   * @throws RegistryException one line that says what to do, for whatever is not as it must be:
   *     configuration, folder in use, damaged database, port in use
   */
  public static RegistryServer start(RegistryConfig config) {
    HttpSettings settings = settings(config);
    Scanner scanner = Scanner.standard();
    Clock clock = Clock.systemUTC();
    var metrics = new RegistryMetrics();
    OpenGate gate =
        OpenGate.open(
            config,
            scanner::scan,
            scanner.rulesDigest(),
            judge -> new MeteredJudge(judge, metrics, clock),
            clock);
    try {
      metrics.overview(gate.gate()::overview);
      var tokens = new Tokens(new DatabaseTokens(gate.database()), clock);
      Path secrets = gate.folder().secrets();
      Optional<Path> newAdminToken = AdminToken.ensure(tokens, secrets);
      boolean open = !config.requireToken() && settings.listen().getAddress().isLoopbackAddress();
      var access = new Access(tokens, open);
      var console = new Console(gate.gate(), tokens, access, new Sessions(tokens, clock));
      var front = HttpFront.start(settings, gate.gate(), tokens, access, metrics, console);
      var server =
          new RegistryServer(
              gate, front, config, open, newAdminToken, secrets.resolve(AdminToken.FILE));
      gate.reachableAt(server.url()); // where the port was taken by the system, it is known now
      return server;
    } catch (RuntimeException e) {
      gate.close();
      throw e;
    }
  }

  private static HttpSettings settings(RegistryConfig config) {
    InetSocketAddress listen = config.listen();
    if (listen.isUnresolved()) {
      throw new RegistryException(
          "cannot listen on "
              + listen.getHostString()
              + ": no address of that name; set another one with 'listen'");
    }
    List<AddressRange> proxies = new ArrayList<>();
    for (String proxy : config.trustedProxies()) {
      try {
        proxies.add(AddressRange.parse(proxy));
      } catch (IllegalArgumentException e) {
        throw new RegistryException(
            "trusted-proxies: '" + proxy + "' is no address or range such as 10.0.0.0/8", e);
      }
    }
    return new HttpSettings(
        listen, config.publicUrl(), config.allowedHosts(), config.allowedOrigins(), proxies);
  }

  /** The address listened on, with the port that was taken. */
  public InetSocketAddress address() {
    return new InetSocketAddress(listen.getAddress(), front.port());
  }

  /** What clients set {@code HF_ENDPOINT} to. */
  public URI url() {
    return publicUrl.orElseGet(
        () -> {
          String host = listen.getHostString();
          String shown =
              listen.getAddress().isAnyLocalAddress()
                  ? "localhost"
                  : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
          return URI.create("http://" + shown + ":" + front.port());
        });
  }

  /** Whether models are served without a token: only on loopback. */
  public boolean open() {
    return open;
  }

  /** Where the first admin token was put, when this start made it. */
  public Optional<Path> newAdminToken() {
    return newAdminToken;
  }

  /** Where the first admin token lies, unless somebody took it away. */
  public Path adminToken() {
    return adminToken;
  }

  @Override
  public void close() {
    try {
      front.close();
    } finally {
      gate.close();
    }
  }
}
