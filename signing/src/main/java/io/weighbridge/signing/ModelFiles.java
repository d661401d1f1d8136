package io.weighbridge.signing;

import io.weighbridge.signing.internal.Sha256;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of a model, wherever they are. On disk they are found without following links; the one
 * exception is a Hub cache's snapshot, whose files are links into its own {@code blobs} folder.
 *
 * @param name the basename of the folder or file
 * @param files that a signature must speak of
 * @param exempt paths that a signature may leave out, each with everything below it
 * @param ignored names of files that are there below such paths, but for the bundle itself
 */
public record ModelFiles(String name, List<Entry> files, Set<String> exempt, List<String> ignored) {
  private static final int MOST_FILES = 1_000_000;
  private static final int DEEPEST = 128;

  /**
   * A file.
   *
   * @param name relative, parts joined by {@code /}; {@code .} for a model of one file
   * @param size in bytes
   */
  public record Entry(String name, long size, Bytes bytes) {}

  /** Where a file's bytes are. Thread-safe. */
  @FunctionalInterface
  public interface Bytes {
    /**
     * SHA-256 of bytes {@code from} to {@code to} (exclusive), 64 lower-case hex digits. Whoever
     * knows the digest of all bytes need not read them.
     */
    String sha256(long from, long to) throws IOException;
  }

  public ModelFiles {
    files = List.copyOf(files);
    exempt = Collections.unmodifiableSet(new TreeSet<>(exempt));
    ignored = List.copyOf(ignored);
  }

  /**
   * Lists a model on disk. Left out are the standard's paths, {@code further} ones, and the bundle
   * itself when it lies inside.
   *
   * @param root a folder, or a file
   * @param further relative paths
   * @throws SignatureRefused {@link Refusal#LINK}, {@link Refusal#SPECIAL_FILE}
   * @throws SigningException when it cannot be read
   */
  public static ModelFiles onDisk(
      Path root, Optional<Path> bundleFile, Collection<String> further) {
    Set<String> exempt = new TreeSet<>(ModelStatement.DEFAULT_IGNORED);
    exempt.addAll(further);
    return list(root, bundleFile, exempt);
  }

  /**
   * As {@link #onDisk}, with the standard's paths too: a passport speaks of every file, {@code
   * .gitattributes} among them.
   */
  public static ModelFiles everything(
      Path root, Optional<Path> bundleFile, Collection<String> exempt) {
    return list(root, bundleFile, new TreeSet<>(exempt));
  }

  private static ModelFiles list(Path root, Optional<Path> bundleFile, Set<String> exempt) {
    Optional<String> bundle = bundleFile.flatMap(file -> inside(root, file));
    bundle.ifPresent(exempt::add);
    try {
      Path real = root.toRealPath();
      String name = String.valueOf(root.toAbsolutePath().normalize().getFileName());
      if (Files.isRegularFile(real)) {
        return new ModelFiles(name, List.of(entry(".", real, Files.size(real))), exempt, List.of());
      }
      var walk = new Walk(real, exempt, blobs(real));
      Files.walkFileTree(real, Set.of(), DEEPEST, walk);
      bundle.ifPresent(walk.ignored::remove);
      return new ModelFiles(name, walk.files, exempt, walk.ignored);
    } catch (NoSuchFileException e) {
      throw new SigningException(e.getFile() + ": no such file or folder", e);
    } catch (IOException e) {
      throw new SigningException("cannot read " + root + ": " + e.getMessage(), e);
    }
  }

  private static Optional<String> inside(Path root, Path file) {
    Path folder = root.toAbsolutePath().normalize();
    Path path = file.toAbsolutePath().normalize();
    return path.startsWith(folder) && !path.equals(folder)
        ? Optional.of(folder.relativize(path).toString().replace('\\', '/'))
        : Optional.empty();
  }

  private static Entry entry(String name, Path path, long size) {
    return new Entry(name, size, (from, to) -> Sha256.of(path, from, to));
  }

  /** Where the links of a Hub cache's snapshot may lead. */
  private static Optional<Path> blobs(Path root) {
    Path snapshots = root.getParent();
    if (snapshots == null
        || snapshots.getParent() == null
        || !String.valueOf(snapshots.getFileName()).equals("snapshots")) {
      return Optional.empty();
    }
    Path blobs = snapshots.getParent().resolve("blobs");
    return Files.isDirectory(blobs, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(blobs)
        : Optional.empty();
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Set<String> exempt;
    private final Optional<Path> blobs;
    private final List<Entry> files = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    Walk(Path root, Set<String> exempt, Optional<Path> blobs) {
      this.root = root;
      this.exempt = exempt;
      this.blobs = blobs;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = name(file);
      if (isExempt(name)) {
        ignored.add(name);
      } else if (attributes.isRegularFile()) {
        add(entry(name, file, attributes.size()));
      } else if (attributes.isSymbolicLink()) {
        add(linked(name, file));
      } else if (attributes.isDirectory()) {
        throw new SigningException(name + " is nested deeper than " + DEEPEST + " folders");
      } else {
        throw new SignatureRefused(Refusal.SPECIAL_FILE, name);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      throw new SignatureRefused(Refusal.UNREADABLE, name(file) + " (" + e + ")", e);
    }

    private void add(Entry entry) {
      if (files.size() == MOST_FILES) {
        throw new SigningException("more than " + MOST_FILES + " files");
      }
      files.add(entry);
    }

    private Entry linked(String name, Path link) throws IOException {
      Path target;
      try {
        target = link.toRealPath();
      } catch (IOException e) {
        throw new SignatureRefused(Refusal.LINK, name + " leads nowhere", e);
      }
      boolean ownBlob =
          blobs.isPresent()
              && blobs.get().equals(target.getParent())
              && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
      if (!ownBlob) {
        throw new SignatureRefused(
            Refusal.LINK, name + "; put the file itself there, since a link can be turned later");
      }
      return entry(name, target, Files.size(target));
    }

    private boolean isExempt(String name) {
      for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
        if (exempt.contains(name.substring(0, end))) {
          return true;
        }
      }
      return exempt.contains(name);
    }

    private String name(Path file) {
      Path relative = root.relativize(file);
      var name = new StringBuilder();
      for (Path part : relative) {
        name.append(name.isEmpty() ? "" : "/").append(part);
      }
      if (name.indexOf("\uFFFD") >= 0) {
        throw new SignatureRefused(Refusal.NAMES, name + " is not UTF-8");
      }
      return name.toString();
    }
  }
}
