package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Via;
import io.weighbridge.registry.internal.gate.Provisional.Arriving;
import io.weighbridge.registry.internal.store.Arrival;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * Brings in the files of a revision that is served already: those that somebody waits for first,
 * and the others while nobody waits. Thread-safe.
 */
final class Delivery {
  private static final int PARALLEL_FILES = 4;
  private static final int MOST_WANTED = 12;

  /** Brings one file in. */
  interface Fetch {
    void bring(RepoFile file, Arrival arrival);
  }

  private final Map<RepoFile, Arriving> files;
  private final Fetch fetch;
  private final Map<String, RepoFile> waiting = new LinkedHashMap<>();
  private final Set<RepoFile> wanted = new LinkedHashSet<>();
  private Optional<Throwable> failure = Optional.empty();
  private int working;
  private int workingForSomebody;

  /**
   * A delivery.
   *
   * @param files in the order in which they come when nobody asks
   */
  Delivery(Map<RepoFile, Arriving> files, Fetch fetch) {
    this.files = new LinkedHashMap<>(files);
    this.fetch = fetch;
    files.keySet().forEach(file -> waiting.put(file.path().text(), file));
  }

  /** A file that is arriving, or has. */
  Optional<Arriving> find(String path) {
    return files.entrySet().stream()
        .filter(entry -> entry.getKey().path().text().equals(path))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Somebody waits for that file. */
  synchronized void want(String path) {
    RepoFile file = waiting.get(path);
    if (file != null && wanted.add(file)) {
      notifyAll();
    }
  }

  /**
   * Returns when all are here; after a failure nothing more is fetched, and the failure is thrown.
   *
   * @param failing told of the first failure before any reader notices
   */
  void run(Runnable failing) {
    Via via = Via.current();
    try (var threads = Parallel.threads()) {
      feed(threads, via, failing);
    } catch (InterruptedException e) {
      throw Parallel.closing(e);
    }
    switch (failure.orElse(null)) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private synchronized void feed(ExecutorService threads, Via via, Runnable failing)
      throws InterruptedException {
    while (failure.isEmpty() && (working > 0 || !waiting.isEmpty())) {
      Optional<RepoFile> next = next();
      if (next.isEmpty()) {
        await();
        continue;
      }
      RepoFile file = next.get();
      boolean forSomebody = wanted.remove(file);
      waiting.remove(file.path().text());
      working++;
      workingForSomebody += forSomebody ? 1 : 0;
      threads.execute(
          () -> ScopedValue.where(Via.CURRENT, via).run(() -> bring(file, forSomebody, failing)));
    }
  }

  /** What arrives when the gate shuts down ends, so that nobody waits for it. */
  private void await() throws InterruptedException {
    try {
      wait();
    } catch (InterruptedException e) {
      fail("the gate is shutting down");
      throw e;
    }
  }

  private Optional<RepoFile> next() {
    if (!wanted.isEmpty()) {
      return working < MOST_WANTED ? Optional.of(wanted.iterator().next()) : Optional.empty();
    }
    return workingForSomebody == 0 && working < PARALLEL_FILES
        ? waiting.values().stream().findFirst()
        : Optional.empty();
  }

  private void bring(RepoFile file, boolean forSomebody, Runnable failing) {
    try {
      fetch.bring(file, arriving(file).arrival());
    } catch (RuntimeException | Error e) {
      failed(e, failing);
    } finally {
      synchronized (this) {
        working--;
        workingForSomebody -= forSomebody ? 1 : 0;
        notifyAll();
      }
    }
  }

  private void failed(Throwable e, Runnable failing) {
    synchronized (this) {
      if (failure.isPresent()) {
        return;
      }
      failure = Optional.of(e);
    }
    failing.run();
    files.values().forEach(one -> one.arrival().fail(String.valueOf(e.getMessage())));
  }

  private Arriving arriving(RepoFile file) {
    return Optional.ofNullable(files.get(file)).orElseThrow();
  }

  /** Whether every file is what was promised of it. */
  boolean confirmed() {
    return files.values().stream().allMatch(one -> one.arrival().confirmed());
  }

  /** Everybody may have everything. */
  void prove() {
    files.values().forEach(one -> one.arrival().prove());
  }

  /** Nobody gets any more of what is not proven. */
  void fail(String why) {
    files.values().forEach(one -> one.arrival().fail(why));
  }
}
