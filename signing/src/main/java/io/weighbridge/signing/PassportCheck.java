package io.weighbridge.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  /** What the clocks of a gate and of a verifier may differ by. */
  private static final Duration SKEW = Duration.ofMinutes(5);

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
    passport.result().ifPresent(result -> sameResult(result, summary));
    if (!summary.passed()) {
      throw new SignatureRefused(Refusal.NOT_PASSED, summary.resource());
    }
    if (summary.verified().isAfter(now.plus(SKEW))) {
      throw new SignatureRefused(
          Refusal.NOT_YET, "on " + summary.verified() + "; is this machine's clock right?");
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
        || !statement.subjects().equals(summary.subjects())
        || !ModelHasher.sha256(scan.payload()).equals(summary.inputs().get("scan"))) {
      throw new SignatureRefused(
          Refusal.STATEMENT, "the passport's scan is not the one that its decision rests on");
    }
  }

  /** Other verifiers read it alone, so it may say nothing but what the decision says. */
  private void sameResult(Bundle result, Summary summary) {
    trust.check(result);
    Statement said = Statement.read(result.payload());
    if (!summary.toResult().map(Statement::toJson).equals(Optional.of(said.toJson()))) {
      throw new SignatureRefused(
          Refusal.STATEMENT, "the passport's result is not that of its decision");
    }
  }

  /**
   * Checks a passport for somebody who has no files, only the claim that a model is used: what an
   * admission check asks before a workload starts.
   *
   * @param resource package URL of model and commit, {@code pkg:huggingface/org/model@COMMIT}
   * @throws SignatureRefused with the reason
   */
  public Held claim(Passport passport, String resource) {
    Summary summary = standing(passport);
    if (!summary.resource().equals(resource)) {
      throw new SignatureRefused(
          Refusal.OTHER_MODEL, "it is for " + summary.resource() + ", asked was " + resource);
    }
    var notes = new ArrayList<String>();
    notes.add("no files were looked at");
    unrevoked().ifPresent(notes::add);
    return new Held(trust.check(passport.decision()), summary, List.of(), notes);
  }

  private Optional<String> unrevoked() {
    return revocations.isPresent()
        ? Optional.empty()
        : Optional.of("no revocation list was given, so a withdrawal would not be noticed");
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
    unrevoked().ifPresent(notes::add);
    return new Held(trust.check(passport.decision()), summary, model.ignored(), notes);
  }
}
