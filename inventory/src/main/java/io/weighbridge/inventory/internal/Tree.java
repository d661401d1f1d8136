package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.InventoryException;
import io.weighbridge.inventory.Skipped;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a tree. Links are not followed: their targets are read where they are, or are not of
 * this tree.
 *
 * @param folder the root, real
 */
public record Tree(Path folder, List<Entry> files, List<Skipped> skipped) {
  private static final int MOST = 2_000_000;
  private static final int DEPTH = 64;

  /** Version control, and what tools make by themselves. */
  private static final Set<String> NEVER =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          ".jj",
          "__pycache__",
          ".mypy_cache",
          ".pytest_cache",
          ".ruff_cache",
          ".tox",
          ".nox",
          ".eggs",
          ".gradle",
          ".terraform",
          ".ipynb_checkpoints",
          ".next",
          ".nuxt");

  /** Folders of installed packages: not this project's own. */
  private static final Set<String> INSTALLED =
      Set.of("node_modules", "site-packages", "dist-packages", "bower_components");

  /**
   * A file.
   *
   * @param path relative, with {@code /}
   * @param modified milliseconds
   */
  public record Entry(String path, Path file, long size, long modified) {}

  /**
   * @throws InventoryException when it is no folder that can be read
   */
  public static Tree of(Path root, boolean vendored) {
    Path folder;
    try {
      folder = root.toRealPath();
    } catch (IOException e) {
      throw new InventoryException("no folder " + root, e);
    }
    if (!Files.isDirectory(folder)) {
      throw new InventoryException(root + " is no folder; give the folder that holds it");
    }
    var visit = new Visit(folder, vendored);
    try {
      Files.walkFileTree(folder, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH, visit);
    } catch (IOException e) {
      throw new InventoryException("cannot read " + root + ": " + e.getMessage(), e);
    }
    visit.files.sort(Comparator.comparing(Entry::path));
    return new Tree(folder, List.copyOf(visit.files), List.copyOf(visit.skipped));
  }

  private static final class Visit extends SimpleFileVisitor<Path> {
    private final Path root;
    private final boolean vendored;
    private final List<Entry> files = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    Visit(Path root, boolean vendored) {
      this.root = root;
      this.vendored = vendored;
    }

    private String relative(Path path) {
      return root.relativize(path).toString().replace('\\', '/');
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (folder.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      String name = String.valueOf(folder.getFileName());
      if (NEVER.contains(name)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      boolean environment = Files.exists(folder.resolve("pyvenv.cfg"));
      if (!vendored && (INSTALLED.contains(name) || environment)) {
        skipped.add(new Skipped(relative(folder), "installed packages (--vendored reads them)"));
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (files.size() >= MOST) {
        skipped.add(
            new Skipped(relative(file), "more than " + MOST + " files: the rest was not read"));
        return FileVisitResult.TERMINATE;
      }
      if (attributes.isRegularFile()) {
        files.add(
            new Entry(
                relative(file), file, attributes.size(), attributes.lastModifiedTime().toMillis()));
      } else if (attributes.isDirectory()) {
        skipped.add(new Skipped(relative(file), "deeper than " + DEPTH + " folders"));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      skipped.add(new Skipped(relative(file), "cannot be read"));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      if (e != null) {
        skipped.add(new Skipped(relative(folder), "cannot be read to its end"));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
