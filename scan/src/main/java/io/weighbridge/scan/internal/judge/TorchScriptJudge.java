package io.weighbridge.scan.internal.judge;

import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.NameTable;
import java.nio.charset.StandardCharsets;

/**
 * TorchScript's own source, which looks like Python and is not: it has no imports, and reaches the
 * world only through operators. Sources: torch/csrc/jit/serialization/python_print.cpp; the
 * operators that touch files, from torch's native_functions.yaml.
 */
public final class TorchScriptJudge implements Judge {
  private static final int LIMIT = 64 << 20;

  @Override
  public void judge(Inspection thing) {
    String source = new String(thing.bytes(LIMIT), StandardCharsets.UTF_8);
    operators(thing, source, "torch.");
    operators(thing, source, "ops.");
  }

  private static void operators(Inspection thing, String source, String prefix) {
    for (int at = source.indexOf(prefix); at >= 0; at = source.indexOf(prefix, at + 1)) {
      if (at > 0 && (isName(source.charAt(at - 1)) || source.charAt(at - 1) == '.')) {
        continue;
      }
      int end = at + prefix.length();
      while (end < source.length() && (isName(source.charAt(end)) || source.charAt(end) == '.')) {
        end++;
      }
      String name = source.substring(at + prefix.length(), end);
      String operator = name.substring(name.lastIndexOf('.') + 1);
      if (NameTable.get().has("torchscript-file-operator", operator)) {
        thing.find(
            "torchscript/operator",
            at,
            "the operator " + operator + " reads or writes a file when the model runs",
            line(source, at));
      } else if (prefix.equals("ops.")) {
        int dot = name.indexOf('.');
        String space = dot < 0 ? name : name.substring(0, dot);
        if (!NameTable.get().has("torchscript-namespace", space)) {
          thing.find(
              "torchscript/unknown-operator",
              at,
              "the operator " + name + " is of a library that is not known",
              line(source, at));
        }
      }
    }
  }

  private static boolean isName(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private static String line(String source, int at) {
    int start = source.lastIndexOf('\n', at) + 1;
    int end = source.indexOf('\n', at);
    return source.substring(start, end < 0 ? source.length() : end).strip();
  }
}
