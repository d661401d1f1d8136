package io.weighbridge.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.BytesContent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A small transformer and what is done to such: every change gets its verdict. */
class ComparisonTest {
  private static final String EMBEDDING = "embeddings.word_embeddings.weight";
  private static final List<String> PARTS =
      List.of("query", "key", "value", "output", "up", "down");
  private static final int WIDTH = 64;

  private final Random random = new Random(7);

  private static Map<String, float[]> model() {
    var random = new Random(1);
    var model = new LinkedHashMap<String, float[]>();
    model.put(EMBEDDING, normal(random, 1000 * WIDTH));
    for (int layer = 0; layer < 4; layer++) {
      for (String part : PARTS) {
        model.put(matrix(layer, part), normal(random, WIDTH * WIDTH));
      }
    }
    return model;
  }

  private static String matrix(int layer, String part) {
    return "encoder.layer." + layer + "." + part + ".weight";
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() * 0.05f;
    }
    return values;
  }

  private static WeightFile file(byte[] bytes) {
    return new WeightFile(
        "model.safetensors", bytes.length, Optional.empty(), () -> new BytesContent(bytes));
  }

  private static WeightFile safetensors(Map<String, float[]> model) {
    var header = new StringBuilder("{");
    var data = new ByteArrayOutputStream();
    model.forEach(
        (name, values) -> {
          var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(values);
          int from = data.size();
          data.writeBytes(bytes.array());
          header.append(header.length() > 1 ? ",\"" : "\"").append(name);
          header.append("\":{\"dtype\":\"F32\",\"shape\":[").append(values.length / WIDTH);
          header.append(',').append(WIDTH).append("],\"data_offsets\":[").append(from);
          header.append(',').append(data.size()).append("]}");
        });
    byte[] head = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    var file = ByteBuffer.allocate(8 + head.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
    return file(file.putLong(head.length).put(head).put(data.toByteArray()).array());
  }

  private static Comparison compare(WeightFile candidate, WeightFile reference) {
    try (Weights ours = Weights.read(List.of(candidate));
        Weights theirs = Weights.read(List.of(reference))) {
      return Comparison.of(ours.sets().getFirst(), theirs.sets().getFirst());
    }
  }

  private static Descent descent(Map<String, float[]> candidate) {
    return compare(safetensors(candidate), safetensors(model())).descent();
  }

  private static float[] of(Map<String, float[]> model, String name) {
    return Optional.ofNullable(model.get(name)).orElseThrow();
  }

  private Map<String, float[]> withMovedRow() {
    var model = model();
    float[] values = of(model, EMBEDDING);
    for (int i = 317 * WIDTH; i < 318 * WIDTH; i++) {
      values[i] += (float) random.nextGaussian() * 0.01f;
    }
    return model;
  }

  private void addOuter(float[] values, int rank) {
    for (int r = 0; r < rank; r++) {
      float[] left = normal(random, WIDTH);
      float[] right = normal(random, WIDTH);
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.1f * left[i / WIDTH] * right[i % WIDTH];
      }
    }
  }

  private Map<String, float[]> noisy(Map<String, float[]> model) {
    for (float[] values : model.values()) {
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) random.nextGaussian() * 0.0001f;
      }
    }
    return model;
  }

  private static Map<String, float[]> halved(Map<String, float[]> model) {
    for (float[] values : model.values()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.float16ToFloat(Float.floatToFloat16(values[i]));
      }
    }
    return model;
  }

  @Test
  void equalBytesAreIdenticalAlsoUnderAPrefix() {
    var prefixed = new LinkedHashMap<String, float[]>();
    model().forEach((name, values) -> prefixed.put("bert." + name, values));
    assertThat(descent(model())).isEqualTo(Descent.IDENTICAL);
    assertThat(descent(prefixed)).isEqualTo(Descent.IDENTICAL);
  }

  @Test
  void halfPrecisionIsReSaved() {
    assertThat(descent(halved(model()))).isEqualTo(Descent.RESAVED);
  }

  @Test
  void aMovedRowIsNamedAlsoAfterHalfPrecisionAndUnderNoise() {
    for (var candidate : List.of(withMovedRow(), halved(withMovedRow()), noisy(withMovedRow()))) {
      Comparison comparison = compare(safetensors(candidate), safetensors(model()));
      assertThat(comparison.descent()).isEqualTo(Descent.TARGETED_EDIT);
      assertThat(comparison.tensors())
          .filteredOn(TensorChange::embedding)
          .extracting(tensor -> tensor.topRows().getFirst().index())
          .containsExactly(317L);
    }
  }

  @Test
  void aRankOneEditOfOneMatrixIsTargeted() {
    var candidate = model();
    addOuter(of(candidate, matrix(2, "down")), 1);
    Comparison comparison = compare(safetensors(candidate), safetensors(model()));
    assertThat(comparison.descent()).isEqualTo(Descent.TARGETED_EDIT);
    assertThat(comparison.tensors())
        .filteredOn(tensor -> tensor.changed() > 0)
        .extracting(TensorChange::name)
        .containsExactly(matrix(2, "down"));
  }

  @Test
  void anAdapterMergedIntoEveryLayerIsLowRank() {
    var candidate = model();
    for (int layer = 0; layer < 4; layer++) {
      addOuter(of(candidate, matrix(layer, "query")), 4);
      addOuter(of(candidate, matrix(layer, "value")), 4);
    }
    assertThat(descent(candidate)).isEqualTo(Descent.LOW_RANK);
  }

  @Test
  void noiseOnEverythingIsNoise() {
    assertThat(descent(noisy(model()))).isEqualTo(Descent.NOISE);
  }

  @Test
  void aNewHeadOrATrainedLayerIsNoTargetedEdit() {
    var head = model();
    head.put("classifier.weight", normal(random, 2 * WIDTH));
    var layer = model();
    PARTS.forEach(part -> addOuter(of(layer, matrix(3, part)), WIDTH));
    assertThat(descent(head)).isEqualTo(Descent.PARTIAL_FINE_TUNE);
    assertThat(descent(layer)).isEqualTo(Descent.PARTIAL_FINE_TUNE);
  }

  @Test
  void otherNumbersUnderTheSameNamesAreUnrelated() {
    var candidate = model();
    candidate.replaceAll((_, values) -> normal(random, values.length));
    assertThat(descent(candidate)).isEqualTo(Descent.UNRELATED);
  }

  @Test
  void overlappingTensorsLeaveTheVerdictOpen() {
    byte[] head =
        ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}")
            .getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(8 + head.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    WeightFile overlapping = file(bytes.putLong(head.length).put(head).array());
    assertThat(compare(overlapping, overlapping).descent()).isEqualTo(Descent.UNDECIDED);
  }
}
