package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Refs;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The one door. Thread-safe; every method may block on disk, and on an upstream where it says so.
 */
public interface Gate extends AutoCloseable {

  /**
   * Resolves a revision for an asker; the first asker of an unknown revision starts its vetting,
   * later ones join it. May ask the upstream (branches at most once a minute).
   *
   * @param revision branch, tag, full or short commit id; {@code ""} or {@code HEAD} is the default
   *     branch
   * @param patience how long to wait for a verdict before answering {@link Answer.Weighing}
   */
  Answer ask(ModelId id, String revision, Asker asker, Duration patience);

  /**
   * Branches and tags with the commits that the gate would serve for them now (the last admitted
   * one where the newest is refused or waits); refs that never had an admitted commit carry the
   * upstream's.
   */
  Outcome<Refs> refs(ModelId id, Asker asker);

  /** History of a revision, newest first, bounded. */
  Outcome<List<Commit>> commits(ModelId id, String revision, Asker asker, int limit);

  /** Search in what was admitted here, then in the upstreams; each id once, canonical case. */
  List<ModelInfo> search(ModelQuery query, Asker asker);

  /**
   * Bytes of a file of a served revision, which may still be arriving. Judged bytes of it are there
   * at once; a range that ends where the file does follows it as it arrives, and its last part is
   * held until the file is proven; any other range waits for that.
   *
   * @param first offset of the first byte wanted; 0 also for an empty file
   * @param last offset of the last one, inclusive
   * @param patience how long to wait for the first byte
   */
  Opening open(ServedRevision revision, ServedFile file, long first, long last, Duration patience);

  /**
   * Records that an asker gets bytes of a file: before the first of them leaves, so that no crash
   * loses who has what.
   *
   * @param bytes as many as the answer has, whether or not the asker takes them all
   * @throws io.weighbridge.registry.RegistryException when that cannot be put on disk: then nothing
   *     may be sent
   */
  void recordPull(ServedRevision revision, ServedFile file, Asker asker, long bytes);

  /**
   * Admits what waits for a person, or takes back a person's refusal; recorded with person and
   * reason. What the policy blocks stays blocked: that takes {@link #waive}.
   *
   * @param revision full or short commit id, a branch known here, or {@code ""} for the default
   *     branch
   */
  Settlement approve(ModelId id, String revision, String person, String reason);

  /**
   * Lifts a block of one exact commit until a date.
   *
   * @param until the last day (UTC) on which it holds; today or later
   */
  Settlement waive(ModelId id, String revision, String person, String reason, LocalDate until);

  /** The opposite of {@link #approve}: a served revision is withdrawn, a waiting one refused. */
  Settlement refuse(ModelId id, String revision, String person, String reason);

  /** Registers (or with empty forgets) an asker's own upstream token for gated models. */
  void registerUpstreamToken(Asker asker, String upstream, Optional<String> token);

  /** Signed records of what is admitted. */
  Passports passports();

  /** What the console opens on. */
  Overview overview();

  /** Decisions of a kind, newest first. */
  List<DecisionSummary> decisions(DecisionSummary.Kind kind, int offset, int limit);

  /**
   * Whether a model opens for an asker: all that are not gated or private, and those for whom the
   * upstream lets the asker in. May ask the upstream.
   */
  boolean opens(ModelId id, Asker asker);

  /** Everything on record about a model, newest revision first; empty when nothing is. */
  Optional<ModelRecord> record(ModelId id);

  /** Whether the gate can serve: database, store and disk watermark, each with a sentence. */
  List<HealthCheck> health();

  @Override
  void close();

  /** An answer that may be a refusal instead of a value. */
  sealed interface Outcome<T> {
    /** The value. */
    record Of<T>(T value) implements Outcome<T> {}

    /** The refusal, as {@link Gate#ask} would give it. */
    record Not<T>(Answer answer) implements Outcome<T> {}
  }

  /** One health check. */
  record HealthCheck(String name, boolean ok, String detail) {}
}
