package io.weighbridge.registry.internal.store;

import io.weighbridge.content.Content;
import io.weighbridge.content.FileContent;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.fault.FaultPoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Blobs in a folder, named by their sha256. A blob is there whole or not at all: it is written as a
 * part file, compared with what was announced, forced to disk, and renamed; so a crash at any
 * moment leaves part files at worst, which the next fetch takes over as far as they are pinned.
 * Thread-safe; one fetch per repository and announced digest at a time, which others join.
 */
public final class BlobStore {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int ATTEMPTS = 5;

  private final Path blobs;
  private final Path incoming;
  private final BlobGuard guard;
  private final ConcurrentHashMap<String, CompletableFuture<StoredBlob>> fetches =
      new ConcurrentHashMap<>();

  public BlobStore(DataFolder folder, Seals seals) {
    this.blobs = folder.root().resolve("blobs");
    this.incoming = folder.root().resolve("incoming");
    this.guard = new BlobGuard(seals, folder.root().resolve("changed"));
  }

  /** Opens an upstream's bytes from an offset on. */
  @FunctionalInterface
  public interface Source {
    InputStream open(long offset);
  }

  public boolean has(String sha256) {
    return Files.isRegularFile(path(sha256), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Whether a blob is here and its bytes are what they were when they were hashed: by its looks on
   * disk, and by its bytes where those moved. One that is not is put aside.
   *
   * @throws RegistryException when the disk fails
   */
  public boolean sound(String sha256) {
    try {
      return guard.sound(sha256, path(sha256));
    } catch (IOException e) {
      throw unreadable(sha256, e);
    }
  }

  /** As {@link #sound}, by its bytes in any case. */
  public boolean hashed(String sha256) {
    try {
      return guard.hashed(sha256, path(sha256));
    } catch (IOException e) {
      throw unreadable(sha256, e);
    }
  }

  private static RegistryException unreadable(String sha256, IOException e) {
    return new RegistryException("cannot read blob " + sha256 + ": " + DataFolder.reason(e), e);
  }

  /** The digests of all blobs that are here now. */
  public List<String> all() {
    try (Stream<Path> files = Files.walk(blobs, 2)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> SHA256.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new RegistryException("cannot list the store: " + e.getMessage(), e);
    }
  }

  /**
   * Opens a blob for reading.
   *
   * @throws NoSuchElementException when it is not here
   */
  public FileChannel open(String sha256) {
    try {
      return FileChannel.open(path(sha256), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new NoSuchElementException("no blob " + sha256, e);
    } catch (IOException e) {
      throw unreadable(sha256, e);
    }
  }

  /** A blob as content; the caller closes it. */
  public Content content(String sha256) {
    return FileContent.open(path(sha256));
  }

  /**
   * A file that will be served while it is fetched; hand it to {@link #fetch(Announced, Source,
   * Watcher)} as the watcher.
   *
   * @param announced with a sha256
   * @param held offset of the first byte that nobody gets before the file is proven
   */
  public Arrival arrival(
      Announced announced, long held, Arrival.Proof proof, LongConsumer progress) {
    return new Arrival(announced, held, proof, progress, path(announced.sha256().orElseThrow()));
  }

  /** Fetches bytes that nobody follows; see {@link #fetch(Announced, Source, Watcher)}. */
  public StoredBlob fetch(Announced announced, Source source, LongConsumer progress) {
    return fetch(announced, source, Watcher.counting(progress));
  }

  /**
   * Fetches bytes into the store, or joins whoever does so already for the same repository.
   *
   * @param watcher hears of the bytes on this thread; when others have fetched them, only that they
   *     are there
   * @throws HubException BAD_ANSWER when size or digest are not those announced, UNAVAILABLE when
   *     the upstream breaks off: what arrived is kept for the next time
   * @throws RegistryException when the disk fails
   */
  public StoredBlob fetch(Announced announced, Source source, Watcher watcher) {
    var stored = announced.sha256().filter(this::has);
    if (stored.isPresent() && size(stored.get()) == announced.size()) {
      return there(new StoredBlob(stored.get(), announced.size()), watcher);
    }
    var mine = new CompletableFuture<StoredBlob>();
    var running = fetches.putIfAbsent(announced.key(), mine);
    return running == null
        ? fetch(mine, announced, source, watcher)
        : there(join(running), watcher);
  }

  private StoredBlob there(StoredBlob blob, Watcher watcher) {
    watcher.arrived(blob.size());
    watcher.whole(path(blob.sha256()));
    return blob;
  }

  private StoredBlob fetch(
      CompletableFuture<StoredBlob> mine, Announced announced, Source source, Watcher watcher) {
    try {
      StoredBlob blob = receive(announced, source, watcher);
      mine.complete(blob);
      return blob;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      fetches.remove(announced.key(), mine);
    }
  }

  private static StoredBlob join(CompletableFuture<StoredBlob> running) {
    try {
      return running.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case HubException hub -> throw new HubException(hub.kind(), text(hub), hub);
        case RegistryException disk -> throw new RegistryException(text(disk), disk);
        case null, default -> throw e;
      }
    }
  }

  private static String text(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }

  /**
   * Deletes part files that nobody took up again since then; called before anything is fetched.
   *
   * @return how many
   */
  public int sweep(Instant since) {
    try (Stream<Path> parts = Files.list(incoming)) {
      int deleted = 0;
      for (Path part : parts.toList()) {
        if (!Given.lasts(part) && Files.getLastModifiedTime(part).toInstant().isBefore(since)) {
          Files.deleteIfExists(part);
          new Given(part).lost();
          deleted++;
        }
      }
      return deleted;
    } catch (IOException e) {
      throw new RegistryException("cannot tidy " + incoming + ": " + DataFolder.reason(e), e);
    }
  }

  /**
   * Deletes blobs that nothing on record holds; called before anything is fetched or served. What a
   * weighing that failed left behind may be taken up again for a while, and what is older than the
   * record belongs to another one, which may come back.
   *
   * @param held sha256 of every blob on record
   * @param from since when there is this record
   * @param until what is younger stays
   * @return how many
   */
  public int collect(Set<String> held, Instant from, Instant until) {
    int deleted = 0;
    try (Stream<Path> files = Files.walk(blobs, 2)) {
      for (Path blob : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = String.valueOf(blob.getFileName());
        if (SHA256.matcher(name).matches() && !held.contains(name)) {
          Instant stored = Files.getLastModifiedTime(blob).toInstant();
          if (stored.isAfter(from) && stored.isBefore(until)) {
            Files.delete(blob);
            deleted++;
          }
        }
      }
      return deleted;
    } catch (IOException | UncheckedIOException e) {
      throw new RegistryException("cannot tidy " + blobs + ": " + e.getMessage(), e);
    }
  }

  /**
   * Whether a client may hold a beginning of that file that this repository sent for it and that is
   * none of it: whoever asks for the rest must not get one.
   */
  public boolean torn(Announced announced) {
    return new Given(part(announced)).torn();
  }

  /**
   * Whether clients hold a beginning of that file that this repository sent for it and of which
   * nobody knows more: the file has come from elsewhere since.
   */
  public boolean leftBehind(Announced announced) {
    Path part = part(announced);
    return new Given(part).noted() && Files.exists(part);
  }

  private Path part(Announced announced) {
    return incoming.resolve(announced.key() + ".part");
  }

  private StoredBlob receive(Announced announced, Source source, Watcher watcher) {
    Path part = part(announced);
    try (Incoming file = Incoming.open(part, announced, watcher)) {
      boolean resumed = file.written() > 0;
      fill(file, announced, source);
      Digests.Result digests = file.digests();
      if (resumed && !matches(announced, digests) && watcher.mayRestart()) {
        // Only bytes fetched in one go convict an upstream, or those that clients have.
        file.restart();
        fill(file, announced, source);
        digests = file.digests();
      }
      if (!matches(announced, digests)) {
        file.discard();
        throw lie(announced, digests);
      }
      watcher.whole(part);
      file.force();
      FaultPoint.reached(FaultPoint.Phase.STORE);
      publish(part, digests.sha256());
      guard.seal(digests.sha256(), path(digests.sha256()));
      file.published();
      return new StoredBlob(digests.sha256(), announced.size());
    } catch (IOException e) {
      throw new RegistryException(
          "cannot store " + announced.path() + ": " + DataFolder.reason(e), e);
    }
  }

  private static void fill(Incoming file, Announced announced, Source source) throws IOException {
    for (int attempt = 1; !file.complete(); attempt++) {
      long before = file.written();
      try {
        file.append(source.open(before));
      } catch (HubException e) {
        if (e.kind() == Kind.BAD_ANSWER) {
          file.discard();
        }
        if (e.kind() != Kind.UNAVAILABLE || file.written() == before || attempt >= ATTEMPTS) {
          throw e;
        }
        continue;
      }
      if (!file.complete() && (file.written() == before || attempt >= ATTEMPTS)) {
        long got = file.written();
        file.discard();
        throw new HubException(
            Kind.BAD_ANSWER,
            announced.path()
                + ": the upstream announced "
                + announced.size()
                + " bytes and sends "
                + got);
      }
    }
  }

  private static boolean matches(Announced announced, Digests.Result digests) {
    return announced
        .sha256()
        .map(digests.sha256()::equals)
        .orElseGet(() -> digests.oid().map(announced.oid()::equals).orElse(false));
  }

  private static HubException lie(Announced announced, Digests.Result digests) {
    return new HubException(
        Kind.BAD_ANSWER,
        announced.path()
            + ": the upstream announced "
            + announced
                .sha256()
                .map(sha256 -> "sha256 " + sha256 + " and sends " + digests.sha256())
                .orElseGet(
                    () -> "oid " + announced.oid() + " and sends " + digests.oid().orElse("none")));
  }

  private void publish(Path part, String sha256) throws IOException {
    Path blob = path(sha256);
    Path folder = blob.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      forceFolder(blobs);
    }
    Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (folder != null) {
      forceFolder(folder);
    }
  }

  /** A rename is durable only when its folder is. */
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Bytes of a blob; -1 when it is not here. */
  public long size(String sha256) {
    try {
      return Files.size(path(sha256));
    } catch (IOException e) {
      return -1;
    }
  }

  private Path path(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("not a sha256: " + sha256);
    }
    return blobs.resolve(sha256.substring(0, 2)).resolve(sha256);
  }
}
