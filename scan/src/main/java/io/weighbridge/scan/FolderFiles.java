package io.weighbridge.scan;

import io.weighbridge.content.FileContent;
import io.weighbridge.content.FileTrouble;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files of a folder, hidden ones included, in the order of their paths. Links to files within
 * the folder are left out (their targets are there); links of a hub cache's snapshot to its own
 * {@code blobs} are followed; any other link is listed as a link and not followed.
 */
public final class FolderFiles {
  private FolderFiles() {}

  /**
   * Lists the files.
   *
   * @throws ScanException when the folder itself cannot be read
   */
  public static List<ScanFile> of(Path folder) {
    var files = new ArrayList<ScanFile>();
    try {
      Path root = folder.toRealPath();
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isSymbolicLink()) {
                link(root, file).ifPresent(files::add);
              } else if (attributes.isRegularFile()) {
                files.add(new ScanFile(relative(root, file), () -> FileContent.open(file)));
              } else {
                files.add(ScanFile.link(relative(root, file), "a device, pipe or socket"));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (file.equals(root)) {
                throw e;
              }
              files.add(new ScanFile(relative(root, file), () -> FileContent.open(file)));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new ScanException("cannot read the folder " + folder + ": " + FileTrouble.of(e), e);
    }
    files.sort(Comparator.comparing(ScanFile::path));
    return Collections.unmodifiableList(files);
  }

  private static Optional<ScanFile> link(Path root, Path file) {
    String path = relative(root, file);
    try {
      Path target = file.toRealPath();
      if (target.startsWith(root)) {
        return Optional.empty();
      }
      if (target.startsWith(blobs(root)) && Files.isRegularFile(target)) {
        return Optional.of(new ScanFile(path, () -> FileContent.open(target)));
      }
      return Optional.of(ScanFile.link(path, Files.readSymbolicLink(file).toString()));
    } catch (IOException dangling) {
      return Optional.of(ScanFile.link(path, target(file)));
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * {@code models--x/blobs} for {@code models--x/snapshots/commit}; otherwise the folder itself.
   */
  private static Path blobs(Path root) {
    Path snapshots = root.getParent();
    if (snapshots != null
        && snapshots.getFileName() != null
        && snapshots.getFileName().toString().equals("snapshots")) {
      Path repository = snapshots.getParent();
      if (repository != null) {
        return repository.resolve("blobs");
      }
    }
    return root;
  }

  private static String relative(Path root, Path file) {
    String path = root.relativize(file).toString();
    return java.io.File.separatorChar == '/' ? path : path.replace('\\', '/');
  }
}
