package io.weighbridge.cli.internal;

import io.weighbridge.content.FileContent;
import io.weighbridge.hub.FolderUpstream;
import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Upstream;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.vetting.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model on its way to be vetted: where it comes from, and its files fetched into a folder that
 * goes away on closing, with our own digest taken while fetching; or, the large ones of a hub, to
 * be read by ranges.
 */
final class Candidate implements AutoCloseable {
  /** Up to here a whole file costs no more than a look at it. */
  private static final long SMALL = 1 << 20;

  private final Upstream upstream;
  private final ModelId asked;
  private final ModelInfo info;
  private final Path folder;
  private final AtExit atExit;
  private List<Artifact> artifacts = List.of();
  private List<String> announced = List.of();
  private Optional<Cost> cost = Optional.empty();

  private Candidate(Upstream upstream, ModelId asked, ModelInfo info, Path folder, AtExit atExit) {
    this.upstream = upstream;
    this.asked = asked;
    this.info = info;
    this.folder = folder;
    this.atExit = atExit;
  }

  /**
   * Fetches what a word names.
   *
   * @param name the id that a local folder is judged under
   * @param whole whether large files of a hub are fetched whole and their digests checked, rather
   *     than read by ranges
   */
  static Candidate open(String word, Optional<String> name, boolean whole, Terminal terminal) {
    var atExit = new AtExit();
    try {
      Path folder = atExit.add(TemporaryFolder.create("weighbridge-vet")).path();
      ModelId id;
      String revision;
      Upstream upstream;
      if (word.startsWith(Target.HUB)) {
        RemoteTarget target = RemoteTarget.parse(word);
        id = target.id();
        revision = target.revision();
        upstream = atExit.add(RemoteTarget.hub());
      } else {
        id = id(word, name);
        revision = "main";
        upstream = atExit.add(local(word, id, folder.resolve("models")));
      }
      var candidate = new Candidate(upstream, id, upstream.model(id, revision), folder, atExit);
      candidate.fetch(whole, terminal);
      return candidate;
    } catch (RuntimeException e) {
      atExit.close();
      throw e;
    }
  }

  private static ModelId id(String word, Optional<String> name) {
    if (name.isPresent()) {
      return ModelId.parse(name.get())
          .orElseThrow(() -> new CliException("vet: not a model: \"" + name.get() + '"'));
    }
    Path path = Path.of(word).toAbsolutePath().normalize();
    int names = path.getNameCount();
    String last = names == 0 ? "" : path.getFileName().toString();
    String parent = names < 2 ? "" : path.getName(names - 2).toString();
    return ModelId.parse(parent + "/" + last)
        .or(() -> ModelId.parse(last))
        .orElseThrow(() -> new CliException("vet: give the model's id with --name namespace/name"));
  }

  /**
   * The folder, laid out again under the id that it is judged by. Files are linked where the file
   * system allows it; what links point to is taken, as a loader would take it.
   */
  private static Upstream local(String word, ModelId id, Path models) {
    Path source = Path.of(word);
    if (!Files.isDirectory(source)) {
      throw new CliException(
          Files.exists(source)
              ? "vet: " + word + " is a file; vet takes a model's folder (scan takes files)"
              : "cannot open " + word + ": no such file or folder");
    }
    try (Stream<Path> paths = Files.walk(source)) {
      Path target = models.resolve(id.toString());
      Files.createDirectories(target);
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path copy = target.resolve(source.relativize(path).toString());
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(copy);
        } else if (Files.isRegularFile(path)) {
          linkOrCopy(path.toRealPath(), copy);
        } else {
          throw new CliException("vet: " + path + " is not a file, or cannot be read");
        }
      }
      return new FolderUpstream("folder", models);
    } catch (IOException e) {
      throw new CliException("cannot read " + word + ": " + Reasons.of(e), e);
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause() == null ? new IOException(e) : e.getCause();
      throw new CliException("cannot read " + word + ": " + Reasons.of(cause), e);
    }
  }

  private static void linkOrCopy(Path file, Path copy) throws IOException {
    try {
      Files.createLink(copy, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(file, copy); // another disk, or a file of somebody else's
    }
  }

  private void fetch(boolean whole, Terminal terminal) {
    List<RepoFile> files = upstream.tree(info.id(), info.commit());
    var found = new ArrayList<Artifact>();
    var trusted = new ArrayList<String>();
    var counted = new Cost(files.stream().mapToLong(RepoFile::size).toArray());
    for (RepoFile file : files) {
      if (!whole && file.size() > SMALL && file.large() && upstream instanceof HttpUpstream) {
        trusted.add(file.path().text());
        found.add(
            new Artifact(
                file,
                file.etag(), // of a large file the announced sha256
                () -> counted.count(upstream.open(info.id(), info.commit(), file))));
        continue;
      }
      terminal.progress("fetching " + (found.size() + 1) + "/" + files.size() + " " + file.path());
      Path target = folder.resolve("file-" + found.size());
      String sha256 = fetch(file, target);
      counted.whole(file.size());
      found.add(new Artifact(file, sha256, () -> FileContent.open(target)));
    }
    artifacts = List.copyOf(found);
    announced = List.copyOf(trusted);
    cost = upstream instanceof HttpUpstream ? Optional.of(counted) : Optional.empty();
  }

  private String fetch(RepoFile file, Path target) {
    try (InputStream in = upstream.stream(info.id(), info.commit(), file, 0);
        OutputStream out = Files.newOutputStream(target)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
        if (total > file.size()) {
          throw new CliException("the hub sends more of " + file.path() + " than it announced");
        }
        sha256.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
      if (total < file.size()) {
        throw new CliException("the hub sent less of " + file.path() + " than it announced");
      }
      String digest = HexFormat.of().formatHex(sha256.digest());
      if (file.sha256().isPresent() && !file.sha256().get().equals(digest)) {
        throw new CliException("the hub sent other bytes of " + file.path() + " than it announced");
      }
      return digest;
    } catch (IOException e) {
      throw new CliException("cannot fetch " + file.path() + ": " + Reasons.of(e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Upstream upstream() {
    return upstream;
  }

  /** The id that was asked for; the model may have another by now. */
  ModelId asked() {
    return asked;
  }

  ModelInfo info() {
    return info;
  }

  /** Paths of the files that were not read to their end: their digests are the hub's word. */
  List<String> announced() {
    return announced;
  }

  /** What it cost so far; empty for a folder. */
  Optional<ScanReport.Fetched> cost() {
    return cost.flatMap(Cost::soFar);
  }

  List<Artifact> artifacts() {
    return artifacts;
  }

  @Override
  public void close() {
    atExit.close();
  }
}
