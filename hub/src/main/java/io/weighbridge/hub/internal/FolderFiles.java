package io.weighbridge.hub.internal;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.GitOid;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.LfsPointer;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of model folders, digested once for each state that {@code stat} can tell apart (size,
 * time, inode). Thread-safe.
 */
public final class FolderFiles {
  private static final long LARGE = 10_000_000;
  // What the Hub's default .gitattributes sends to LFS, of the kinds that hold weights.
  private static final Set<String> WEIGHTS =
      Set.of(
          "bin",
          "ckpt",
          "gguf",
          "ggml",
          "h5",
          "joblib",
          "keras",
          "mlmodel",
          "msgpack",
          "npy",
          "npz",
          "nemo",
          "onnx",
          "ot",
          "parquet",
          "pb",
          "pickle",
          "pkl",
          "pt",
          "pt2",
          "pth",
          "safetensors",
          "tar",
          "tflite",
          "zip");
  // Left by tools in a downloaded folder; no part of the model.
  private static final Set<String> NOT_CONTENT = Set.of(".git", ".cache", ".DS_Store");

  private final Map<Path, Digests> digests = new ConcurrentHashMap<>();

  private record Stamp(long size, FileTime modified, String key) {
    static Stamp of(BasicFileAttributes attributes) {
      return new Stamp(
          attributes.size(),
          attributes.lastModifiedTime(),
          String.valueOf(attributes.fileKey())); // null where the file system has none
    }
  }

  private record Digests(Stamp stamp, String sha256, String oid) {}

  private record Seen(RepoPath path, Path file, Stamp stamp, String sha256, String oid) {
    RepoFile repoFile() {
      String name = path.fileName().toLowerCase(Locale.ROOT);
      String extension = name.substring(name.lastIndexOf('.') + 1);
      if (stamp.size() <= LARGE && !WEIGHTS.contains(extension)) {
        return new RepoFile(path, stamp.size(), oid, Optional.empty(), 0);
      }
      LfsPointer pointer = new LfsPointer(sha256, stamp.size());
      return new RepoFile(
          path, stamp.size(), pointer.oid(), Optional.of(sha256), pointer.pointerSize());
    }
  }

  /** The state of a model folder: its files, and the commit id that follows from them. */
  public record State(CommitId commit, List<RepoFile> files, Instant newest) {
    public State {
      files = List.copyOf(files);
    }
  }

  /**
   * Lists and digests a model folder.
   *
   * @throws HubException when a file cannot be read, changes meanwhile, has an unacceptable path,
   *     is neither file nor folder, or is a link out of the model's folder
   */
  public State read(Path model) {
    var seen = new ArrayList<Seen>();
    try {
      walk(model.toRealPath(), model, "", seen, new int[1]);
    } catch (IOException e) {
      throw new HubException(HubException.Kind.UNAVAILABLE, "cannot read " + model + ": " + e, e);
    }
    List<RepoFile> files = Listing.checked(seen.stream().map(Seen::repoFile).toList());
    Instant newest =
        seen.stream()
            .map(file -> file.stamp().modified().toInstant())
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    return new State(commit(seen), files, newest);
  }

  // The first 40 digits of the manifest's digest: sha256 of the canonical JSON array of
  // {path, sha256, size}, sorted by path.
  private static CommitId commit(List<Seen> seen) {
    List<Json> entries =
        seen.stream()
            .sorted(java.util.Comparator.comparing(Seen::path))
            .<Json>map(
                file ->
                    Json.object()
                        .put("path", file.path().text())
                        .put("size", file.stamp().size())
                        .put("sha256", file.sha256())
                        .build())
            .toList();
    byte[] manifest = Json.array(entries).canonical().getBytes(StandardCharsets.UTF_8);
    return new CommitId(HexFormat.of().formatHex(sha256().digest(manifest)).substring(0, 40));
  }

  private void walk(Path modelRoot, Path folder, String prefix, List<Seen> seen, int[] entries)
      throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (NOT_CONTENT.contains(name)) {
          continue;
        }
        if (++entries[0] > Listing.MOST_ENTRIES) {
          throw bad("has more than " + Listing.MOST_ENTRIES + " files and folders");
        }
        String text = prefix + name;
        String problem = RepoPath.problem(text);
        if (!problem.isEmpty()) {
          throw bad("has a file whose path " + problem);
        }
        Path real = inside(modelRoot, child, text);
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
          if (Files.isSymbolicLink(child)) {
            throw bad("has a link to a folder: " + text); // may be a circle
          }
          walk(modelRoot, child, text + "/", seen, entries);
        } else if (attributes.isRegularFile()) {
          Digests digests = digests(real, Stamp.of(attributes), text);
          seen.add(
              new Seen(new RepoPath(text), real, digests.stamp(), digests.sha256(), digests.oid()));
        } else {
          throw bad("has something that is neither file nor folder: " + text);
        }
      }
    }
  }

  private static Path inside(Path modelRoot, Path child, String text) throws IOException {
    Path real = child.toRealPath();
    if (!real.startsWith(modelRoot)) {
      throw bad("has a link that leaves it: " + text);
    }
    return real;
  }

  private Digests digests(Path file, Stamp stamp, String text) throws IOException {
    Digests known = digests.get(file);
    if (known != null && known.stamp().equals(stamp)) {
      return known;
    }
    MessageDigest sha256 = sha256();
    MessageDigest sha1 = GitOid.digest(stamp.size());
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
        sha1.update(buffer, 0, read);
      }
    }
    if (!Stamp.of(Files.readAttributes(file, BasicFileAttributes.class)).equals(stamp)) {
      throw new HubException(
          HubException.Kind.UNAVAILABLE, text + " changed while it was being read; ask again");
    }
    HexFormat hex = HexFormat.of();
    Digests fresh =
        new Digests(stamp, hex.formatHex(sha256.digest()), hex.formatHex(sha1.digest()));
    digests.put(file, fresh);
    return fresh;
  }

  /**
   * The file to open for a listed one.
   *
   * @throws HubException when it is gone, leaves the folder, or is not the one that was digested
   */
  public Path locate(Path model, RepoFile listed) {
    String text = listed.path().text();
    try {
      Path real = inside(model.toRealPath(), model.resolve(text), text);
      Stamp now = Stamp.of(Files.readAttributes(real, BasicFileAttributes.class));
      Digests known = digests.get(real);
      if (known == null || !known.stamp().equals(now) || now.size() != listed.size()) {
        throw new HubException(
            HubException.Kind.BAD_ANSWER, text + " changed since its commit was resolved");
      }
      return real;
    } catch (IOException e) {
      throw new HubException(HubException.Kind.ENTRY_NOT_FOUND, "no such file: " + text, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static HubException bad(String what) {
    return new HubException(HubException.Kind.BAD_ANSWER, "the model folder " + what);
  }
}
