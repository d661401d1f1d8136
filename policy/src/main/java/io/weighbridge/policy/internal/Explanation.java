package io.weighbridge.policy.internal;

import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.internal.PolicyDocument.IdEntry;
import io.weighbridge.policy.internal.PolicyDocument.Mode;
import io.weighbridge.policy.internal.PolicyDocument.RuleText;
import io.weighbridge.policy.internal.PolicyDocument.Scope;
import io.weighbridge.policy.internal.PolicyDocument.WaiverEntry;
import io.weighbridge.policy.internal.Vocabulary.Field;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** A policy, and the words it may use, as text. */
public final class Explanation {
  private Explanation() {}

  public static String of(PolicyDocument policy, String digest, Instant now) {
    var text =
        new StringBuilder("policy sha256:" + digest + ", mode " + policy.mode().text() + "\n");
    List<RuleText> worstFirst =
        policy.rules().stream().sorted(Comparator.comparing(RuleText::outcome).reversed()).toList();
    for (RuleText rule : worstFirst) {
      text.append(rule(rule, policy.mode()));
    }
    entries(text, "deny", policy.deny());
    entries(text, "allow", policy.allow());
    for (WaiverEntry entry : policy.waivers()) {
      text.append(
          "waiver  %s@%s by %s until %s%s: %s\n"
              .formatted(
                  entry.model(),
                  entry.revision(),
                  entry.waiver().person(),
                  entry.waiver().until(),
                  entry.waiver().holdsAt(now) ? "" : " (ended)",
                  entry.waiver().reason()));
    }
    return text.append("otherwise review\n").toString();
  }

  private static String rule(RuleText rule, Mode usual) {
    String otherwise =
        rule.scope() == Scope.FILE && rule.outcome() == Outcome.BLOCK
            ? ", else " + rule.otherwise().text()
            : "";
    String mode = rule.mode() == usual ? "" : " [" + rule.mode().text() + "]";
    return "%-7s %s (%s%s)%s\n        when %s\n"
        .formatted(
            rule.outcome().text(),
            rule.id(),
            rule.scope().text(),
            otherwise,
            mode,
            rule.when().value().strip().replaceAll("\\s*\n\\s*", " "));
  }

  private static void entries(StringBuilder text, String verb, List<IdEntry> entries) {
    for (IdEntry entry : entries) {
      text.append(
          "%-7s %s%s: %s\n"
              .formatted(
                  verb,
                  entry.model(),
                  entry.revision().map(commit -> "@" + commit).orElse(""),
                  entry.reason()));
    }
  }

  public static String vocabulary() {
    var text = new StringBuilder();
    String last = "";
    for (Field row : Vocabulary.STANDARD.rows()) {
      String type = row.type().startsWith("*") ? "variables" : row.type();
      if (!type.equals(last)) {
        text.append(last.isEmpty() ? "" : "\n").append(type).append('\n');
        last = type;
      }
      text.append("  %-16s %-18s %s\n".formatted(row.name(), row.cel(), row.meaning()));
      text.append("  %-16s %-18s when: %s\n".formatted("", "", row.example()));
    }
    return text.toString();
  }
}
