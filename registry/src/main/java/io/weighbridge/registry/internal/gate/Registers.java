package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.db.Rows.Settled;
import io.weighbridge.registry.internal.gate.Gate.HealthCheck;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the console and the metrics ask. */
final class Registers {
  private final GateParts parts;
  private final Records records;

  Registers(GateParts parts) {
    this.parts = parts;
    this.records = parts.records();
  }

  Overview overview() {
    parts.journal().flush();
    Map<String, Long> counts = records.revisions().lists().counts();
    return new Overview(
        sum(counts, RevisionState.REFUSED, RevisionState.WITHDRAWN),
        sum(counts, RevisionState.REVIEW),
        records.revisions().lists().wouldStop(),
        sum(counts, RevisionState.ADMITTED, RevisionState.FILTERED),
        sum(counts, RevisionState.WEIGHING),
        records.askers().total("pulls"),
        records.askers().total("blocked"),
        records.revisions().files().storedBytes(),
        records.askers().total(Journal.LOOK_ALIKES),
        records.askers().total(Journal.AMBIGUOUS));
  }

  private static long sum(Map<String, Long> counts, RevisionState... states) {
    return Stream.of(states).mapToLong(state -> counts.getOrDefault(state.text(), 0L)).sum();
  }

  List<DecisionSummary> decisions(DecisionSummary.Kind kind, int offset, int limit) {
    parts.journal().flush();
    List<RevisionState> states =
        switch (kind) {
          case STOPPED -> List.of(RevisionState.REFUSED, RevisionState.WITHDRAWN);
          case WAITING -> List.of(RevisionState.REVIEW);
          case WOULD_STOP, ADMITTED -> List.of(RevisionState.ADMITTED, RevisionState.FILTERED);
        };
    return records
        .revisions()
        .lists()
        .page(
            states.stream().map(RevisionState::text).toList(),
            kind == DecisionSummary.Kind.WOULD_STOP,
            Math.max(0, offset),
            Math.clamp(limit, 1, 1_000))
        .stream()
        .map(Registers::summary)
        .toList();
  }

  private static DecisionSummary summary(Rows.Line line) {
    return new DecisionSummary(
        line.id(),
        line.commit(),
        line.upstream(),
        RevisionState.of(line.state()),
        line.text(),
        line.time(),
        line.requests());
  }

  Optional<ModelRecord> record(ModelId id) {
    parts.journal().flush();
    return records
        .models()
        .find(id)
        .map(
            model ->
                new ModelRecord(
                    model.id(),
                    model.upstream(),
                    records.revisions().of(model.key()).stream().map(this::revision).toList()))
        .filter(found -> !found.revisions().isEmpty());
  }

  private ModelRecord.RevisionRecord revision(Rows.Revision revision) {
    return new ModelRecord.RevisionRecord(
        revision.commit(),
        RevisionState.of(revision.state()),
        revision.servedCommit(),
        revision.decision(),
        records.revisions().evidence(revision.key()),
        records.settlements().latest(revision.key()).map(Registers::sentence),
        revision.text(),
        revision.time(),
        revision.requests());
  }

  private static String sentence(Settled word) {
    String verb =
        switch (word.kind()) {
          case APPROVE -> "approved";
          case WAIVE -> "waived";
          case REFUSE -> "refused";
        };
    return String.format(
        Locale.ROOT,
        "%s by %s%s: %s",
        verb,
        word.person(),
        word.until().map(day -> " until " + day).orElse(""),
        word.reason());
  }

  List<HealthCheck> health() {
    return List.of(database(), ledger(), store());
  }

  private HealthCheck database() {
    try {
      records.database().ping();
      return new HealthCheck("database", true, "answers");
    } catch (RegistryException e) {
      return new HealthCheck("database", false, String.valueOf(e.getMessage()));
    }
  }

  private HealthCheck ledger() {
    String failure = parts.journal().failure();
    return new HealthCheck("ledger", failure.isEmpty(), failure.isEmpty() ? "writes" : failure);
  }

  private HealthCheck store() {
    try {
      return parts.quota().health();
    } catch (RegistryException e) {
      return new HealthCheck("disk", false, String.valueOf(e.getMessage()));
    }
  }
}
