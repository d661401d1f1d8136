package io.weighbridge.registry.internal.gate;

import io.weighbridge.content.FileTrouble;
import io.weighbridge.hub.FolderUpstream;
import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.Proxies;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Policy;
import io.weighbridge.policy.PolicyException;
import io.weighbridge.registry.RegistryConfig;
import io.weighbridge.registry.RegistryConfig.UpstreamConfig;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.db.Database;
import io.weighbridge.registry.internal.db.PassportTable;
import io.weighbridge.registry.internal.passport.GateKeys;
import io.weighbridge.registry.internal.passport.PassportOffice;
import io.weighbridge.registry.internal.store.DataFolder;
import io.weighbridge.scan.Scanner;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.vetting.Vetting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gate as a server runs it: configuration in, data folder locked, policy and upstreams read,
 * everything wired. Closing gives it all back, in order.
 */
public final class OpenGate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenGate.class);
  private static final Duration LONGEST_END = Duration.ofSeconds(5);
  private static final int MOST_NAMES = 100_000;

  /**
   * A verifier may trust a revocation list that long; what is withdrawn may go unnoticed for it.
   */
  private static final Duration LIST_VALIDITY = Duration.ofDays(1);

  private final String id;
  private final DataFolder folder;
  private final Database database;
  private final StandardGate gate;
  private final PopularNames popular;
  private final Optional<Scrub> scrub;
  private final ExecutorService executor;

  private OpenGate(
      String id,
      DataFolder folder,
      Database database,
      StandardGate gate,
      PopularNames popular,
      Optional<Scrub> scrub,
      ExecutorService executor) {
    this.id = id;
    this.folder = folder;
    this.database = database;
    this.gate = gate;
    this.popular = popular;
    this.scrub = scrub;
    this.executor = executor;
  }

  /**
   * Opens a gate.
   *
   * @param scan judges files: {@code scanner::scan}
   * @param rulesDigest of the rules that it judges by
   * @throws RegistryException one line that says what to do, for whatever is not as it must be
   */
  public static OpenGate open(
      RegistryConfig config, Vetting.Scan scan, String rulesDigest, Clock clock) {
    return open(config, scan, rulesDigest, UnaryOperator.identity(), clock);
  }

  /** As above, with something put around the judge. */
  public static OpenGate open(
      RegistryConfig config,
      Vetting.Scan scan,
      String rulesDigest,
      UnaryOperator<Judge> around,
      Clock clock) {
    Policy policy = policy(config.policy());
    DataFolder folder = DataFolder.open(config.data());
    var opened = new ArrayList<AutoCloseable>(List.of(folder));
    try {
      Database database = Database.open(folder.database());
      opened.add(database);
      String id = gateId(folder.root().resolve("gate-id"));
      Upstreams upstreams = upstreams(config, id);
      opened.add(upstreams);
      NameIndex names = NameIndex.standard();
      ExecutorService executor =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("weighing-", 0).factory());
      Judge judge =
          around.apply(
              new VettingJudge(
                  new Vetting(policy, scan, names, new Admissions(database), clock),
                  policy.digest(),
                  rulesDigest));
      var parts =
          GateParts.wire(
              folder,
              database,
              upstreams,
              judge,
              new GateParts.Settings(
                  publicUrl(config),
                  config.strict(),
                  config.branchRefresh(),
                  config.limits(),
                  folder::usableBytes,
                  config.integrity().verifyAlways(),
                  names::add,
                  records -> office(config, folder, records, id, clock),
                  executor,
                  clock));
      names.addAll(parts.records().models().admitted("", "", MOST_NAMES));
      var popular = new PopularNames(upstreams, names, folder.popularNames());
      config.popularNames().ifPresent(popular::every);
      var gate = new StandardGate(parts);
      executor.execute(gate::reweigh);
      Optional<Scrub> scrub =
          config.integrity().scrub().map(every -> Scrub.start(parts.store(), parts.shelf(), every));
      return new OpenGate(id, folder, database, gate, popular, scrub, executor);
    } catch (RuntimeException e) {
      for (AutoCloseable one : opened.reversed()) {
        closeAfter(e, one);
      }
      throw e;
    }
  }

  private static void closeAfter(RuntimeException failure, AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  private static Policy policy(Optional<Path> file) {
    if (file.isEmpty()) {
      return Policy.standard();
    }
    try {
      return Policy.parse(Files.readString(file.get()));
    } catch (IOException e) {
      throw new RegistryException(
          "cannot read the policy " + file.get() + " (" + FileTrouble.of(e) + "); correct 'policy'",
          e);
    } catch (PolicyException e) {
      throw new RegistryException("the policy " + file.get() + ": " + e.getMessage(), e);
    }
  }

  private static Upstreams upstreams(RegistryConfig config, String gateId) {
    Set<String> plainHosts = new HashSet<>();
    for (UpstreamConfig upstream : config.upstreams()) {
      upstream
          .url()
          .filter(url -> "http".equalsIgnoreCase(url.getScheme()))
          .ifPresent(url -> plainHosts.add(url.getHost()));
    }
    return new Upstreams(
        config.upstreams().stream()
            .map(one -> new Upstreams.Owner(upstream(one, plainHosts, gateId), one.namespaces()))
            .toList());
  }

  private static Upstream upstream(UpstreamConfig config, Set<String> plainHosts, String gateId) {
    try {
      return switch (config.kind()) {
        case FOLDER -> new FolderUpstream(config.name(), config.path().orElseThrow());
        case HUB -> {
          var options =
              HttpUpstreamOptions.of(config.name(), config.url().orElseThrow())
                  .withPlainHosts(plainHosts)
                  .withPrivateNetwork(config.isPrivate())
                  .withProxies(config.proxies().orElseGet(() -> Proxies.of(System.getenv())))
                  .withGate(gateId);
          yield new HttpUpstream(
              config.tokenFile().map(file -> options.withToken(token(file))).orElse(options));
        }
      };
    } catch (HubException | IllegalArgumentException e) {
      throw new RegistryException("upstream '" + config.name() + "': " + e.getMessage(), e);
    }
  }

  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new RegistryException(
          "cannot read the token file "
              + file
              + " ("
              + FileTrouble.of(e)
              + "); correct 'token-file'",
          e);
    }
  }

  private static PassportOffice office(
      RegistryConfig config, DataFolder folder, Database database, String id, Clock clock) {
    Path keys = config.integrity().keys().orElseGet(() -> folder.secrets().resolve("keys"));
    return new PassportOffice(
        new PassportTable(database),
        GateKeys.open(keys, clock),
        new PassportOffice.Settings(
            config.publicUrl().map(URI::toString).orElse("urn:weighbridge:gate:" + id),
            Scanner.version(),
            Duration.ofDays(config.integrity().passportDays()),
            LIST_VALIDITY),
        clock);
  }

  /** What clients call the server: as configured, else its address where that is known already. */
  private static Optional<URI> publicUrl(RegistryConfig config) {
    InetSocketAddress listen = config.listen();
    if (config.publicUrl().isPresent() || listen.getPort() == 0) {
      return config.publicUrl();
    }
    String host = listen.getHostString();
    return Optional.of(
        URI.create(
            "http://"
                + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                + ":"
                + listen.getPort()));
  }

  /** A name that no other gate has: tells loops between gates. */
  private static String gateId(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, UUID.randomUUID().toString());
      }
      String id = Files.readString(file).strip();
      if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
        throw new RegistryException(file + " holds no gate id; delete it");
      }
      return id;
    } catch (IOException e) {
      throw new RegistryException("cannot use " + file + ": " + FileTrouble.of(e), e);
    }
  }

  /** Tells refusals where the console is, when the port was not known before. */
  public void reachableAt(URI url) {
    gate.reachableAt(url);
  }

  public Gate gate() {
    return gate;
  }

  public DataFolder folder() {
    return folder;
  }

  public Database database() {
    return database;
  }

  /** This gate's id, for {@link io.weighbridge.hub.Via}. */
  public String id() {
    return id;
  }

  /** Stops weighing, then closes records, ledger and upstreams, and unlocks the folder. */
  @Override
  public void close() {
    popular.close();
    scrub.ifPresent(Scrub::close);
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("a weighing has not ended; what it fetched is taken over at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    gate.close();
    folder.close();
  }
}
