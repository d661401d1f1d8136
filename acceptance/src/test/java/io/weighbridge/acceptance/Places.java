package io.weighbridge.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
   */
  static Path python(String environment) throws InterruptedException, IOException {
    String said = install("scripts/venvs.sh", environment);
    return Path.of(said.strip().lines().reduce((first, last) -> last).orElseThrow())
        .resolve("bin/python");
  }

  /** What pip, npm, apt and Go print when they reach no registry, and nothing else does. */
  private static final Pattern NO_NETWORK =
      Pattern.compile(
          "name resolution|Could not resolve|not known|no such host|Network is unreachable"
              + "|No route to host|Connection refused|connection refused|Failed to establish a new"
              + "|[Tt]imed out|i/o timeout|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT");

  /** Exit code of a script that would need a program, or rights, that this machine lacks. */
  private static final int NOT_HERE = 3;

  /**
   * Runs an installing script and returns what it printed. Without a network the test is skipped,
   * and says so; whatever else keeps the script from installing fails the test.
   */
  private static String install(String script, String name)
      throws InterruptedException, IOException {
    Path log = Files.createDirectories(ROOT.resolve(".cache")).resolve(name + ".log");
    Files.deleteIfExists(log);
    try (Proc proc =
        Proc.start(log, Map.of(), List.of("sh", ROOT.resolve(script).toString(), name))) {
      int exit = proc.await(Duration.ofMinutes(10));
      String said = proc.output();
      Assumptions.assumeTrue(
          exit != NOT_HERE && (exit == 0 || !NO_NETWORK.matcher(said).find()),
          () -> "SKIPPED: " + name + " cannot be installed here: " + said);
      if (exit != 0) {
        throw new AssertionError(script + " " + name + " ended with " + exit + ":\n" + said);
      }
      return said;
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

  /** The library of SoftHSM, installed by {@code scripts/softhsm.sh} where that is possible. */
  static Path softHsm() throws InterruptedException, IOException {
    String said = install("scripts/softhsm.sh", "softhsm");
    return Path.of(said.strip().lines().reduce((first, last) -> last).orElseThrow());
  }

  /** The folder of a Node environment, installed by {@code scripts/node-clients.sh}. */
  static Path node() throws InterruptedException, IOException {
    install("scripts/node-clients.sh", "node-clients");
    return ROOT.resolve(".cache/node-clients");
  }
}
