package io.weighbridge.registry.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.GitOid;
import io.weighbridge.hub.HubException;
import io.weighbridge.registry.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
  private static final byte[] BYTES = bytes(700_000);

  @TempDir Path root;
  private DataFolder folder;
  private BlobStore store;

  @BeforeEach
  void open() {
    folder = DataFolder.open(root);
    store = new BlobStore(folder, new MemorySeals());
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return java.util.HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Announced large(byte[] bytes) {
    return new Announced(
        "hub a/b", "m.bin", bytes.length, Optional.of(sha256(bytes)), "0".repeat(40));
  }

  private static Announced small(byte[] bytes) {
    return new Announced("hub a/b", "c.json", bytes.length, Optional.empty(), GitOid.blob(bytes));
  }

  private static BlobStore.Source from(byte[] bytes) {
    return offset -> new ByteArrayInputStream(bytes, (int) offset, (int) (bytes.length - offset));
  }

  /** Gives some bytes and then breaks off. */
  private static InputStream broken(byte[] bytes, int offset, int length) {
    return new SequenceInputStream(
        new ByteArrayInputStream(bytes, offset, length),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        });
  }

  private byte[] read(StoredBlob blob) throws IOException {
    try (var channel = store.open(blob.sha256())) {
      var buffer = ByteBuffer.allocate((int) channel.size());
      while (channel.read(buffer) > 0) {}
      return buffer.array();
    }
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(name))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void fetchedBytesAreABlobNamedByTheirDigest() throws IOException {
    var progress = new AtomicInteger();
    StoredBlob blob =
        store.fetch(large(BYTES), from(BYTES), bytes -> progress.addAndGet((int) bytes));
    assertThat(blob).isEqualTo(new StoredBlob(sha256(BYTES), BYTES.length));
    assertThat(read(blob)).isEqualTo(BYTES);
    assertThat(progress).hasValue(BYTES.length);
    assertThat(files("blobs"))
        .containsExactly(
            root.resolve("blobs/" + blob.sha256().substring(0, 2) + "/" + blob.sha256()));
    assertThat(files("incoming")).isEmpty();
  }

  @Test
  void aSmallFileIsCheckedByItsGitOidAndAnEmptyOneToo() throws IOException {
    byte[] json = "{}".getBytes(StandardCharsets.US_ASCII);
    assertThat(read(store.fetch(small(json), from(json), n -> {}))).isEqualTo(json);
    byte[] empty = {};
    assertThat(store.fetch(small(empty), from(empty), n -> {}).sha256()).startsWith("e3b0c44298fc");
  }

  @Test
  void whatIsStoredIsNotFetchedAgain() {
    store.fetch(large(BYTES), from(BYTES), n -> {});
    store.fetch(
        large(BYTES),
        offset -> {
          throw new AssertionError("fetched twice");
        },
        n -> {});
  }

  @Test
  void aLieAboutTheDigestIsToldAndLeavesNothing() throws IOException {
    byte[] other = bytes(BYTES.length).clone();
    other[5] ^= 1;
    assertThatThrownBy(() -> store.fetch(large(BYTES), from(other), n -> {}))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.kind()).isEqualTo(HubException.Kind.BAD_ANSWER))
        .hasMessageContaining("announced sha256");
    assertThatThrownBy(() -> store.fetch(small(BYTES), from(other), n -> {}))
        .hasMessageContaining("announced oid");
    assertThat(files("blobs")).isEmpty();
    assertThat(files("incoming")).isEmpty();
  }

  @Test
  void moreOrFewerBytesThanAnnouncedAreALie() throws IOException {
    Announced shorter =
        new Announced("hub a/b", "m.bin", 10, Optional.of(sha256(BYTES)), "0".repeat(40));
    assertThatThrownBy(() -> store.fetch(shorter, from(BYTES), n -> {}))
        .hasMessageContaining("sends more than 10 bytes");
    Announced longer =
        new Announced(
            "hub a/b", "m.bin", BYTES.length + 1, Optional.of(sha256(BYTES)), "0".repeat(40));
    assertThatThrownBy(() -> store.fetch(longer, from(BYTES), n -> {}))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.kind()).isEqualTo(HubException.Kind.BAD_ANSWER));
    assertThat(files("incoming")).isEmpty();
  }

  @Test
  void aBrokenTransferGoesOnWhereItStopped() throws IOException {
    var offsets = new ArrayList<Long>();
    StoredBlob blob =
        store.fetch(
            large(BYTES),
            offset -> {
              offsets.add(offset);
              return offsets.size() < 3
                  ? broken(BYTES, (int) offset, 300_000)
                  : from(BYTES).open(offset);
            },
            n -> {});
    assertThat(offsets).containsExactly(0L, 300_000L, 600_000L);
    assertThat(read(blob)).isEqualTo(BYTES);
  }

  @Test
  void whatArrivedBeforeAFailureIsTakenOverByTheNextFetch() throws IOException {
    assertThatThrownBy(
            () ->
                store.fetch(
                    large(BYTES),
                    offset -> {
                      if (offset > 0) {
                        throw new HubException(HubException.Kind.UNAVAILABLE, "down");
                      }
                      return broken(BYTES, 0, 400_000);
                    },
                    n -> {}))
        .isInstanceOf(HubException.class);
    assertThat(files("blobs")).isEmpty();
    folder.close();
    open();
    var offsets = new ArrayList<Long>();
    store.fetch(
        large(BYTES),
        offset -> {
          offsets.add(offset);
          return from(BYTES).open(offset);
        },
        n -> {});
    assertThat(offsets).containsExactly(400_000L);
  }

  @Test
  void aFileOfManyBuffersThatBreaksOffAgainAndAgainIsPutTogetherRight() throws IOException {
    byte[] many = bytes(11_000_001);
    var random = new Random(8);
    var offsets = new ArrayList<Long>();
    StoredBlob blob =
        store.fetch(
            large(many),
            offset -> {
              offsets.add(offset);
              int left = many.length - (int) (long) offset;
              return offsets.size() < 5
                  ? broken(many, (int) offset, Math.min(left, 1 + random.nextInt(3_000_000)))
                  : from(many).open(offset);
            },
            n -> {});
    assertThat(blob.sha256()).isEqualTo(sha256(many));
    assertThat(read(blob)).isEqualTo(many);
    assertThat(files("incoming")).isEmpty();
  }

  @Test
  void aFileOfManyBuffersGoesOnFromWhatWasHashed() throws IOException {
    byte[] many = bytes(9_000_000);
    assertThatThrownBy(
            () ->
                store.fetch(
                    large(many),
                    offset -> {
                      if (offset > 0) {
                        throw new HubException(HubException.Kind.UNAVAILABLE, "down");
                      }
                      return broken(many, 0, 8_500_000);
                    },
                    n -> {}))
        .isInstanceOf(HubException.class);
    assertThat(Pin.of(root.resolve("incoming/" + large(many).key() + ".part")))
        .hasValue(new Pin(8_500_000, sha256(java.util.Arrays.copyOf(many, 8_500_000))));
    folder.close();
    open();
    var offsets = new ArrayList<Long>();
    StoredBlob blob =
        store.fetch(
            large(many),
            offset -> {
              offsets.add(offset);
              return from(many).open(offset);
            },
            n -> {});
    assertThat(offsets).containsExactly(8_500_000L);
    assertThat(read(blob)).isEqualTo(many);
  }

  @Test
  void aPinThatCannotBeWrittenIsTold() throws IOException {
    byte[] many = bytes(9_000_000);
    BlobStore.Source source =
        offset -> {
          try {
            Files.createDirectory(root.resolve("incoming/" + large(many).key() + ".pin"));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return from(many).open(offset);
        };
    assertThatThrownBy(() -> store.fetch(large(many), source, n -> {}))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("cannot store m.bin");
    assertThat(files("blobs")).isEmpty();
  }

  @Test
  void aTornPartFileIsThrownAwayAndTheUpstreamIsNotAccused() throws IOException {
    byte[] torn = BYTES.clone();
    torn[399_999] = (byte) (torn[399_999] + 1);
    for (int length : new int[] {1, 400_000, BYTES.length, BYTES.length + 9}) {
      Files.write(
          root.resolve("incoming/" + large(BYTES).key() + ".part"),
          java.util.Arrays.copyOf(length == 1 ? new byte[] {1} : torn, length));
      StoredBlob blob = store.fetch(large(BYTES), from(BYTES), n -> {});
      assertThat(read(blob)).isEqualTo(BYTES);
      Files.delete(root.resolve("blobs/" + blob.sha256().substring(0, 2) + "/" + blob.sha256()));
    }
  }

  @Test
  void aPinThatAPartFileDoesNotKeepIsNotBelieved() throws IOException {
    byte[] torn = BYTES.clone();
    torn[399_999] = (byte) (torn[399_999] + 1);
    String pin = sha256(java.util.Arrays.copyOf(BYTES, 400_000));
    for (String text : new String[] {"%020d %s\n".formatted(400_000, pin), "400000 " + pin, ""}) {
      Path part = root.resolve("incoming/" + large(BYTES).key() + ".part");
      Files.write(part, java.util.Arrays.copyOf(torn, 500_000));
      Files.writeString(root.resolve("incoming/" + large(BYTES).key() + ".pin"), text);
      var offsets = new ArrayList<Long>();
      StoredBlob blob =
          store.fetch(
              large(BYTES),
              offset -> {
                offsets.add(offset);
                return from(BYTES).open(offset);
              },
              n -> {});
      assertThat(offsets).containsExactly(0L);
      assertThat(read(blob)).isEqualTo(BYTES);
      assertThat(files("incoming")).isEmpty();
      Files.delete(root.resolve("blobs/" + blob.sha256().substring(0, 2) + "/" + blob.sha256()));
    }
  }

  @Test
  void aPartFileThatNobodyTookUpIsSweptAway() throws IOException {
    Path old = Files.createFile(root.resolve("incoming/old.part"));
    Path fresh = Files.createFile(root.resolve("incoming/fresh.part"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Files.setLastModifiedTime(fresh, FileTime.from(Instant.parse("2026-01-09T00:00:00Z")));
    assertThat(store.sweep(Instant.parse("2026-01-05T00:00:00Z"))).isEqualTo(1);
    assertThat(files("incoming")).containsExactly(fresh);
  }

  @Test
  void onlyWhatIsOnNoRecordAndOfThisRecordsTimeIsCollected() throws Exception {
    Map<String, String> times =
        Map.of(
            "held", "2026-01-03T00:00:00Z",
            "orphan", "2026-01-03T00:00:00Z",
            "young", "2026-01-08T00:00:00Z",
            "older than the record", "2025-12-31T00:00:00Z");
    var digests = new HashMap<String, String>();
    for (var entry : times.entrySet()) {
      byte[] bytes = entry.getKey().getBytes(StandardCharsets.UTF_8);
      String sha256 = store.fetch(large(bytes), from(bytes), n -> {}).sha256();
      digests.put(entry.getKey(), sha256);
      Files.setLastModifiedTime(
          root.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256),
          FileTime.from(Instant.parse(entry.getValue())));
    }
    int collected =
        store.collect(
            Set.of(digests.get("held")),
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-05T00:00:00Z"));
    assertThat(collected).isEqualTo(1);
    digests.forEach(
        (what, sha256) -> assertThat(store.has(sha256)).as(what).isEqualTo(!what.equals("orphan")));
  }

  @Test
  void askersOfOneDigestShareOneFetch() throws Exception {
    var opened = new AtomicInteger();
    var started = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    BlobStore.Source slow =
        offset -> {
          opened.incrementAndGet();
          started.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return from(BYTES).open(offset);
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<StoredBlob>> all = new ArrayList<>();
      all.add(threads.submit(() -> store.fetch(large(BYTES), slow, n -> {})));
      started.await();
      for (int i = 0; i < 20; i++) {
        all.add(threads.submit(() -> store.fetch(large(BYTES), slow, n -> {})));
      }
      go.countDown();
      for (Future<StoredBlob> one : all) {
        assertThat(one.get().sha256()).isEqualTo(sha256(BYTES));
      }
    }
    assertThat(opened).hasValue(1);
  }

  @Test
  void aBlobThatIsNotHereIsSaidSo() {
    assertThatThrownBy(() -> store.open("0".repeat(64))).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> store.open("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSecondServerOnTheFolderIsRefused() {
    assertThatThrownBy(() -> DataFolder.open(root))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(
            "is in use by process " + ProcessHandle.current().pid() + "; stop that weighbridge");
  }

  @Test
  void aDataFolderThatIsAFileIsSaidSo() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("cannot use the data folder");
  }
}
