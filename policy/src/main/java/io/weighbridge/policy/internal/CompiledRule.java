package io.weighbridge.policy.internal;

import dev.cel.common.types.SimpleType;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.PolicyException;
import io.weighbridge.policy.Reason;
import io.weighbridge.policy.internal.Expressions.Compiled;
import io.weighbridge.policy.internal.PolicyDocument.Mode;
import io.weighbridge.policy.internal.PolicyDocument.RuleText;
import java.util.Map;
import java.util.Optional;

/** A rule whose expressions passed the type check. Thread-safe. */
record CompiledRule(RuleText source, Compiled when, Template message, Template next) {

  /**
   * What the rule says.
   *
   * @param failed whether it could not be evaluated, which counts as a block of the revision
   */
  record Word(CompiledRule rule, Reason reason, boolean failed) {
    boolean counts() {
      return !reason.observed();
    }
  }

  static CompiledRule compile(RuleText rule) {
    try {
      Compiled when = Expressions.compile(rule.scope(), rule.when().value(), rule.when().line());
      if (!when.type().equals(SimpleType.BOOL)) {
        throw Yaml.at(
            rule.when().line(), "\"when\" is true or false, this is " + when.type().name());
      }
      return new CompiledRule(
          rule,
          when,
          Template.compile(rule.scope(), rule.message()),
          Template.compile(rule.scope(), rule.next()));
    } catch (PolicyException e) {
      throw new PolicyException(e.getMessage() + " [rule " + rule.id() + "]");
    }
  }

  /** Empty when the rule does not match. */
  Optional<Word> ask(Map<String, Object> variables, String file) {
    boolean observed = source.mode() == Mode.OBSERVE;
    try {
      if (!when.evaluate(variables).equals(true)) {
        return Optional.empty();
      }
      var reason =
          new Reason(
              source.id(),
              source.outcome(),
              file,
              observed,
              message.fill(variables),
              next.fill(variables));
      return Optional.of(new Word(this, reason, false));
    } catch (PolicyException e) {
      String message =
          "rule "
              + source.id()
              + " could not be evaluated, which counts as a block: "
              + e.getMessage();
      return Optional.of(
          new Word(
              this, new Reason(source.id(), Outcome.BLOCK, file, observed, message, ""), true));
    }
  }
}
