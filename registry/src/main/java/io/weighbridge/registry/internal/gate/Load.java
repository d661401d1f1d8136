package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Upstream;
import io.weighbridge.registry.internal.db.FileTable;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.fault.FaultPoint;
import io.weighbridge.registry.internal.preview.Preview;
import io.weighbridge.registry.internal.store.Announced;
import io.weighbridge.registry.internal.store.BlobStore;
import io.weighbridge.registry.internal.store.StoredBlob;
import io.weighbridge.registry.internal.store.Watcher;
import io.weighbridge.vetting.Artifact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of one revision on the scale. Each is here, or was looked at closely enough to be
 * judged before it is. Thread-safe.
 */
final class Load implements AutoCloseable {
  private static final int PARALLEL_FILES = 4;
  private static final int PARALLEL_LOOKS = 8;

  /** Of all files together, so much is kept for verdicts before files are fetched instead. */
  private static final long MOST_KEPT = 128 << 20;

  private final Rows.Model model;
  private final Upstream upstream;
  private final Weighing weighing;
  private final List<RepoFile> files;
  private final BlobStore store;
  private final FileTable known;
  private final Map<RepoFile, String> here = new ConcurrentHashMap<>();
  private final Map<RepoFile, Preview> seen = new ConcurrentHashMap<>();

  Load(
      Rows.Model model,
      Upstream upstream,
      Weighing weighing,
      List<RepoFile> files,
      BlobStore store,
      FileTable known) {
    this.model = model;
    this.upstream = upstream;
    this.weighing = weighing;
    this.files = files;
    this.store = store;
    this.known = known;
  }

  /** Fetches what is judged whole, and looks at the rest. */
  void bring() {
    List<RepoFile> far = files.stream().filter(file -> !find(file)).toList();
    weighing.expects(far.stream().filter(file -> !Preview.worth(file)).toList());
    Parallel.each(
        PARALLEL_LOOKS,
        far,
        file -> {
          if (Preview.worth(file)) {
            look(file);
          } else {
            fetch(file, Watcher.counting(weighing::arrived));
          }
        });
    fetchRest();
  }

  /** Whether it is here from another revision. */
  private boolean find(RepoFile file) {
    Optional<String> blob =
        file.sha256()
            .filter(sha256 -> store.size(sha256) == file.size())
            .or(
                () ->
                    file.large()
                        ? Optional.empty()
                        : known.blob(model.key(), file.oid(), file.size()).filter(store::has));
    blob.ifPresent(sha256 -> here.put(file, sha256));
    return blob.isPresent();
  }

  private void look(RepoFile file) {
    if (kept() > MOST_KEPT) {
      return;
    }
    switch (Preview.look(() -> upstream.open(model.id(), commit(), file))) {
      case Preview.Look.Seen(Preview preview) -> seen.put(file, preview);
      case Preview.Look.FetchWhole _ -> {}
    }
    FaultPoint.reached(FaultPoint.Phase.RANGES);
  }

  private long kept() {
    return seen.values().stream().mapToLong(Preview::bytesRead).sum();
  }

  /**
   * Makes sure that the verdict rests on bytes that are kept.
   *
   * @return false when some file had to be fetched for that: then all has to be judged again
   */
  boolean settle() {
    var unsound = ConcurrentHashMap.<RepoFile>newKeySet();
    Parallel.each(
        PARALLEL_LOOKS,
        arriving(),
        file -> {
          if (!preview(file).settle()) {
            unsound.add(file);
          }
        });
    unsound.forEach(
        file -> {
          preview(file).close();
          seen.remove(file);
        });
    fetchRest();
    return unsound.isEmpty();
  }

  private void fetchRest() {
    List<RepoFile> rest =
        files.stream().filter(file -> !here.containsKey(file) && !seen.containsKey(file)).toList();
    weighing.expects(rest);
    Parallel.each(PARALLEL_FILES, rest, file -> fetch(file, Watcher.counting(weighing::arrived)));
  }

  /** Brings a file into the store. */
  void fetch(RepoFile file, Watcher watcher) {
    StoredBlob blob =
        store.fetch(
            announced(file),
            offset -> upstream.stream(model.id(), commit(), file, offset),
            watcher);
    here.put(file, blob.sha256());
  }

  Announced announced(RepoFile file) {
    return Announced.of(upstream.name(), model.id(), file);
  }

  private CommitId commit() {
    return weighing.info().commit();
  }

  /** Files that are not here yet, in the order of the list. */
  List<RepoFile> arriving() {
    return files.stream().filter(file -> !here.containsKey(file)).toList();
  }

  Preview preview(RepoFile file) {
    Preview preview = seen.get(file);
    if (preview == null) {
      throw new IllegalStateException("neither here nor looked at: " + file.path());
    }
    return preview;
  }

  /** All files for the judge: those here as stored, the others as far as they are looked at. */
  List<Artifact> artifacts() {
    return files.stream().map(this::artifact).toList();
  }

  private Artifact artifact(RepoFile file) {
    String blob = here.get(file);
    if (blob != null) {
      return new Artifact(file, blob, () -> store.content(blob));
    }
    Preview preview = preview(file);
    return new Artifact(file, file.sha256().orElseThrow(), preview::content);
  }

  @Override
  public void close() {
    seen.values().forEach(Preview::close);
  }
}
