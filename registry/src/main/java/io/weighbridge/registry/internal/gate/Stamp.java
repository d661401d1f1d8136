package io.weighbridge.registry.internal.gate;

import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.db.Rows.Settled;
import io.weighbridge.registry.internal.db.Rows.Signed;
import io.weighbridge.registry.internal.gate.Judge.Judgement;
import io.weighbridge.registry.internal.passport.Admission;
import io.weighbridge.registry.internal.passport.PassportOffice;
import io.weighbridge.signing.Passport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts what the gate admits into the words of its passport. Thread-safe. */
final class Stamp {
  private final Records records;
  private final PassportOffice office;

  Stamp(Records records, PassportOffice office) {
    this.records = records;
    this.office = office;
  }

  /** Signs what a judgement admits. */
  Signed issue(
      Rows.Model model,
      long revision,
      Judgement judgement,
      List<Rows.File> files,
      Optional<Settled> settled) {
    ServedRevision served =
        Shelf.item(
                model,
                records.revisions().find(revision).orElseThrow().info(),
                Verdicts.servedCommit(judgement),
                files,
                judgement.decision(),
                settled)
            .revision();
    Instant until = Standing.validUntil(judgement.decision(), settled);
    return office.issue(admission(revision, served, until));
  }

  /** Signs what a person's word admits. */
  Signed issue(Rows.Model model, Rows.Revision revision, Optional<Settled> word) {
    return office.issue(onRecord(model, revision, word));
  }

  /** The passport of a revision that is about to be served; throws when it says otherwise. */
  Passport holding(Rows.Revision revision, ServedRevision served) {
    Instant until =
        Standing.validUntil(
            revision.decision().orElseThrow(), records.settlements().latest(revision.key()));
    return office.holding(admission(revision.key(), served, until));
  }

  /** Signs what was admitted before there were passports. */
  void adopt() {
    office.adopt(
        key ->
            records
                .models()
                .ofRevision(key)
                .flatMap(
                    model ->
                        records
                            .revisions()
                            .find(key)
                            .map(
                                revision ->
                                    onRecord(model, revision, records.settlements().latest(key)))));
  }

  PassportOffice office() {
    return office;
  }

  private Admission onRecord(Rows.Model model, Rows.Revision revision, Optional<Settled> settled) {
    Instant until = Standing.validUntil(revision.decision().orElseThrow(), settled);
    ServedRevision served = Shelf.item(records, model, revision, settled).revision();
    return admission(revision.key(), served, until);
  }

  private static Admission admission(long revision, ServedRevision served, Instant validUntil) {
    return new Admission(
        revision,
        served.id(),
        served.commit(),
        served.upstreamCommit(),
        served.files().stream()
            .map(
                file ->
                    new Admission.Served(
                        file.file().path().text(),
                        file.file().size(),
                        file.sha256(),
                        file.report()))
            .toList(),
        served.decision(),
        validUntil);
  }
}
