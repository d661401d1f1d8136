package io.weighbridge.pickle;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.RuleTable;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What loading a content as pickles would do.
 *
 * @param streams the pickles in it, in order; one that breaks before it does anything is listed
 *     only when it is the first
 * @param end behind the last byte that was understood without a gap
 * @param effects worth reporting, in the order of the streams; at most a hundred of each severity
 * @param globals every name that is imported, each once
 * @param coverage {@link Coverage#FULL} only when every byte was understood
 * @param reason why coverage is not full; empty when it is
 */
public record PickleReport(
    List<PickleStream> streams,
    long end,
    List<Effect> effects,
    List<GlobalUse> globals,
    Coverage coverage,
    String reason) {

  public PickleReport {
    streams = List.copyOf(streams);
    effects = List.copyOf(effects);
    globals = List.copyOf(globals);
  }

  public Verdict verdict() {
    Severity worst = Severity.INFO;
    for (Effect effect : effects) {
      worst = worst.worst(effect.severity());
    }
    return switch (worst) {
      case MALICIOUS -> Verdict.MALICIOUS;
      case SUSPICIOUS -> Verdict.SUSPICIOUS;
      case INFO -> coverage == Coverage.FULL ? Verdict.SAFE : Verdict.SUSPICIOUS;
    };
  }

  /** The effects as findings at a location: that of the content. */
  public List<Finding> findings(Location location) {
    RuleTable rules = Pickles.rules();
    var findings = new ArrayList<Finding>();
    for (Effect effect : effects) {
      Rule rule = rules.rule(effect.rule());
      Location place = location;
      for (String call : effect.within()) {
        place = place.member(call);
      }
      findings.add(
          rule.at(place.at(effect.offset()), effect.why(), effect.expression(), effect.severity()));
    }
    return findings;
  }
}
