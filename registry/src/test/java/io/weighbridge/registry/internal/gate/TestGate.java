package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Policy;
import io.weighbridge.registry.RegistryConfig.Limits;
import io.weighbridge.registry.internal.db.Database;
import io.weighbridge.registry.internal.db.PassportTable;
import io.weighbridge.registry.internal.passport.GateKeys;
import io.weighbridge.registry.internal.passport.PassportOffice;
import io.weighbridge.registry.internal.store.DataFolder;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.vetting.Vetting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A gate over a temporary folder and upstreams in memory; what a test may turn is mutable. */
final class TestGate implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);
  static final Asker ADA = new Asker("ada", 1, "hf_hub/2.4.0");
  static final Asker BOB = new Asker("bob", 2, "hf_hub/2.4.0");

  /** A clock that only moves when told. */
  static final class Hands extends Clock {
    private volatile Instant now = Instant.parse("2026-03-04T10:00:00Z");

    void forward(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** What a gate is opened with. */
  static final class Setup {
    final Hands clock = new Hands();
    final FakeUpstream hub = new FakeUpstream("hub");
    Upstreams upstreams = new Upstreams(List.of(new Upstreams.Owner(hub, List.of("*"))));
    FakeScan scan = new FakeScan("rules-1");

    /** Judges; {@link #scan} unless a test says otherwise. */
    Vetting.Scan judge = (target, files) -> scan.scan(target, files);

    String rules = "rules-1";
    Policy policy = Policy.standard();
    Limits limits = new Limits(1_000, 1L << 40, 4, 1L << 40, 0);
    boolean strict;
    boolean verifyAlways;
    long usable = Long.MAX_VALUE;

    TestGate open(Path folder) {
      return new TestGate(this, folder);
    }
  }

  private static final Duration ONE_DAY = Duration.ofDays(1);

  private final DataFolder folder;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final GateParts parts;
  final StandardGate gate;

  private TestGate(Setup setup, Path root) {
    folder = DataFolder.open(root);
    Database database = Database.open(folder.database());
    var names = NameIndex.empty();
    parts =
        GateParts.wire(
            folder,
            database,
            setup.upstreams,
            new VettingJudge(
                new Vetting(
                    setup.policy, setup.judge, names, new Admissions(database), setup.clock),
                setup.policy.digest(),
                setup.rules),
            new GateParts.Settings(
                Optional.of(URI.create("http://gate.example:8080")),
                setup.strict,
                Duration.ofMinutes(1),
                setup.limits,
                () -> setup.usable,
                setup.verifyAlways,
                names::add,
                records ->
                    new PassportOffice(
                        new PassportTable(records),
                        GateKeys.open(folder.secrets().resolve("keys"), setup.clock),
                        new PassportOffice.Settings(
                            "http://gate.example:8080", "test", Duration.ofDays(90), ONE_DAY),
                        setup.clock),
                executor,
                setup.clock));
    gate = new StandardGate(parts);
  }

  Answer ask(String id, String revision) {
    return ask(id, revision, ADA);
  }

  Answer ask(String id, String revision, Asker asker) {
    return gate.ask(ModelId.parse(id).orElseThrow(), revision, asker, LONG);
  }

  Answer askNow(String id, String revision) {
    return gate.ask(ModelId.parse(id).orElseThrow(), revision, ADA, Duration.ZERO);
  }

  /** Waits until a revision is no longer on the scale. */
  void awaitEnd(String id, CommitId commit) {
    parts
        .weighings()
        .running(ModelId.parse(id).orElseThrow(), commit)
        .ifPresent(weighing -> weighing.awaitEnd(LONG));
  }

  /** Waits until everything that was begun behind answers has ended; nothing more can begin. */
  void awaitIdle() {
    executor.shutdown();
    assertThat(ended(Duration.ofSeconds(30))).isTrue();
  }

  /** Hashes all stored bytes; returns how many files were changed. */
  int scrub() {
    return Scrub.once(parts.store(), parts.shelf());
  }

  Settlement approve(String id, String revision) {
    return gate.approve(ModelId.parse(id).orElseThrow(), revision, "eve", "looked at it");
  }

  Settlement refuse(String id, String revision) {
    return gate.refuse(ModelId.parse(id).orElseThrow(), revision, "eve", "not for us");
  }

  /** Waits for what still weighs, so that nothing is written into a folder that goes away. */
  @Override
  public void close() {
    executor.shutdown();
    if (!ended(Duration.ofMillis(500))) {
      executor.shutdownNow();
      ended(Duration.ofSeconds(5));
    }
    gate.close();
    folder.close();
  }

  private boolean ended(Duration patience) {
    try {
      return executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
