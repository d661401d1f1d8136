package io.weighbridge.cli.internal;

import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.ScanReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a command is pointed at: a file, a folder, or a model on a hub.
 *
 * @param name as the user wrote it
 * @param files sorted by path
 * @param notes what was left aside, one sentence each
 * @param fetched what judging it cost so far; empty when its bytes are here
 * @param release lets go of connections
 */
record Target(
    String name,
    List<ScanFile> files,
    List<String> notes,
    Supplier<Optional<ScanReport.Fetched>> fetched,
    Runnable release)
    implements AutoCloseable {

  static final String HUB = "hf://";

  Target {
    files = List.copyOf(files);
    notes = List.copyOf(notes);
  }

  /**
   * Opens what a word names.
   *
   * @throws CliException when there is nothing there that could be judged
   */
  static Target open(String word, Terminal terminal) {
    return word.startsWith(HUB) ? RemoteTarget.open(word, terminal) : LocalTarget.open(word);
  }

  @Override
  public void close() {
    release.run();
  }
}
