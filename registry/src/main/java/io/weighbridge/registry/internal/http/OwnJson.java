package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.CommitId;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.registry.internal.access.TokenRecord;
import io.weighbridge.registry.internal.gate.DecisionSummary;
import io.weighbridge.registry.internal.gate.ModelRecord;
import io.weighbridge.registry.internal.gate.Overview;

/** The JSON of {@code /api/weighbridge/}; its fields are promised in docs/api.md. */
final class OwnJson {
  private OwnJson() {}

  static Json overview(Overview overview) {
    return Json.object()
        .put("stopped", overview.stopped())
        .put("waiting", overview.waiting())
        .put("wouldStop", overview.wouldStop())
        .put("admitted", overview.admitted())
        .put("weighing", overview.weighing())
        .put("pulls", overview.pulls())
        .put("blockedRequests", overview.blockedRequests())
        .put("storedBytes", overview.storedBytes())
        .put("lookAlikesStopped", overview.lookAlikes())
        .put("publishersUnknown", overview.ambiguous())
        .build();
  }

  static Json decision(DecisionSummary decision) {
    return Json.object()
        .put("model", decision.id().toString())
        .put("commit", decision.commit().hex())
        .put("upstream", decision.upstream())
        .put("state", decision.state().text())
        .put("text", decision.text())
        .put("time", decision.time().toString())
        .put("requests", decision.requests())
        .build();
  }

  static Json model(ModelRecord record) {
    return Json.object()
        .put("model", record.id().toString())
        .put("upstream", record.upstream())
        .put("revisions", Json.array(record.revisions().stream().map(OwnJson::revision).toList()))
        .build();
  }

  private static Json revision(ModelRecord.RevisionRecord revision) {
    var out =
        Json.object()
            .put("commit", revision.commit().hex())
            .put("state", revision.state().text())
            .put("served", revision.served().map(CommitId::hex))
            .put("text", revision.text())
            .put("time", revision.time().toString())
            .put("requests", revision.requests())
            .put("settledBy", revision.settledBy());
    revision.decision().map(Decision::toJson).ifPresent(decision -> out.put("decision", decision));
    revision.evidence().ifPresent(evidence -> out.put("evidence", evidence));
    return out.build();
  }

  static Json.Obj token(TokenRecord token) {
    return Json.object()
        .put("id", token.id())
        .put("name", token.name())
        .put("role", token.role().text())
        .put("created", token.created().toString())
        .build();
  }
}
