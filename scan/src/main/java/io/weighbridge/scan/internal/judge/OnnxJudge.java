package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Severity;
import io.weighbridge.formats.Onnx;
import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.NameTable;
import io.weighbridge.scan.internal.graph.GraphBranches;
import java.util.HashSet;
import java.util.Set;

/**
 * ONNX: where tensors say that their data is (CVE-2022-25882, CVE-2024-27318, CVE-2024-5187), and
 * operators that need a library of their own.
 */
public final class OnnxJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (Onnx view = Onnx.open(thing.content(), thing.budget())) {
      Parts.judge(thing, view);
      for (Onnx.ExternalData data : view.externalData()) {
        external(thing, data);
      }
      domains(thing, view);
      GraphBranches.judge(thing, view);
    }
  }

  private static void external(Inspection thing, Onnx.ExternalData data) {
    String evidence = data.tensor() + " ← " + data.location();
    if (Paths.leaves(data.location())) {
      thing.find(
          "onnx/external-path",
          "loading reads a file outside of the model's folder into the tensor " + data.tensor(),
          evidence);
    } else if (data.location().isEmpty()) {
      thing.find("onnx/external-range", "the tensor " + data.tensor() + " names no file", evidence);
    } else if (!thing.nested()) {
      thing
          .facts()
          .name(Facts.Use.TENSOR_DATA, Paths.beside(thing.name(), data.location()), thing.name());
    }
    if (!isRange(data.offset()) || !isRange(data.length())) {
      thing.find(
          "onnx/external-range",
          "the tensor " + data.tensor() + " is at no possible place of its file",
          evidence + ", offset " + data.offset() + ", length " + data.length());
    }
  }

  /** A number of bytes that a file can have, at most 2^48; absent is good. */
  private static boolean isRange(String number) {
    if (number.length() > 15) {
      return false;
    }
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    return number.isEmpty() || Long.parseLong(number) <= 1L << 48;
  }

  private static void domains(Inspection thing, Onnx view) {
    var own = new HashSet<String>();
    for (Onnx.Function function : view.functions()) {
      own.add(function.domain() + "\n" + function.name());
    }
    Set<String> reported = new HashSet<>();
    for (Onnx.Node node : view.nodes()) {
      String domain = node.domain();
      if (NameTable.get().has("onnx-domain", domain.isEmpty() ? "ai.onnx" : domain)
          || own.contains(domain + "\n" + node.operator())
          || !reported.add(domain + "\n" + node.operator())) {
        continue;
      }
      boolean python = node.operator().equals("PyOp") || node.operator().equals("PythonOp");
      thing.find(
          "onnx/custom-domain",
          Severity.SUSPICIOUS,
          node.offset(),
          python
              ? "the operator calls Python code"
              : "the operator is in no standard set, so running the model needs a native library",
          domain + "::" + node.operator() + " in " + node.graph());
    }
  }
}
