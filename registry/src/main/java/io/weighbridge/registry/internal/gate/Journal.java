package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.db.Rows.Settled;
import io.weighbridge.registry.internal.ledger.Ledger;
import io.weighbridge.registry.internal.ledger.LedgerEntry;
import io.weighbridge.registry.internal.ledger.LedgerEntry.Type;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what the gate does into words for the ledger, and counts it. Thread-safe. */
final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Duration REPEAT = Duration.ofMinutes(1);
  private static final int FLUSH = 64;
  private static final String PROVISIONAL = "provisional";
  static final String LOOK_ALIKES = "look-alikes";
  static final String AMBIGUOUS = "ambiguous";

  private final Ledger ledger;
  private final Records records;
  private final Recent<LongAdder> repeats;
  private final Map<Long, Long> requests = new HashMap<>();
  private long unflushed;
  private long pulls;
  private long blocked;

  Journal(Ledger ledger, Records records, Clock clock) {
    this.ledger = ledger;
    this.records = records;
    this.repeats = new Recent<>(clock, 10_000);
  }

  /** Records a decision; throws when it cannot, and then it must not take effect. */
  void decided(ModelId id, String upstream, RevisionState state, String text, Decision decision) {
    ledger.record(
        new LedgerEntry(
            Type.DECISION,
            about(id, new CommitId(decision.commit()))
                .put("upstream", upstream)
                .put("state", state.text())
                .put("text", text)
                .put("decision", decision.toJson())
                .build()));
  }

  /**
   * Records that a revision is offered by a judgement of parts of it; what becomes of it when all
   * is here follows. Throws when it cannot, and then nothing may leave.
   */
  void offered(ModelId id, String upstream, Decision decision) {
    ledger.record(
        new LedgerEntry(
            Type.DECISION,
            about(id, new CommitId(decision.commit()))
                .put("upstream", upstream)
                .put("state", PROVISIONAL)
                .put("text", "offered while it arrives; final when every byte of it is here")
                .put("decision", decision.toJson())
                .build()));
  }

  /** Counts what reconnaissance found out about a new revision; never fails. */
  void judged(SourceSigns source) {
    try {
      if (source.lookAlikeStopped()) {
        records.askers().addTotal(LOOK_ALIKES, 1);
      }
      if (source.ambiguous()) {
        records.askers().addTotal(AMBIGUOUS, 1);
      }
    } catch (RegistryException e) {
      LOG.warn("counters were not stored: {}", e.getMessage());
    }
  }

  /** Records that an upstream's answer itself was refused. */
  void rejected(ModelId id, CommitId commit, String upstream, String text) {
    ledger.record(
        new LedgerEntry(
            Type.DECISION,
            about(id, commit)
                .put("upstream", upstream)
                .put("state", RevisionState.REFUSED.text())
                .put("text", text)
                .build()));
  }

  /** Records a person's word; throws when it cannot. */
  void settled(ModelId id, CommitId commit, Settled word) {
    Type type =
        switch (word.kind()) {
          case APPROVE -> Type.APPROVAL;
          case WAIVE -> Type.WAIVER;
          case REFUSE -> Type.REFUSAL;
        };
    ledger.record(
        new LedgerEntry(
            type,
            about(id, commit)
                .put("person", word.person())
                .put("reason", word.reason())
                .put("concerns", Json.strings(word.concerns().stream().sorted().toList()))
                .put("until", word.until().map(Object::toString))
                .build()));
  }

  /**
   * Records a refused request. A client repeats itself (one download asks dozens of times): within
   * a minute only the first of one asker for one revision is written, the others are counted.
   */
  void blocked(ModelId id, Rows.Revision revision, Asker asker, String text) {
    count(revision.key());
    repeated(String.valueOf(revision.key()), about(id, revision.commit()), asker, text);
  }

  private void repeated(String what, Json.ObjBuilder about, Asker asker, String text) {
    String key = what + " " + asker.tokenId() + " " + asker.name();
    var running = repeats.get(key);
    if (running.isPresent()) {
      running.get().increment();
      return;
    }
    repeats.put(key, new LongAdder(), REPEAT);
    try {
      ledger.record(
          new LedgerEntry(
              Type.BLOCK,
              about
                  .put("asker", asker.name())
                  .put("client", shortened(asker.userAgent()))
                  .put("text", text)
                  .build()));
    } catch (RegistryException e) {
      LOG.error("a refused request could not be recorded: {}", e.getMessage());
    }
  }

  /** Records a refused request for an id that is denied whatever the commit. */
  void denied(ModelId id, Asker asker, String text) {
    synchronized (this) {
      blocked++;
    }
    repeated(id.key(), about(id), asker, text);
  }

  /** Records a pull; throws when it cannot, and then nothing may be sent. */
  void pulled(ServedRevision revision, ServedFile file, Asker asker, long bytes) {
    ledger.record(
        new LedgerEntry(
            Type.PULL,
            about(revision.id(), revision.upstreamCommit())
                .put("served", revision.commit().hex())
                .put("file", file.file().path().text())
                .put("sha256", file.sha256())
                .put("bytes", bytes)
                .put("asker", asker.name())
                .put("client", shortened(asker.userAgent()))
                .build()));
    boolean full;
    synchronized (this) {
      pulls++;
      full = ++unflushed >= FLUSH;
    }
    if (full) {
      flush();
    }
  }

  private static Json.ObjBuilder about(ModelId id, CommitId commit) {
    return about(id).put("commit", commit.hex());
  }

  private static Json.ObjBuilder about(ModelId id) {
    return Json.object().put("model", id.toString());
  }

  private static String shortened(String text) {
    return text.length() > 200 ? text.substring(0, 200) : text;
  }

  private void count(long revision) {
    boolean full;
    synchronized (this) {
      requests.merge(revision, 1L, Long::sum);
      blocked++;
      full = ++unflushed >= FLUSH;
    }
    if (full) {
      flush();
    }
  }

  /** Brings the counters into the database; they are statistics, and a failure only delays them. */
  void flush() {
    Map<Long, Long> counts;
    long stopped;
    long pulled;
    synchronized (this) {
      counts = Map.copyOf(requests);
      stopped = blocked;
      pulled = pulls;
      requests.clear();
      blocked = 0;
      pulls = 0;
      unflushed = 0;
    }
    try {
      if (!counts.isEmpty()) {
        records.revisions().addRequests(counts);
      }
      if (stopped > 0) {
        records.askers().addTotal("blocked", stopped);
      }
      if (pulled > 0) {
        records.askers().addTotal("pulls", pulled);
      }
    } catch (RegistryException e) {
      LOG.warn("counters were not stored: {}", e.getMessage());
    }
  }

  /** Why the ledger cannot be written; empty when it can. */
  String failure() {
    return ledger.failure();
  }

  @Override
  public void close() {
    flush();
    ledger.close();
  }
}
