package io.weighbridge.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Where things are, and the peers' environments that scripts install once and keep. */
final class Places {
  static final Path ROOT =
      Path.of(System.getProperty("weighbridge.root", "..")).toAbsolutePath().normalize();
  static final Path TOOLS = ROOT.resolve("acceptance/src/test/resources/tools");

  private Places() {}

  /** A folder below target for one test, empty. */
  static Path fresh(String name) throws IOException {
    Path folder = ROOT.resolve("acceptance/target/runs").resolve(name);
    if (Files.exists(folder)) {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return Files.createDirectories(folder);
  }

  /**
   * The python of a client environment, installed by {@code scripts/venvs.sh} when it is missing.
   * Where the package index cannot be reached the test is skipped, and says so.
   */
  static Path python(String environment) throws InterruptedException, IOException {
    String said = install("scripts/venvs.sh", environment);
    return Path.of(said.strip().lines().reduce((first, last) -> last).orElseThrow())
        .resolve("bin/python");
  }

  /** Runs an installing script and returns what it printed. */
  private static String install(String script, String name)
      throws InterruptedException, IOException {
    Path log = Files.createDirectories(ROOT.resolve(".cache")).resolve(name + ".log");
    Files.deleteIfExists(log);
    try (Proc proc =
        Proc.start(log, Map.of(), List.of("sh", ROOT.resolve(script).toString(), name))) {
      int exit = proc.await(Duration.ofMinutes(10));
      Assumptions.assumeTrue(
          exit == 0,
          () -> "SKIPPED: " + name + " could not be installed (no network?): " + proc.output());
      return proc.output();
    }
  }

  /** The system's Chromium, installed by {@code scripts/chromium.sh} where that is possible. */
  static Path chromium() throws InterruptedException, IOException {
    String said = install("scripts/chromium.sh", "chromium");
    return Path.of(said.strip().lines().reduce((first, last) -> last).orElseThrow());
  }

  /** The cosign command, built by {@code scripts/cosign.sh}; skipped where that cannot be. */
  static Path cosign() throws InterruptedException, IOException {
    String said = install("scripts/cosign.sh", "cosign");
    return Path.of(said.strip().lines().reduce((first, last) -> last).orElseThrow());
  }

  /** The folder of a Node environment, installed by {@code scripts/node-clients.sh}. */
  static Path node() throws InterruptedException, IOException {
    install("scripts/node-clients.sh", "node-clients");
    return ROOT.resolve(".cache/node-clients");
  }
}
