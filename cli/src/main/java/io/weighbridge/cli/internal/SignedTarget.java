package io.weighbridge.cli.internal;

import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.signing.ModelFiles;
import io.weighbridge.signing.ModelStatement;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The files that are signed or verified: on disk, or on a hub, hashed while they stream. */
record SignedTarget(ModelFiles files, Runnable release) implements AutoCloseable {

  /** The files that a signature speaks of. */
  static SignedTarget open(
      String word, Optional<Path> bundleFile, Collection<String> ignored, Terminal terminal) {
    if (!word.startsWith(Target.HUB)) {
      return new SignedTarget(
          ModelFiles.onDisk(SigningOptions.path(word), bundleFile, ignored), () -> {});
    }
    Set<String> exempt = new TreeSet<>(ModelStatement.DEFAULT_IGNORED);
    exempt.addAll(ignored);
    return remote(word, exempt, terminal);
  }

  /** The files that a passport speaks of: all but those that the caller leaves out. */
  static SignedTarget everything(
      String word, Optional<Path> bundleFile, Collection<String> ignored, Terminal terminal) {
    return word.startsWith(Target.HUB)
        ? remote(word, new TreeSet<>(ignored), terminal)
        : new SignedTarget(
            ModelFiles.everything(SigningOptions.path(word), bundleFile, ignored), () -> {});
  }

  private static SignedTarget remote(String word, Set<String> exempt, Terminal terminal) {
    RemoteTarget target = RemoteTarget.parse(word);
    HttpUpstream hub = RemoteTarget.hub();
    try {
      terminal.progress("asking " + hub.name() + " for " + target.id());
      ModelInfo info = hub.model(target.id(), target.revision());
      return new SignedTarget(remote(hub, info, exempt), hub::close);
    } catch (RuntimeException e) {
      hub.close();
      throw e;
    }
  }

  private static ModelFiles remote(HttpUpstream hub, ModelInfo info, Set<String> exempt) {
    List<ModelFiles.Entry> files = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (RepoFile file : hub.tree(info.id(), info.commit())) {
      String path = file.path().text();
      if (exempt.stream().anyMatch(out -> path.equals(out) || path.startsWith(out + "/"))) {
        left.add(path);
      } else {
        files.add(
            new ModelFiles.Entry(
                path, file.size(), (from, to) -> sha256(hub, info, file, from, to)));
      }
    }
    return new ModelFiles(info.id().name(), files, exempt, left);
  }

  private static String sha256(HttpUpstream hub, ModelInfo info, RepoFile file, long from, long to)
      throws IOException {
    try (InputStream in = hub.stream(info.id(), info.commit(), file, from)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (long left = to - from; left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw new EOFException("the hub sent less than it announced");
        }
        digest.update(buffer, 0, count);
        left -= count;
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (HubException e) {
      throw new IOException(e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    release.run();
  }
}
