package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  private static Npy header(String header, int data) {
    String line = header + "\n";
    return Npy.open(
        Bytes.of("\u0093NUMPY\1\0").number(line.length(), 2).text(line).zeros(data).content(),
        Budget.standard());
  }

  private static Npy array(String descr, String shape, int data) {
    return header(
        "{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }", data);
  }

  private static List<String> rules(Npy array) {
    return array.problems().stream().map(Problem::rule).toList();
  }

  @Test
  void numbersAreInert() {
    Npy array = array("'<f4'", "(2, 3)", 24);
    assertThat(array.problems()).isEmpty();
    assertThat(array.shape()).containsExactly(2L, 3L);
    assertThat(array.parts()).isEmpty();
    assertThat(array.spans().total(Span.Kind.INERT)).isEqualTo(24);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'|b1'", "'|S1'", "'|u1'", "'|V1'", "'?'"})
  void typesOfOneByte(String descr) {
    assertThat(array(descr, "(7,)", 7).problems()).isEmpty();
  }

  @Test
  void unicodeStructuredAndNestedTypesHaveTheirSizes() {
    assertThat(array("'<U3'", "(2,)", 24).problems()).isEmpty();
    assertThat(array("'<M8[ns]'", "(2,)", 16).problems()).isEmpty();
    assertThat(array("[('a', '<f4'), ('b', '<i8', (2,))]", "(1,)", 20).problems()).isEmpty();
    assertThat(array("[('a', [('x', '|u1'), ('y', '<i2')])]", "(2,)", 6).problems()).isEmpty();
    assertThat(array("'<f8'", "()", 8).problems()).isEmpty();
    assertThat(array("'<f8'", "(3L,)", 24).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'|O'",
        "'O'",
        "'|O8'",
        "[('a', '<f4'), ('b', '|O')]",
        "[('a', [('x', 'O')])]",
        "'object'",
        "'f4,O'",
        "('O', (2,))"
      })
  void objectsAtAnyDepthMakeTheDataAPickle(String descr) {
    Npy array = array(descr, "(1,)", 30);
    assertThat(array.holdsObjects()).isTrue();
    assertThat(array.parts()).extracting(Part::role).containsExactly(Part.Role.PICKLE);
    assertThat(array.spans().total(Span.Kind.INERT)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': __import__('os').getcwd(), 'fortran_order': False, 'shape': (4,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), } or print()",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2**9,), }",
        "dict(descr='<f4')",
        "{'descr': '<f4'",
        "((((((((((((((((((((((((((((((((((((((((((((((((((",
      })
  void aHeaderThatIsNoLiteralIsRefused(String header) {
    assertThat(rules(header(header, 16))).contains("npy/header-not-literal");
  }

  @Test
  void sizesThatDoNotFitAreProblems() {
    assertThat(rules(array("'<f4'", "(4,)", 12))).containsExactly("npy/truncated");
    assertThat(rules(array("'<f4'", "(4,)", 20))).containsExactly("npy/trailing-data");
    assertThat(rules(array("'<f4'", "(4611686018427387904, 4)", 0))).containsExactly("npy/shape");
    assertThat(rules(array("'<f4'", "(-1,)", 0))).containsExactly("npy/shape");
    assertThat(rules(array("'<x4'", "(1,)", 4))).containsExactly("npy/dtype");
    assertThat(rules(header("{'descr': '<f4'}", 0))).containsExactly("npy/header");
  }
}
