package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.Onnx;
import io.weighbridge.scan.internal.Inspection;

/** Architectural backdoors in ONNX graphs. */
final class GraphBranches {
  private GraphBranches() {}

  static void judge(Inspection thing, Onnx view) {}
}
