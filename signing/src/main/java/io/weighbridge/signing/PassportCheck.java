package io.weighbridge.signing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answers: are these the bytes that were admitted, who admitted them, and does it still count.
 *
 * @param trust whose decisions count
 * @param revocations the current list; empty when none was fetched, which the answer then says
 * @param now the time of the check
 */
public record PassportCheck(Trust trust, Optional<RevocationList> revocations, Instant now) {

  /**
   * A passport that holds.
   *
   * @param unsigned files that are there and that it does not speak of
   */
  public record Held(
      Trust.Signer signer, Summary summary, List<String> unsigned, List<String> notes) {
    public Held {
      unsigned = List.copyOf(unsigned);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Checks a passport without looking at files: signature, result, expiry, revocation, and that the
   * evidence is that of the decision.
   *
   * @throws SignatureRefused with the reason
   */
  public Summary standing(Passport passport) {
    trust.check(passport.decision());
    Summary summary = Summary.read(Statement.read(passport.decision().payload()));
    passport.scan().ifPresent(scan -> sameEvidence(scan, summary));
    if (!summary.passed()) {
      throw new SignatureRefused(Refusal.NOT_PASSED, summary.resource());
    }
    if (!now.isBefore(summary.expires())) {
      throw new SignatureRefused(
          Refusal.EXPIRED, "it ended on " + summary.expires() + "; pull the model again");
    }
    revocations
        .flatMap(list -> list.find(summary.tree().identity()))
        .ifPresent(
            entry -> {
              throw new SignatureRefused(
                  Refusal.REVOKED, "on " + entry.at() + ": " + entry.reason());
            });
    return summary;
  }

  private void sameEvidence(Bundle scan, Summary summary) {
    trust.check(scan);
    Statement statement = Statement.read(scan.payload());
    if (!statement.predicateType().equals(Passport.SCAN_TYPE)
        || !statement.subjects().equals(summary.subjects())) {
      throw new SignatureRefused(
          Refusal.STATEMENT, "the passport's scan is not about the files of its decision");
    }
  }

  /**
   * Checks a passport against the files of a model.
   *
   * @throws SignatureRefused with the reason
   */
  public Held files(Passport passport, ModelFiles model) {
    Summary summary = standing(passport);
    ModelStatement signed = ModelStatement.of(model.name(), summary.tree(), List.of());
    FilesCheck.Same same = FilesCheck.compare(signed, model);
    List<String> notes = ModelSignatures.notes(same.tree());
    if (revocations.isEmpty()) {
      notes.add("no revocation list was given, so a withdrawal would not be noticed");
    }
    return new Held(trust.check(passport.decision()), summary, model.ignored(), notes);
  }
}
