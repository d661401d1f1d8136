package io.weighbridge.cli.internal;

import io.weighbridge.policy.Policy;
import io.weighbridge.policy.PolicyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Policies as the command line finds them: a file, else the standard one. */
final class Policies {
  private static final long LARGEST = 4 << 20;

  private Policies() {}

  static Policy of(Optional<String> file) {
    return file.map(Policies::read).orElseGet(Policy::standard);
  }

  /**
   * Reads and checks a file.
   *
   * @throws CliException naming the file, and the line that is wrong
   */
  static Policy read(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > LARGEST) {
        throw new CliException(file + " is larger than " + LARGEST + " bytes: not a policy");
      }
      return Policy.parse(Files.readString(path));
    } catch (PolicyException e) {
      throw new CliException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CliException("cannot read " + file + ": " + Reasons.of(e), e);
    }
  }
}
