package io.weighbridge.registry.internal.access;

import io.weighbridge.registry.RegistryException;
import java.io.IOException;
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
      // The file first: a token that nobody can read would still be in force.
      Tokens.Made made = tokens.make(NAME, Role.ADMIN);
      Files.writeString(file, made.token() + "\n", StandardOpenOption.WRITE);
      return Optional.of(file);
    } catch (IOException e) {
      throw new RegistryException(
          "cannot write the admin token to " + file + ": " + e.getMessage(), e);
    }
  }
}
