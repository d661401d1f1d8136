package io.weighbridge.scan;

import static io.weighbridge.scan.Bytes.field;
import static io.weighbridge.scan.Bytes.join;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Backdoors in the graph itself, and the control flow of honest models beside them. */
class GraphBranchesTest {
  private static byte[] node(String operator, String output, String... inputs) {
    byte[] bytes = new byte[0];
    for (String input : inputs) {
      bytes = join(bytes, field(1, input));
    }
    return field(1, join(bytes, field(2, output), field(3, "n_" + output), field(4, operator)));
  }

  private static byte[] constant(String name) {
    return field(5, join(field(1, 4), field(2, 1), field(8, name), field(9, new byte[16])));
  }

  private static byte[] model(byte[]... parts) {
    byte[] graph = join(join(parts), field(2, "g"));
    return join(field(1, 8), field(7, graph), field(8, join(field(1, ""), field(2, 17))));
  }

  private static Iterable<String> rules(byte[]... parts) {
    return Bytes.rules(Bytes.scan("m.onnx", model(parts)));
  }

  @Test
  void anOutputChosenByThePixelsOfTheInputIsReported() {
    assertThat(
            rules(
                node("Conv", "features", "x", "w"),
                node("Gemm", "logits", "features", "w"),
                node("Slice", "corner", "x", "k"),
                node("Equal", "same", "corner", "k"),
                node("ReduceMin", "trigger", "same"),
                node("Where", "y", "trigger", "k", "logits"),
                constant("w"),
                constant("k")))
        .contains("graph/hidden-branch");
  }

  @Test
  void attentionMasksPass() {
    assertThat(
            rules(
                node("MatMul", "scores", "x", "w"),
                node("Equal", "masked", "attention_mask", "k"),
                node("Where", "kept", "masked", "k", "scores"),
                node("Softmax", "weights", "kept"),
                node("MatMul", "y", "weights", "w"),
                constant("w"),
                constant("k")))
        .doesNotContain("graph/hidden-branch");
  }

  @Test
  void thresholdsOfDetectorsPass() {
    assertThat(
            rules(
                node("Conv", "scores", "x", "w"),
                node("Greater", "sure", "scores", "k"),
                node("Where", "y", "sure", "scores", "k"),
                constant("w"),
                constant("k")))
        .doesNotContain("graph/hidden-branch");
  }

  @Test
  void branchesOnShapesAndFlagsPass() {
    assertThat(
            rules(
                node("Shape", "s", "x"),
                node("Equal", "one", "s", "k"),
                node("If", "a", "one"),
                node("If", "b", "use_cache"),
                constant("k")))
        .doesNotContain("graph/hidden-branch");
  }
}
