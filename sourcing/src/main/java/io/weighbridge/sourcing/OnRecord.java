package io.weighbridge.sourcing;

import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was admitted here before. A new commit of a known model is judged against it, as a change;
 * and the publisher's identity as it was then is what today's must still be. Thread-safe.
 */
public interface OnRecord {

  /** Of the model, whatever its case, the revision that was admitted last. */
  Optional<Admitted> lastAdmitted(ModelId id);

  /** Of all models of that namespace, one that is admitted: who the publisher was then. */
  Optional<Admitted> lastAdmittedOf(String namespace);

  /**
   * An admitted revision.
   *
   * @param how how it became known, such as {@code admitted here}
   * @param upstream configured name of the upstream that it came from
   * @param files as the upstream listed them then
   * @param source the {@link SourceReport} of then, as JSON
   * @param licences SPDX ids that its card and licence files stated, as far as they were read
   * @param at when that was
   */
  record Admitted(
      String how,
      String upstream,
      ModelInfo model,
      List<RepoFile> files,
      Json source,
      List<String> licences,
      Instant at) {
    public Admitted {
      files = List.copyOf(files);
      licences = List.copyOf(licences);
    }

    /** How and when it became known. */
    public String known() {
      return how + " on " + at.toString().substring(0, 10);
    }

    /** A fact of then; empty when it was not known. */
    public Optional<Json> fact(String name) {
      return source.items("facts").stream()
          .filter(fact -> fact.text("name").equals(Optional.of(name)))
          .flatMap(fact -> fact.get("value").stream())
          .findFirst();
    }
  }

  /** Where nothing was admitted yet, or nobody keeps a record. */
  OnRecord NOTHING =
      new OnRecord() {
        @Override
        public Optional<Admitted> lastAdmitted(ModelId id) {
          return Optional.empty();
        }

        @Override
        public Optional<Admitted> lastAdmittedOf(String namespace) {
          return Optional.empty();
        }
      };
}
