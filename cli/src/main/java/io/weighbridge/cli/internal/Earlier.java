package io.weighbridge.cli.internal;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Upstream;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.OnRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The revision that a model is held against on the command line: the one that was named, else the
 * one that this machine's Hugging Face cache holds. What the model was then, the hub is asked.
 */
final class Earlier {
  private Earlier() {}

  /**
   * Finds it.
   *
   * @param since a revision, as typed
   */
  static OnRecord of(Upstream upstream, ModelId id, Optional<String> since) {
    if (since.isPresent()) {
      return record(upstream, id, since.get(), "named", Instant.now())
          .orElseThrow(
              () -> new CliException("vet: " + id + " has no revision \"" + since.get() + '"'));
    }
    return cached(id)
        .flatMap(
            ref -> {
              try {
                String commit = Files.readString(ref).strip();
                Instant at = Files.getLastModifiedTime(ref).toInstant();
                return CommitId.isFull(commit)
                    ? record(upstream, id, commit, "fetched by this machine", at)
                    : Optional.<OnRecord>empty();
              } catch (IOException e) {
                return Optional.<OnRecord>empty(); // a cache is only a convenience
              }
            })
        .orElse(OnRecord.NOTHING);
  }

  /** {@code refs/main} of the model in the cache of huggingface_hub, where there is one. */
  private static Optional<Path> cached(ModelId id) {
    Path cache =
        environment("HF_HUB_CACHE")
            .or(() -> environment("HF_HOME").map(home -> home.resolve("hub")))
            .orElseGet(
                () -> Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub"));
    Path ref = cache.resolve("models--" + id.toString().replace("/", "--")).resolve("refs/main");
    return Files.isRegularFile(ref) ? Optional.of(ref) : Optional.empty();
  }

  private static Optional<Path> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank()).map(Path::of);
  }

  private static Optional<OnRecord> record(
      Upstream upstream, ModelId id, String revision, String how, Instant at) {
    try {
      Upstream.Described then = upstream.describe(id, revision);
      var admitted =
          new OnRecord.Admitted(
              how, upstream.name(), then.model(), then.files(), Json.Null.NULL, List.of(), at);
      return Optional.of(
          new OnRecord() {
            @Override
            public Optional<Admitted> lastAdmitted(ModelId asked) {
              return asked.key().equals(then.model().id().key())
                  ? Optional.of(admitted)
                  : Optional.empty();
            }

            @Override
            public Optional<Admitted> lastAdmittedOf(String namespace) {
              return Optional.empty();
            }
          });
    } catch (HubException e) {
      return Optional.empty(); // the hub no longer has it, which its history shows as well
    }
  }
}
