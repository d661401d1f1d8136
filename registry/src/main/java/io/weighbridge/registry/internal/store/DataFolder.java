package io.weighbridge.registry.internal.store;

import io.weighbridge.registry.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything, and the lock that keeps a second process out of it.
 *
 * <pre>
 * lock            held while a server runs
 * weighbridge.db  SQLite
 * blobs/ab/…      bytes by sha256
 * incoming/       part files
 * changed/        bytes that changed behind the gate, for whoever looks into it
 * ledger/         the record, readable without the lock
 * secrets/        keys and tokens, 0600
 * popular-names   names that upstreams called popular; protected from imitations
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Creates the folder where needed and locks it.
   *
   * @throws RegistryException when another process has it, or it cannot be written
   */
  public static DataFolder open(Path root) {
    try {
      createPrivate(root);
      for (String folder : new String[] {"blobs", "incoming", "ledger", "secrets"}) {
        createPrivate(root.resolve(folder));
      }
      return lock(root);
    } catch (IOException e) {
      throw new RegistryException(
          "cannot use the data folder " + root + ": " + reason(e) + "; set another one with 'data'",
          e);
    }
  }

  private static DataFolder lock(Path root) throws IOException {
    Path file = root.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      String owner = owner(channel);
      channel.close();
      throw new RegistryException(
          "the data folder "
              + root
              + " is in use"
              + owner
              + "; stop that weighbridge or set another folder with 'data'");
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
        0);
    return new DataFolder(root, channel, lock);
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
    return text.matches("[0-9]+") ? " by process " + text : "";
  }

  public Path root() {
    return root;
  }

  public Path database() {
    return root.resolve("weighbridge.db");
  }

  /** The names that upstreams called popular; need not be there. */
  public Path popularNames() {
    return root.resolve("popular-names");
  }

  public Path ledger() {
    return root.resolve("ledger");
  }

  public Path secrets() {
    return root.resolve("secrets");
  }

  /** Bytes that may still be written to the disk that holds the folder. */
  public long usableBytes() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw new RegistryException("cannot ask the free space of " + root + ": " + reason(e), e);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new RegistryException("cannot release the data folder " + root + ": " + reason(e), e);
    }
  }

  private static void createPrivate(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** An I/O failure in words: its bare message is often only a path. */
  static String reason(IOException e) {
    String kind =
        switch (e) {
          case java.nio.file.AccessDeniedException denied -> "no permission";
          case java.nio.file.NoSuchFileException missing -> "does not exist";
          case java.nio.file.FileAlreadyExistsException exists -> "is not a folder";
          default -> e.getClass().getSimpleName();
        };
    return e.getMessage() == null ? kind : kind + " (" + e.getMessage() + ")";
  }
}
