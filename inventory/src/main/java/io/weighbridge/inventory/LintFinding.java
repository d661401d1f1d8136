package io.weighbridge.inventory;

import io.weighbridge.evidence.Rule;
import io.weighbridge.json.Json;
import java.util.Comparator;
import java.util.Optional;

/**
 * Something that lint found.
 *
 * @param message one sentence: what it is, here
 * @param evidence the line itself, or the model's name
 * @param edit what {@code --fix} would change; empty when a person must
 */
public record LintFinding(
    Rule rule,
    String path,
    int line,
    String message,
    String evidence,
    String owner,
    Optional<Hazard.Edit> edit) {

  /** By path, line, rule. */
  public static final Comparator<LintFinding> ORDER =
      Comparator.comparing(LintFinding::path)
          .thenComparingInt(LintFinding::line)
          .thenComparing(finding -> finding.rule().id())
          .thenComparing(LintFinding::message);

  public Json toJson() {
    return Json.object()
        .put("rule", rule.id())
        .put("severity", rule.severity().text())
        .put("path", path)
        .put("line", line)
        .put("message", message)
        .put("evidence", evidence)
        .put("remedy", rule.remedy())
        .put("owner", owner)
        .put("fixable", edit.isPresent())
        .build();
  }
}
