package io.weighbridge.cli.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The newest commit of a repository that nobody trusts, in a temporary folder. Git is told to use
 * no other transport than https and file, no configuration but its own, no hooks, no templates, no
 * submodules, no filters (so nothing of Git LFS), and to write links as plain files.
 */
final class GitCheckout implements AutoCloseable {
  private static final int MINUTES = 10;

  private final TemporaryFolder folder;

  private GitCheckout(TemporaryFolder folder) {
    this.folder = folder;
  }

  static boolean isAddress(String word) {
    return word.matches(
        "(?s)[A-Za-z][A-Za-z0-9+.-]*://.*|[A-Za-z0-9+.-]+::.*|[^/\\s]+@[^/\\s]+:.*");
  }

  /**
   * Fetches.
   *
   * @throws CliException when the address is of another kind, or git cannot fetch it
   */
  static GitCheckout of(String address, Terminal terminal) {
    if (!address.matches("(https|file)://[^\\s\\p{Cntrl}]+")) {
      throw new CliException(
          "inventory: a repository's address begins with https:// or file://, not \""
              + address
              + '"');
    }
    terminal.progress("fetching " + address);
    TemporaryFolder folder = TemporaryFolder.create("weighbridge-git");
    try {
      clone(address, folder.path().resolve("tree"));
      return new GitCheckout(folder);
    } catch (CliException e) {
      folder.close();
      throw e;
    }
  }

  private static void clone(String address, Path target) {
    var command =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "core.hooksPath=" + File.separator + "dev" + File.separator + "null",
                "-c",
                "core.symlinks=false",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "protocol.allow=never",
                "-c",
                "protocol.https.allow=always",
                "-c",
                "protocol.file.allow=always",
                "-c",
                "http.followRedirects=initial",
                "clone",
                "--quiet",
                "--depth",
                "1",
                "--single-branch",
                "--no-tags",
                "--no-recurse-submodules",
                "--template=",
                "--",
                address,
                target.toString()));
    var builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", File.separator + "dev" + File.separator + "null");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_ALLOW_PROTOCOL", "https:file");
    environment.put("GIT_LFS_SKIP_SMUDGE", "1");
    Path log = target.resolveSibling("log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      Process git = builder.start();
      if (!git.waitFor(MINUTES, TimeUnit.MINUTES)) {
        git.destroyForcibly();
        throw new CliException("fetching " + address + " took longer than " + MINUTES + " minutes");
      }
      if (git.exitValue() != 0) {
        List<String> lines = Files.readAllLines(log);
        throw new CliException(
            "git cannot fetch "
                + address
                + ": "
                + (lines.isEmpty() ? "it did not say why" : lines.getLast()));
      }
    } catch (IOException e) {
      throw new CliException("git cannot be run: " + Reasons.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    }
  }

  Path path() {
    return folder.path().resolve("tree");
  }

  @Override
  public void close() {
    folder.close();
  }
}
