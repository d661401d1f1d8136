package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Severity;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.OperatorTable;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TensorFlow graphs in protobuf's text form, such as {@code saved_model.pbtxt}, which loaders read
 * like the binary form. Only the operators of nodes are looked at: {@code op: "Name"}.
 */
final class TextGraphRules {
  private TextGraphRules() {}

  static void judge(Inspection thing, String text) {
    if (!text.contains("node") || !text.contains("op")) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int at = text.indexOf("op"); at >= 0; at = text.indexOf("op", at + 2)) {
      if (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
        continue;
      }
      String name = value(text, at + 2);
      if (name.isEmpty() || !seen.add(name)) {
        continue;
      }
      OperatorTable.@Nullable Effect effect = OperatorTable.get().of(name);
      if (effect == null) {
        thing.find("tf/unknown-operator", "an operator is not one of TensorFlow's", name);
      } else if (effect.severity() != Severity.INFO) {
        thing.find(
            name.contains("PyFunc") ? "tf/code-operator" : "tf/file-operator",
            effect.severity(),
            -1,
            "running the graph " + effect.what(),
            name);
      }
    }
  }

  /** The string after {@code : "}; empty when something else follows. */
  private static String value(String text, int from) {
    int i = from;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == ':')) {
      i++;
    }
    if (i == from || i >= text.length() || text.charAt(i) != '"' && text.charAt(i) != '\'') {
      return "";
    }
    int end = text.indexOf(text.charAt(i), i + 1);
    return end < 0 ? "" : text.substring(i + 1, end);
  }
}
