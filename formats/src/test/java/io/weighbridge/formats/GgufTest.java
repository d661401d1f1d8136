package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GgufTest {
  private static Bytes string(Bytes out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return out.number(bytes.length, 8).raw(bytes);
  }

  /** Three keys, one tensor of eight floats, and whatever the test adds. */
  private static Gguf file(
      long keys, long tensors, Consumer<Bytes> more, Consumer<Bytes> tensor, int data) {
    var out = Bytes.of("GGUF").number(3, 4).number(tensors, 8).number(keys, 8);
    string(out, "general.architecture").number(8, 4);
    string(out, "llama");
    string(out, "tokenizer.ggml.tokens").number(9, 4).number(8, 4).number(2, 8);
    string(out, "<s>");
    string(out, "a");
    more.accept(out);
    tensor.accept(out);
    out.zeros((32 - out.size() % 32) % 32);
    out.zeros(data);
    return Gguf.open(out.content(), Budget.standard());
  }

  private static void plain(Bytes out) {
    string(out, "w").number(1, 4).number(8, 8).number(0, 4).number(0, 8);
  }

  private static List<String> rules(Gguf file) {
    return file.problems().stream().map(Problem::rule).toList();
  }

  @Test
  void textsAndTensorsAreRead() {
    Gguf file =
        file(
            3,
            1,
            out -> string(string(out, "tokenizer.chat_template").number(8, 4), "{{ x }}"),
            GgufTest::plain,
            32);
    assertThat(file.problems()).isEmpty();
    assertThat(file.texts())
        .containsEntry("tokenizer.chat_template", "{{ x }}")
        .containsEntry("tokenizer.ggml.tokens[1]", "a");
    assertThat(file.tensors()).extracting(Tensor::length).containsExactly(32L);
    assertThat(file.spans().total(Span.Kind.INERT)).isEqualTo(32);
  }

  @Test
  void countsThatDoNotFitAreProblems() {
    assertThat(rules(file(1L << 61, 1, _ -> {}, GgufTest::plain, 32)))
        .containsExactly("gguf/header");
    assertThat(rules(file(2, 1L << 62, _ -> {}, GgufTest::plain, 32)))
        .containsExactly("gguf/header");
    assertThat(
            rules(
                file(
                    3,
                    1,
                    out -> string(out, "x").number(9, 4).number(4, 4).number(1L << 62, 8),
                    GgufTest::plain,
                    32)))
        .containsExactly("gguf/header");
    assertThat(
            rules(
                file(
                    3,
                    1,
                    out -> string(out, "x").number(8, 4).number(Long.MIN_VALUE, 8),
                    GgufTest::plain,
                    32)))
        .containsExactly("gguf/header");
  }

  @Test
  void impossibleTensorsAreProblems() {
    assertThat(
            rules(
                file(
                    2,
                    1,
                    _ -> {},
                    out ->
                        string(out, "w")
                            .number(3, 4)
                            .number(1L << 62, 8)
                            .number(4, 8)
                            .number(4, 8)
                            .number(0, 4)
                            .number(0, 8),
                    32)))
        .contains("gguf/tensor");
    assertThat(
            rules(
                file(
                    2,
                    1,
                    _ -> {},
                    out -> string(out, "w").number(1, 4).number(8, 8).number(0, 4).number(64, 8),
                    32)))
        .contains("gguf/out-of-range");
    assertThat(
            rules(
                file(
                    2,
                    1,
                    _ -> {},
                    out -> string(out, "w").number(1, 4).number(8, 8).number(99, 4).number(0, 8),
                    32)))
        .contains("gguf/tensor");
  }

  @Test
  void alignmentAndDuplicatesAreChecked() {
    assertThat(
            rules(
                file(
                    3,
                    1,
                    out -> string(out, "general.alignment").number(4, 4).number(0, 4),
                    GgufTest::plain,
                    32)))
        .containsExactly("gguf/alignment");
    assertThat(
            rules(
                file(
                    3,
                    1,
                    out -> string(string(out, "general.architecture").number(8, 4), "x"),
                    GgufTest::plain,
                    32)))
        .containsExactly("gguf/duplicate-key");
    assertThat(
            rules(
                file(
                    2,
                    2,
                    _ -> {},
                    out -> {
                      plain(out);
                      string(out, "v").number(1, 4).number(8, 8).number(0, 4).number(0, 8);
                    },
                    32)))
        .containsExactly("gguf/overlap");
  }

  @Test
  void whatFollowsTheTensorsIsAPart() {
    Gguf file = file(2, 1, _ -> {}, GgufTest::plain, 80);
    assertThat(rules(file)).containsExactly("gguf/trailing-data");
    assertThat(file.parts()).hasSize(1);
  }
}
