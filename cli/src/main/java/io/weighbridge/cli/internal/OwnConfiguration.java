package io.weighbridge.cli.internal;

import io.weighbridge.scan.Suppressions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the user accepts: {@code --config FILE}, else the {@code .weighbridge.yaml} of the current
 * folder. Never one that comes with what is scanned: a model must not silence its own findings.
 */
final class OwnConfiguration {
  static final String NAME = ".weighbridge.yaml";
  private static final long MOST = 1 << 20;

  private OwnConfiguration() {}

  /**
   * Reads it.
   *
   * @param named the value of {@code --config}
   * @param targets the words on the command line
   * @throws CliException when a named file cannot be read, or is part of a target
   */
  static Suppressions of(Optional<String> named, List<String> targets, Terminal terminal) {
    try {
      if (named.isPresent()) {
        Path file = Path.of(named.get()).toRealPath();
        for (String target : targets) {
          if (holds(target, file, false)) {
            throw new CliException(
                "scan: --config "
                    + named.get()
                    + " is part of what is scanned ("
                    + target
                    + "); a model must not silence its own findings, so keep it elsewhere");
          }
        }
        return read(named.get(), file);
      }
      Path here = Path.of(NAME);
      if (!Files.exists(here)) {
        return Suppressions.NONE;
      }
      Path file = here.toRealPath();
      for (String target : targets) {
        if (holds(target, file, true) || holds(target, here.toAbsolutePath(), true)) {
          terminal.note(
              NAME
                  + " was not read: it lies in what is scanned. Scan from another folder, or keep"
                  + " it elsewhere and name it with --config");
          return Suppressions.NONE;
        }
      }
      return read(NAME, file);
    } catch (InvalidPathException e) {
      throw new CliException("scan: --config is no file name: " + named.orElse(""), e);
    } catch (IOException e) {
      throw new CliException("scan: cannot read " + named.orElse(NAME) + ": " + Reasons.of(e), e);
    }
  }

  private static Suppressions read(String name, Path file) throws IOException {
    if (Files.size(file) > MOST) {
      throw new CliException("scan: " + name + " is larger than " + MOST + " bytes");
    }
    return Suppressions.parse(name, Files.readString(file));
  }

  /**
   * Whether the file comes with a target.
   *
   * @param beside whether it does so beside a target that is a single file, too
   */
  private static boolean holds(String target, Path file, boolean beside) throws IOException {
    Path path;
    try {
      path = Path.of(target);
    } catch (InvalidPathException e) {
      return false;
    }
    if (!Files.exists(path)) {
      return false; // an address, or nothing: told when it is opened
    }
    Path real = path.toRealPath();
    if (Files.isDirectory(real)) {
      return file.startsWith(real);
    }
    return real.equals(file)
        || beside && java.util.Objects.equals(real.getParent(), file.getParent());
  }
}
