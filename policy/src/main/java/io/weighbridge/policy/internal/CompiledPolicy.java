package io.weighbridge.policy.internal;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Evidence;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.PolicyException;
import io.weighbridge.policy.Reason;
import io.weighbridge.policy.Waiver;
import io.weighbridge.policy.internal.PolicyDocument.Scope;
import io.weighbridge.policy.internal.PolicyDocument.WaiverEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A policy that passed all checks, ready to judge. Immutable and thread-safe. */
public final class CompiledPolicy {
  private final PolicyDocument document;
  private final List<CompiledRule> revisionRules;
  private final List<CompiledRule> fileRules;

  private CompiledPolicy(PolicyDocument document) {
    this.document = document;
    this.revisionRules = compile(document, Scope.REVISION);
    this.fileRules = compile(document, Scope.FILE);
  }

  /**
   * @throws PolicyException with the line, when the text is no acceptable policy
   */
  public static CompiledPolicy of(String text) {
    return new CompiledPolicy(DocumentReader.read(text));
  }

  private static List<CompiledRule> compile(PolicyDocument document, Scope scope) {
    return document.rules().stream()
        .filter(rule -> rule.scope() == scope)
        .map(CompiledRule::compile)
        .toList();
  }

  public PolicyDocument document() {
    return document;
  }

  /**
   * What the list of denied ids says of a commit, or of every commit; empty when it says nothing,
   * or when a waiver holds that may lift it.
   */
  public Optional<Judgement> denied(ModelId model, Optional<CommitId> commit, Instant now) {
    List<Waiver> waivers =
        document.waiversOf(model, commit).stream().map(WaiverEntry::waiver).toList();
    if (waivers.stream().anyMatch(waiver -> waiver.holdsAt(now))) {
      return Optional.empty();
    }
    return document
        .denying(model, commit)
        .map(Judging::denied)
        .map(
            reason ->
                waivers.isEmpty()
                    ? Judgement.blocked(reason)
                    : Judgement.blocked(reason, Judging.ended(waivers.getLast())));
  }

  /** What the rules make of the evidence. Evidence that cannot be read is a block. */
  public Judgement judge(Evidence evidence, Instant now) {
    try {
      return new Judging(document, revisionRules, fileRules, evidence, now).judge();
    } catch (PolicyException e) {
      String message = "the evidence cannot be read, which counts as a block: " + e.getMessage();
      return Judgement.blocked(new Reason("evidence", Outcome.BLOCK, "", false, message, ""));
    }
  }
}
