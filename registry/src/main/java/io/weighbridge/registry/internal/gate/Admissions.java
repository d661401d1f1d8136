package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.db.Database;
import io.weighbridge.registry.internal.db.ModelTable;
import io.weighbridge.registry.internal.db.RevisionTable;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.sourcing.OnRecord;
import java.util.List;
import java.util.Optional;

/**
 * What this gate has admitted, for judging what comes next. The publisher's identity is pinned by
 * the evidence of the admission itself: nothing is kept twice. Thread-safe.
 */
final class Admissions implements OnRecord {
  private final ModelTable models;
  private final RevisionTable revisions;

  Admissions(Database database) {
    this.models = new ModelTable(database);
    this.revisions = new RevisionTable(database);
  }

  @Override
  public Optional<Admitted> lastAdmitted(ModelId id) {
    return models.find(id).flatMap(this::lastAdmitted);
  }

  @Override
  public Optional<Admitted> lastAdmittedOf(String namespace) {
    return namespace.isEmpty()
        ? Optional.empty()
        : models.admitted("", namespace, 1).stream().findFirst().flatMap(this::lastAdmitted);
  }

  private Optional<Admitted> lastAdmitted(Rows.Model model) {
    return revisions
        .lastAdmitted(model.key())
        .map(
            revision -> {
              Json evidence = revisions.evidence(revision.key()).orElse(Json.Null.NULL);
              return new Admitted(
                  "admitted here",
                  model.upstream(),
                  revision.info(),
                  revisions.files().of(revision.key()).stream().map(Rows.File::file).toList(),
                  evidence.get("source").orElse(Json.Null.NULL),
                  licences(evidence),
                  revision.time());
            });
  }

  private static List<String> licences(Json evidence) {
    return evidence.get("scan").stream()
        .flatMap(scan -> scan.items("licences").stream())
        .flatMap(licence -> licence.asText().stream())
        .toList();
  }
}
