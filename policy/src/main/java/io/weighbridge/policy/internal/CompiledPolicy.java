package io.weighbridge.policy.internal;

import io.weighbridge.policy.Evidence;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.PolicyException;
import io.weighbridge.policy.Reason;
import io.weighbridge.policy.internal.PolicyDocument.Scope;
import java.time.Instant;
import java.util.List;

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
