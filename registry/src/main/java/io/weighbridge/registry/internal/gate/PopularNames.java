package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Upstream;
import io.weighbridge.sourcing.NameIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the upstreams' most pulled models to the protected names, in the background and from time to
 * time: popularity changes, and the start of a server waits for no upstream. What was popular once
 * is kept in a file, and stays protected while its upstream is down or the server starts anew.
 */
final class PopularNames implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PopularNames.class);
  private static final int MOST = 1_000;
  private static final int MOST_KEPT = 200_000;

  private final Upstreams upstreams;
  private final NameIndex names;
  private final Path file;
  private final Map<ModelId, String> kept = new LinkedHashMap<>(); // with the upstream's name
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("popular-names").factory());

  /**
   * Protects what the file holds.
   *
   * @param file one id a line, with its upstream's name; written after a refresh that found more
   */
  PopularNames(Upstreams upstreams, NameIndex names, Path file) {
    this.upstreams = upstreams;
    this.names = names;
    this.file = file;
    names.addAll(restored());
  }

  /** Those that their upstream still owns. */
  private List<ModelId> restored() {
    try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.empty()) {
      lines
          .limit(MOST_KEPT)
          .map(line -> line.split("\t", -1))
          .filter(cells -> cells.length == 2)
          .forEach(
              cells -> ModelId.parse(cells[0]).ifPresent(id -> kept.putIfAbsent(id, cells[1])));
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("popular names in {} cannot be read: {}", file, e.getMessage());
    }
    for (Upstream upstream : upstreams.all()) {
      kept.entrySet()
          .removeIf(
              one ->
                  one.getValue().equals(upstream.name())
                      && !upstreams.owns(upstream, one.getKey()));
    }
    Set<String> there =
        upstreams.all().stream().map(Upstream::name).collect(Collectors.toUnmodifiableSet());
    kept.values().removeIf(upstream -> !there.contains(upstream));
    return List.copyOf(kept.keySet());
  }

  void every(Duration interval) {
    var _ =
        timer.scheduleWithFixedDelay(this::refresh, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks every upstream once; one that does not answer is asked again next time. */
  void refresh() {
    int before = kept.size();
    for (Upstream upstream : upstreams.all()) {
      try {
        List<ModelId> added =
            names.addPopular(
                upstream.search(ModelQuery.popular(MOST)).stream()
                    .filter(model -> upstreams.owns(upstream, model.id()))
                    .toList(),
                Instant.now());
        added.forEach(id -> kept.putIfAbsent(id, upstream.name()));
      } catch (HubException e) {
        LOG.info("popular names of {}: {}", upstream.name(), e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("popular names of {}", upstream.name(), e); // the timer must go on
      }
    }
    if (kept.size() > before) {
      keep();
    }
  }

  private void keep() {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(
          part,
          kept.entrySet().stream()
              .limit(MOST_KEPT)
              .map(one -> one.getKey() + "\t" + one.getValue())
              .toList());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("popular names cannot be kept in {}: {}", file, e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
