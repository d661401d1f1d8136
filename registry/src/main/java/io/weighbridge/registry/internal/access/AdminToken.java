package io.weighbridge.registry.internal.access;

import io.weighbridge.content.FileTrouble;
import io.weighbridge.registry.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The first admin token: made when there is none yet, and put where only the server's own user can
 * read it. It is never printed or logged here.
 */
public final class AdminToken {
  /** The file's name in the folder of secrets. */
  public static final String FILE = "admin-token";

  private static final String NAME = "admin";
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private AdminToken() {}

  /**
   * Makes the token when no admin token is in force.
   *
   * @param folder private to the server
   * @return the file, when it was made now
   * @throws RegistryException when the file cannot be written
   */
  public static Optional<Path> ensure(Tokens tokens, Path folder) {
    if (tokens.all().stream().anyMatch(token -> token.role() == Role.ADMIN)) {
      return Optional.empty();
    }
    Path file = folder.resolve(FILE);
    try {
      Files.deleteIfExists(file);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(file, PRIVATE);
      } else {
        Files.createFile(file);
      }
      sync(folder);
    } catch (IOException e) {
      throw failed(file, e);
    }
    // The file first, and on disk: a token in force that nobody can read locks everybody out, since
    // the next start makes no other. A file whose token is not in force is replaced by that start.
    tokens.make(NAME, Role.ADMIN, token -> write(file, token));
    return Optional.of(file);
  }

  private static void sync(Path folder) throws IOException {
    try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static void write(Path file, String token) {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap((token + "\n").getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static RegistryException failed(Path file, IOException e) {
    return new RegistryException(
        "cannot write the admin token to " + file + ": " + FileTrouble.of(e), e);
  }
}
