package io.weighbridge.vetting;

import io.weighbridge.hub.CommitId;
import io.weighbridge.json.Json;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every file of a revision with its size and our own digest: the revision's identity for us.
 * Immutable; sorted by path; a path occurs once.
 */
public record Manifest(List<Entry> entries) {

  /**
   * One file.
   *
   * @param size in bytes
   * @param sha256 of the bytes, computed here, 64 lower-case hex digits
   * @param oid what clients take for a small file's identity (git blob SHA-1), an upstream's claim;
   *     not part of the digest
   * @param large whether clients are told {@code sha256} rather than {@code oid}; not part of the
   *     digest
   */
  public record Entry(String path, long size, String sha256, String oid, boolean large) {}

  public Manifest {
    entries = entries.stream().sorted(Comparator.comparing(Entry::path)).toList();
    var paths = new HashSet<String>();
    for (Entry entry : entries) {
      if (!paths.add(entry.path())) {
        throw new IllegalArgumentException("twice in one manifest: " + entry.path());
      }
    }
  }

  /** The manifest of fetched files. */
  public static Manifest of(List<Artifact> artifacts) {
    return new Manifest(
        artifacts.stream()
            .map(
                artifact ->
                    new Entry(
                        artifact.file().path().text(),
                        artifact.file().size(),
                        artifact.sha256(),
                        artifact.file().oid(),
                        artifact.file().large()))
            .toList());
  }

  /** SHA-256 of the canonical JSON (RFC 8785) of path, size and sha256 of every file. */
  public String digest() {
    return toJson().digest();
  }

  /**
   * The commit id of a revision that has no other: the first 40 hex digits of the digest. Two
   * manifests share one only if they share all bytes (2^80 work to make two).
   */
  public CommitId commitId() {
    return new CommitId(digest().substring(0, 40));
  }

  /** What is left when files are left out: another manifest, with a commit id of its own. */
  public Manifest without(Collection<String> paths) {
    Set<String> out = Set.copyOf(paths);
    return new Manifest(entries.stream().filter(entry -> !out.contains(entry.path())).toList());
  }

  /** An array of path, size and sha256 of every file, sorted by path. */
  public Json toJson() {
    return Json.array(
        entries.stream()
            .map(
                entry ->
                    Json.object()
                        .put("path", entry.path())
                        .put("size", entry.size())
                        .put("sha256", entry.sha256())
                        .build())
            .toList());
  }
}
