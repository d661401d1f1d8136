package io.weighbridge.pickle;

import io.weighbridge.evidence.Severity;
import java.util.List;

/**
 * Something that loading the pickle does, or that cannot be shown harmless.
 *
 * @param rule id of the rule, such as {@code pickle/dangerous-call}
 * @param expression the stream's doing as Python, shortened; from hostile bytes, unescaped
 * @param why one sentence: what it does
 * @param offset of the opcode that acts, within the content; within the nested payload when {@code
 *     within} is not empty and its bytes are not part of the content
 * @param path the opcodes that put it together, in order
 * @param within the calls that unpack the payload in which it happens, outermost first; empty for
 *     the content itself
 */
public record Effect(
    String rule,
    Severity severity,
    String expression,
    String why,
    long offset,
    List<Step> path,
    List<String> within) {

  public Effect {
    path = List.copyOf(path);
    within = List.copyOf(within);
  }

  /** One opcode of a path. */
  public record Step(Opcode opcode, long offset) {}

  /** {@code STACK_GLOBAL@23 → TUPLE1@38 → REDUCE@39}. */
  public String pathText() {
    var text = new StringBuilder();
    for (Step step : path) {
      if (!text.isEmpty()) {
        text.append(" → ");
      }
      text.append(step.opcode().name()).append('@').append(step.offset());
    }
    return text.toString();
  }
}
