package io.weighbridge.signing;

import io.weighbridge.signing.internal.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Hashes the files of a model with all cores, largest first, each byte read once. */
public final class ModelHasher {

  /** A part of a file. */
  record Part(ModelFiles.Entry file, long from, long to) {}

  private ModelHasher() {}

  /**
   * The tree of a model.
   *
   * @throws SignatureRefused {@link Refusal#UNREADABLE} naming the file
   */
  public static ModelTree hash(ModelFiles model) {
    List<Part> parts = model.files().stream().map(file -> new Part(file, 0, file.size())).toList();
    List<String> digests = hash(parts);
    var files = new ArrayList<FileDigest>();
    for (int i = 0; i < parts.size(); i++) {
      ModelFiles.Entry file = parts.get(i).file();
      files.add(new FileDigest(file.name(), file.size(), digests.get(i)));
    }
    return new ModelTree(files);
  }

  /**
   * The digest of one file, which must not be a link; 64 lower-case hex digits.
   *
   * @throws IOException when it cannot be read, or shrinks meanwhile
   */
  public static String sha256(Path file) throws IOException {
    return Sha256.of(file, 0, Files.size(file));
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.start().digest(bytes));
  }

  /** The digests of parts, in their order. */
  static List<String> hash(List<Part> parts) {
    var results = new ArrayList<String>(java.util.Collections.nCopies(parts.size(), ""));
    List<Integer> order =
        java.util.stream.IntStream.range(0, parts.size())
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> size(parts.get(i))).reversed())
            .toList();
    int threads = Math.clamp(parts.size(), 1, Runtime.getRuntime().availableProcessors());
    var next = new java.util.concurrent.atomic.AtomicInteger();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var workers = new ArrayList<Future<?>>();
      for (int t = 0; t < threads; t++) {
        workers.add(
            pool.submit(
                () -> {
                  for (int i = next.getAndIncrement();
                      i < order.size();
                      i = next.getAndIncrement()) {
                    int index = order.get(i);
                    String digest = digest(parts.get(index));
                    synchronized (results) {
                      results.set(index, digest);
                    }
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      next.set(order.size()); // the others stop after the part that they are at
      if (e.getCause() instanceof SigningException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      next.set(order.size());
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
    return results;
  }

  private static long size(Part part) {
    return part.to() - part.from();
  }

  private static String digest(Part part) {
    ModelFiles.Entry file = part.file();
    try {
      return file.bytes().sha256(part.from(), part.to());
    } catch (IOException e) {
      throw new SignatureRefused(Refusal.UNREADABLE, file.name() + " (" + e.getMessage() + ")", e);
    }
  }
}
