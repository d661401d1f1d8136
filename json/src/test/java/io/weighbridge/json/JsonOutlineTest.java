package io.weighbridge.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The outline of a large document keeps all that is not plain, and checks everything. */
class JsonOutlineTest {
  private static Json outline(String text) {
    return Json.outline(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), JsonLimits.STANDARD);
  }

  private static String vocabulary(int size, String last) {
    var text = new StringBuilder("{");
    for (int i = 0; i < size; i++) {
      text.append("\"t").append(i).append("\":").append(i).append(',');
    }
    return text.append(last).append('}').toString();
  }

  @Test
  void smallDocumentsAreKeptWhole() {
    String text = "{\"a\":[1,\"b\",null,true],\"c\":{\"d\":1.5}}";
    assertThat(outline(text)).isEqualTo(Json.parse(text));
  }

  @Test
  void pythonsNumbersAreRead() {
    assertThat(outline("[NaN, Infinity, -Infinity]").write()).isEqualTo("[NaN,Infinity,-Infinity]");
  }

  @Test
  void numbersOfVocabulariesAreLeftOutAndTextIsKept() {
    Json.Obj kept = (Json.Obj) outline(vocabulary(5000, "\"auto_map\":\"x\""));
    assertThat(kept.fields()).hasSize(2001);
    assertThat(kept.text("auto_map")).contains("x");
  }

  @Test
  void plainItemsOfLongArraysAreLeftOutAndObjectsAreKept() {
    var text = new StringBuilder("[");
    for (int i = 0; i < 5000; i++) {
      text.append("[\"a\",\"b\"],\"c\",");
    }
    Json.Arr kept = (Json.Arr) outline(text.append("{\"_target_\":\"x\"}]").toString());
    assertThat(kept.items()).hasSize(2001);
    assertThat(kept.items().getLast().text("_target_")).contains("x");
  }

  @Test
  void duplicateKeysAreSeenAmongWhatIsLeftOut() {
    assertThatThrownBy(() -> outline(vocabulary(5000, "\"t4999\":1")))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("duplicate key");
    assertThatThrownBy(() -> outline(vocabulary(5000, "\"t4999\":\"x\"")))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("duplicate key");
  }

  @Test
  void limitsAndSyntaxHold() {
    assertThatThrownBy(() -> outline("[1,")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> outline("1 2")).isInstanceOf(JsonException.class);
    assertThatThrownBy(
            () ->
                Json.outline(
                    new ByteArrayInputStream("[1,2,3]".getBytes(StandardCharsets.UTF_8)),
                    new JsonLimits(100, 10, 3, 10)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("more than 3 values");
  }
}
