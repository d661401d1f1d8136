package io.weighbridge.evidence;

import java.util.List;

/**
 * A rule, as data: what it means when it fires, for every place where it fires.
 *
 * @param id {@code area/name}, stable across releases
 * @param severity its usual severity; a finding may carry a lesser one when evidence is weaker
 * @param title a noun phrase for lists
 * @param why why it matters, one or two sentences
 * @param remedy what to do about it
 */
public record Rule(
    String id,
    Severity severity,
    String title,
    String why,
    String remedy,
    List<Reference> references) {

  public Rule {
    references = List.copyOf(references);
  }

  public Finding at(Location location, String message, String evidence) {
    return new Finding(id, severity, location, message, evidence, references, remedy);
  }

  public Finding at(Location location, String message, String evidence, Severity actual) {
    return new Finding(id, actual, location, message, evidence, references, remedy);
  }
}
