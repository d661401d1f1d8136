package io.weighbridge.scan.internal;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is being said about one file while it is judged. Bounded: of each rule the first {@value
 * #PER_RULE} findings are kept and the rest are counted, so that a hostile file cannot make its
 * report grow with its size. Confined to one thread.
 */
public final class Judgement {
  static final int PER_RULE = 40;

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Finding> last = new ArrayList<>();
  private Coverage coverage = Coverage.FULL;
  private String reason = "";

  public void add(Finding finding) {
    String key = finding.severity() == Severity.INFO ? finding.rule() + "?" : finding.rule();
    int count = counts.merge(key, 1, Integer::sum);
    if (count <= PER_RULE) {
      findings.add(finding);
    } else if (count == PER_RULE + 1) {
      last.add(finding);
    }
  }

  /** Notes that something was understood only as far as {@code part} says; the worst stays. */
  public void cover(Coverage part, String why) {
    if (part.compareTo(coverage) > 0) {
      coverage = part;
      reason = why;
    }
  }

  public Coverage coverage() {
    return coverage;
  }

  public String reason() {
    return reason;
  }

  /** The findings; where more than {@value #PER_RULE} of a rule fired, one says how many. */
  public List<Finding> findings() {
    var all = new ArrayList<>(findings);
    for (Finding finding : last) {
      String key = finding.severity() == Severity.INFO ? finding.rule() + "?" : finding.rule();
      int more = counts.getOrDefault(key, PER_RULE) - PER_RULE;
      all.add(
          new Finding(
              finding.rule(),
              finding.severity(),
              finding.location(),
              "and " + more + " more of this rule",
              "",
              finding.references(),
              finding.remedy()));
    }
    return all;
  }
}
