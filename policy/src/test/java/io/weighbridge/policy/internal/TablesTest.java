package io.weighbridge.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.formats.Format;
import io.weighbridge.hub.ModelId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {

  @Test
  void formatsAreNamedAsReportsNameThem() {
    List<String> names = Arrays.stream(Format.values()).map(Format::text).toList();

    assertThat(names).containsAll(FormatTable.formats());
    assertThat(FormatTable.safeWeights("safetensors")).isTrue();
    assertThat(FormatTable.safeWeights("torch-zip")).isFalse();
    assertThat(FormatTable.pickle("torch-legacy")).isTrue();
    assertThat(FormatTable.weights("json")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "model.safetensors, true",
    "model.fp16.safetensors, true",
    "adapter_model.safetensors, true",
    "diffusion_pytorch_model.non_ema.safetensors, true",
    "model-00001-of-00002.safetensors, false",
    "model.safetensors.index.json, false",
    "my_model.safetensors, false",
    "model.a.b.safetensors, false"
  })
  void knowsWeightsThatLoadersFind(String name, boolean found) {
    assertThat(LoadingTable.standardWeights(name)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "acme/*, acme/model, true",
    "acme/*, ACME/Model, true",
    "ACME/Model, acme/model, true",
    "acme/*, acme2/model, false",
    "acme/*, acme, false",
    "*, acme, true",
    "*, acme/model, false",
    "ac*e/m*l, acme/model, true",
    "ac*e/m*l, acme/models, false",
    "a*a*a*a*a*b/x, aaaaaaaaaaaaaaaaaaaa/x, false",
    "a.c/x, abc/x, false"
  })
  void matchesIdsWithoutCase(String pattern, String id, boolean matches) {
    assertThat(new IdPattern(pattern).matches(ModelId.parse(id).orElseThrow())).isEqualTo(matches);
  }
}
