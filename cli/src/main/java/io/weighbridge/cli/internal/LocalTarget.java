package io.weighbridge.cli.internal;

import io.weighbridge.content.FileContent;
import io.weighbridge.scan.FolderFiles;
import io.weighbridge.scan.ScanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/** A file or a folder. Git's own folder is left aside, and that is said. */
final class LocalTarget {
  private static final String GIT = ".git/";

  private LocalTarget() {}

  static Target open(String word) {
    try {
      Path path = Path.of(word);
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return folder(word, path);
      }
      if (!attributes.isRegularFile()) {
        throw new CliException(
            word + " is neither a file nor a folder; copy its bytes into a file first");
      }
      // Opened once now: a target that cannot be read is an error, not a finding.
      FileContent.open(path).close();
      String name = String.valueOf(path.getFileName());
      return target(word, List.of(new ScanFile(name, () -> FileContent.open(path))), List.of());
    } catch (InvalidPathException e) {
      throw new CliException("not a file name: \"" + word + '"', e);
    } catch (IOException e) {
      throw new CliException("cannot open " + word + ": " + Reasons.of(e), e);
    }
  }

  private static Target folder(String word, Path path) {
    List<ScanFile> all = FolderFiles.of(path);
    List<ScanFile> files = all.stream().filter(file -> !file.path().startsWith(GIT)).toList();
    boolean left = files.size() < all.size();
    return target(
        word, files, left ? List.of(".git was left aside: no loader reads it") : List.of());
  }

  private static Target target(String word, List<ScanFile> files, List<String> notes) {
    return new Target(word, files, notes, Optional::empty, () -> {});
  }
}
