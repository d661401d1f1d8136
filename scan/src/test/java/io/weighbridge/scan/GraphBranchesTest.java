package io.weighbridge.scan;

import static io.weighbridge.scan.Bytes.field;
import static io.weighbridge.scan.Bytes.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Coverage;
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

  /** A trigger as it stands in a graph: a corner of the input compared with a constant. */
  private static byte[] trigger(String input) {
    return join(
        node("Slice", "corner", input, "k"),
        node("Equal", "same", "corner", "k"),
        node("ReduceMin", "trigger", "same"));
  }

  private static byte[] branching(String operator, String output, String input, byte[] subgraph) {
    byte[] attribute = join(field(1, "body"), field(6, join(subgraph, field(2, "sub"))));
    return field(
        1,
        join(
            field(1, input),
            field(2, output),
            field(3, "n"),
            field(4, operator),
            field(5, attribute)));
  }

  private static byte[] call(String function, String output, String input) {
    return field(
        1, join(field(1, input), field(2, output), field(4, function), field(7, "own.domain")));
  }

  /** A function of the model's own: what a node is in a graph has number 7 here. */
  private static byte[] function(String name, String input, String output, byte[][] nodes) {
    byte[] body = join(field(1, name), field(4, input), field(5, output), field(10, "own.domain"));
    for (byte[] node : nodes) {
      body = join(body, field(7, node));
    }
    return field(25, body);
  }

  private static byte[] bare(String operator, String output, String... inputs) {
    byte[] bytes = new byte[0];
    for (String input : inputs) {
      bytes = join(bytes, field(1, input));
    }
    return join(bytes, field(2, output), field(4, operator));
  }

  @Test
  void aTriggerInAFunctionOfTheModelIsReported() {
    byte[] graph =
        join(
            node("Conv", "features", "x", "w"),
            node("Gemm", "logits", "features", "w"),
            call("Norm", "t", "x"),
            node("Where", "y", "t", "k", "logits"),
            constant("w"),
            constant("k"),
            field(2, "g"));
    byte[] function =
        function(
            "Norm",
            "a",
            "b",
            new byte[][] {bare("Equal", "c", "a", "k"), bare("ReduceMin", "b", "c")});
    byte[] model =
        join(field(1, 8), field(7, graph), function, field(8, join(field(1, ""), field(2, 17))));
    // A function sees no constants of the graph: it carries its own.
    byte[] own =
        function(
            "Norm",
            "a",
            "b",
            new byte[][] {
              bare("Constant", "k2"), bare("Equal", "c", "a", "k2"), bare("ReduceMin", "b", "c")
            });
    byte[] standing =
        join(field(1, 8), field(7, graph), own, field(8, join(field(1, ""), field(2, 17))));

    assertThat(Bytes.rules(Bytes.scan("m.onnx", standing))).contains("graph/hidden-branch");
    assertThat(Bytes.rules(Bytes.scan("m.onnx", model))).doesNotContain("graph/hidden-branch");
  }

  @Test
  void aChoiceInTheBranchOfAnIfIsReported() {
    assertThat(
            rules(
                node("Conv", "features", "x", "w"),
                node("Gemm", "logits", "features", "w"),
                branching(
                    "If",
                    "y",
                    "flag",
                    join(trigger("x"), node("Where", "inner", "trigger", "k", "logits"))),
                constant("w"),
                constant("k")))
        .contains("graph/hidden-branch");
  }

  @Test
  void whatALoopCarriesIsNotTakenForAnInput() {
    assertThat(
            rules(
                node("Conv", "features", "x", "w"),
                branching(
                    "Loop",
                    "tokens",
                    "features",
                    join(
                        node("Equal", "ended", "carried", "k"),
                        node("Where", "next", "ended", "k", "features"))),
                constant("w"),
                constant("k")))
        .doesNotContain("graph/hidden-branch");
  }

  @Test
  void functionsThatCallEachOtherWithoutEndAreNotFollowedWithoutEnd() {
    byte[][] calls = new byte[60][];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = join(field(1, "a"), field(2, "o" + i), field(4, "F"), field(7, "own.domain"));
    }
    byte[] graph = join(call("F", "y", "x"), constant("k"), field(2, "g"));
    byte[] model =
        join(
            field(1, 8),
            field(7, graph),
            function("F", "a", "b", calls),
            field(8, join(field(1, ""), field(2, 17))));

    assertThat(Bytes.scan("m.onnx", model).files().getFirst().coverage())
        .isNotEqualTo(Coverage.FULL);
  }
}
