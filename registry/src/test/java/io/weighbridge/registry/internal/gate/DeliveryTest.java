package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.content.BytesContent;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.gate.Provisional.Arriving;
import io.weighbridge.registry.internal.preview.Preview;
import io.weighbridge.registry.internal.store.Announced;
import io.weighbridge.registry.internal.store.Arrival;
import io.weighbridge.registry.internal.store.Arrival.Readiness;
import io.weighbridge.registry.internal.store.BlobStore;
import io.weighbridge.registry.internal.store.DataFolder;
import io.weighbridge.registry.internal.store.MemorySeals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order files arrive, and what a failure does. */
class DeliveryTest {
  private static final Arrival.Proof FINE =
      new Arrival.Proof() {
        @Override
        public OptionalLong mismatch(long offset, byte[] bytes, int length) {
          return OptionalLong.empty();
        }

        @Override
        public boolean confirms(Path stored) {
          return true;
        }
      };

  @TempDir Path root;
  private Optional<DataFolder> folder = Optional.empty();
  private final CountDownLatch go = new CountDownLatch(1);
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() {
    folder = Optional.of(DataFolder.open(root));
  }

  @AfterEach
  void close() {
    go.countDown();
    folder.orElseThrow().close();
  }

  private Map<RepoFile, Arriving> files(int count) {
    var store = new BlobStore(folder.orElseThrow(), new MemorySeals());
    var files = new LinkedHashMap<RepoFile, Arriving>();
    byte[] weights = Archives.safetensors(1, new Random(1));
    var look = (Preview.Look.Seen) Preview.look(() -> new BytesContent(weights));
    Preview preview = look.preview();
    for (int i = 0; i < count; i++) {
      String sha256 = "%064x".formatted(i);
      var file =
          new RepoFile(new RepoPath("shard-" + i), 10, "0".repeat(40), Optional.of(sha256), 100);
      Arrival arrival = store.arrival(Announced.of("hub", file), 5, FINE, bytes -> {});
      files.put(file, new Arriving(arrival, preview));
    }
    return files;
  }

  private void hold(RepoFile file) {
    begun.add(file.path().text());
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> begun(int count) throws InterruptedException {
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      names.add(String.valueOf(begun.poll(20, TimeUnit.SECONDS)));
    }
    return names;
  }

  @Test
  void whatSomebodyWaitsForDoesNotWaitForWhatNobodyAsked() throws Exception {
    var delivery = new Delivery(files(10), (file, arrival) -> hold(file));
    var running = CompletableFuture.runAsync(() -> delivery.run(() -> {}));
    assertThat(begun(4)).containsExactlyInAnyOrder("shard-0", "shard-1", "shard-2", "shard-3");
    assertThat(begun).isEmpty();
    delivery.want("shard-8");
    assertThat(begun(1)).containsExactly("shard-8");
    delivery.want("shard-8");
    delivery.want("no such file");
    go.countDown();
    running.get(20, TimeUnit.SECONDS);
    assertThat(begun)
        .containsExactlyInAnyOrder("shard-4", "shard-5", "shard-6", "shard-7", "shard-9");
  }

  @Test
  void filesThatKeepEveryCoreBusyLeaveRoomForWhoeverAsks() throws Exception {
    Map<RepoFile, Arriving> files = files(12);
    var answered = new AtomicBoolean();
    var delivery =
        new Delivery(
            files,
            (file, arrival) -> {
              begun.add(file.path().text());
              while (!answered.get()) {
                Thread.onSpinWait(); // as one that hashes and never waits for its upstream
              }
            });
    files.keySet().forEach(file -> delivery.want(file.path().text()));
    var running = CompletableFuture.runAsync(() -> delivery.run(() -> {}));
    try {
      assertThat(begun(12)).doesNotContain("null");
      Thread asker = Thread.ofVirtual().start(() -> answered.set(true));
      assertThat(asker.join(Duration.ofSeconds(20))).as("an asker's thread ran").isTrue();
    } finally {
      answered.set(true);
    }
    running.get(20, TimeUnit.SECONDS);
  }

  @Test
  void whatArrivesWhenTheGateShutsDownIsCutAtOnce() throws Exception {
    Map<RepoFile, Arriving> files = files(2);
    var delivery = new Delivery(files, (file, arrival) -> hold(file));
    Thread running =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    delivery.run(() -> {});
                  } catch (RegistryException e) {
                    begun.add(String.valueOf(e.getMessage()));
                  }
                });
    begun(2);
    running.interrupt();
    for (Arriving one : files.values()) {
      assertThat(one.arrival().await(0, Duration.ofSeconds(20))).isEqualTo(Readiness.NEVER);
    }
    go.countDown();
    assertThat(begun(1).getFirst()).startsWith("the gate is shutting down");
  }

  @Test
  void aFailureEndsAllThatIsNotProven() {
    Map<RepoFile, Arriving> files = files(6);
    var withdrawn = new ArrayList<Readiness>();
    Arrival first = files.values().iterator().next().arrival();
    var delivery =
        new Delivery(
            files,
            (file, arrival) -> {
              if (arrival == first) {
                throw new HubException(HubException.Kind.BAD_ANSWER, "a lie");
              }
            });
    assertThatThrownBy(() -> delivery.run(() -> withdrawn.add(readiness(first))))
        .hasMessage("a lie");
    assertThat(withdrawn).as("withdrawn before readers notice").containsExactly(Readiness.NOT_YET);
    assertThat(files.values())
        .allSatisfy(one -> assertThat(readiness(one.arrival())).isEqualTo(Readiness.NEVER));
  }

  private static Readiness readiness(Arrival arrival) {
    try {
      return arrival.await(0, Duration.ZERO);
    } catch (java.io.InterruptedIOException e) {
      throw new IllegalStateException(e);
    }
  }
}
