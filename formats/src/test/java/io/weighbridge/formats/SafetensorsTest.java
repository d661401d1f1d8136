package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafetensorsTest {
  private static final String W = "'w':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}";

  private static Safetensors open(String header, int data) {
    String json = header.replace('\'', '"');
    return Safetensors.open(
        new Bytes().number(json.length(), 8).text(json).zeros(data).content(), Budget.standard());
  }

  private static List<String> rules(String header, int data) {
    return open(header, data).problems().stream().map(Problem::rule).toList();
  }

  @Test
  void tensorsAreListedInTheOrderOfTheirData() {
    Safetensors file =
        open(
            "{'__metadata__':{'format':'pt'},'b':{'dtype':'U8','shape':[2,3],'data_offsets':[16,22]},"
                + W
                + "}  ",
            22);
    assertThat(file.problems()).isEmpty();
    assertThat(file.tensors()).extracting(Tensor::name).containsExactly("w", "b");
    assertThat(file.metadata()).containsEntry("format", "pt");
    assertThat(file.spans().total(Span.Kind.INERT)).isEqualTo(22);
    assertThat(file.spans().total(Span.Kind.UNKNOWN)).isZero();
    assertThat(file.parts()).isEmpty();
  }

  @Test
  void emptyTensorsAndScalarsAreFine() {
    assertThat(rules("{'e':{'dtype':'F32','shape':[0,7],'data_offsets':[0,0]}}", 0)).isEmpty();
    assertThat(rules("{'s':{'dtype':'F64','shape':[],'data_offsets':[0,8]}}", 8)).isEmpty();
    assertThat(rules("{'f':{'dtype':'F4','shape':[4],'data_offsets':[0,2]}}", 2)).isEmpty();
  }

  @Test
  void whatTheFormatForbidsIsAProblem() {
    assertThat(rules("{" + W + "}", 20)).containsExactly("safetensors/trailing-data");
    assertThat(rules("{" + W + "}", 8)).containsExactly("safetensors/out-of-range");
    assertThat(rules("{" + W + "," + W + "}", 16)).containsExactly("safetensors/duplicate-key");
    assertThat(rules("{" + W + ",'v':{'dtype':'F32','shape':[4],'data_offsets':[8,24]}}", 24))
        .containsExactly("safetensors/overlap");
    assertThat(rules("{" + W + ",'v':{'dtype':'F32','shape':[1],'data_offsets':[20,24]}}", 24))
        .containsExactly("safetensors/hole");
    assertThat(rules("{'w':{'dtype':'F32','shape':[5],'data_offsets':[0,16]}}", 16))
        .containsExactly("safetensors/tensor-size");
    assertThat(rules("{'w':{'dtype':'X9','shape':[4],'data_offsets':[0,16]}}", 16))
        .contains("safetensors/tensor");
    assertThat(rules("{'w':{'dtype':'F32','shape':[-4],'data_offsets':[0,16]}}", 16))
        .contains("safetensors/tensor");
    assertThat(rules("[1]", 0)).containsExactly("safetensors/header");
    assertThat(rules(" {" + W + "}", 16)).containsExactly("safetensors/header");
    assertThat(rules("{'__metadata__':{'a':1}}", 0)).containsExactly("safetensors/header");
  }

  @Test
  void aShapeWhoseProductOverflowsIsNotItsSize() {
    assertThat(
            rules(
                "{'w':{'dtype':'F32','shape':[4611686018427387904,4,1],'data_offsets':[0,0]}}", 0))
        .containsExactly("safetensors/tensor-size");
  }

  @Test
  void anImpossibleHeaderLengthIsAProblemAndNothingIsAllocated() {
    var file =
        Safetensors.open(
            new Bytes().number(Long.MIN_VALUE, 8).text("{}").content(), Budget.standard());
    assertThat(file.problems())
        .extracting(Problem::rule)
        .containsExactly("safetensors/header-length");
  }

  @Test
  void whatFollowsTheTensorsIsAPart() {
    assertThat(open("{" + W + "}", 20).parts()).extracting(Part::offset).hasSize(1);
  }
}
