package io.weighbridge.cli.internal;

import io.weighbridge.hub.SourceFiles;
import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.ScanReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is scanned: a file, a folder, or what an address holds.
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

  /** What an address holds. */
  static Target of(SourceFiles found) {
    var cost = new Cost(found.files().stream().mapToLong(SourceFiles.File::size).toArray());
    List<ScanFile> files =
        found.files().stream()
            .map(file -> new ScanFile(file.path(), () -> cost.count(file.open().get())))
            .toList();
    return new Target(found.name(), files, found.notes(), cost::soFar, found::close);
  }

  @Override
  public void close() {
    release.run();
  }
}
