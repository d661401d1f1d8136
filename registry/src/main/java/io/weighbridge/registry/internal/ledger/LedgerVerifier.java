package io.weighbridge.registry.internal.ledger;

import io.weighbridge.registry.LedgerCheck;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.ledger.LedgerChain.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Follows a ledger from its first line, without changing anything. */
public final class LedgerVerifier {
  private LedgerVerifier() {}

  /** See {@link LedgerCheck#verify}. */
  public static LedgerCheck verify(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new RegistryException("no ledger in " + folder + "; name the server's data folder");
    }
    List<Path> files = LedgerLines.files(folder);
    var chain = new LedgerChain(Mark.START);
    Optional<String> problem = Optional.empty();
    for (int i = 0; i < files.size() && problem.isEmpty(); i++) {
      Path file = files.get(i);
      problem =
          file.getFileName().toString().equals(LedgerLines.name(i + 1))
              ? follow(file, chain, i == files.size() - 1)
              : Optional.of(LedgerLines.name(i + 1) + " is missing");
    }
    return new LedgerCheck(
        problem.isEmpty(),
        chain.entries(),
        chain.batches(),
        chain.unsealed(),
        chain.mark().head(),
        problem.orElse(""));
  }

  private static Optional<String> follow(Path file, LedgerChain chain, boolean last) {
    int at = 0;
    try (var lines = LedgerLines.open(file)) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        at++;
        var problem = chain.accept(line.get());
        if (problem.isPresent()) {
          return Optional.of(file.getFileName() + " line " + at + " " + problem.get());
        }
      }
      return lines.torn() && !last
          ? Optional.of(file.getFileName() + " ends in the middle of a line")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(file.getFileName() + " line " + (at + 1) + ": " + e.getMessage());
    }
  }
}
