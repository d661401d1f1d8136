package io.weighbridge.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Json parse(String text, JsonLimits limits) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8), limits);
  }

  @Test
  void whatIsReadIsWhatIsWritten() {
    String text = "{\"b\":[1,2.50,-3e-2,true,null],\"a\":{\"é\":\"\\\"\\\\\\n\"}}";
    assertThat(Json.parse(text).write()).isEqualTo(text);
    assertThat(Json.parse(Json.parse(text).writePretty())).isEqualTo(Json.parse(text));
  }

  @Test
  void fieldsAreReachedByTypeAndAbsenceIsEmpty() {
    Json json = Json.parse("{\"s\":\"x\",\"n\":7,\"d\":1.5,\"b\":true,\"l\":[1],\"z\":null}");
    assertThat(json.text("s")).contains("x");
    assertThat(json.number("n")).hasValue(7);
    assertThat(json.number("d")).isEmpty();
    assertThat(json.bool("b")).contains(true);
    assertThat(json.items("l")).hasSize(1);
    assertThat(json.get("z")).isEmpty();
    assertThat(json.text("n")).isEmpty();
    assertThat(Json.of("text").get("s")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "[1] 2",
        "{'a':1}",
        "[01]",
        "[NaN]",
        "nul",
        "\"\\x\"",
        "[1 2]",
        "{\"a\" 1}",
        "// comment\n1",
        "\"\u0001\""
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void duplicateKeysAreRefusedEvenWhenWrittenDifferently() {
    assertThatThrownBy(() -> Json.parse("{\"a\":1,\"\\u0061\":2}"))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("duplicate key");
  }

  @Test
  void everyLimitHolds() {
    var limits = new JsonLimits(100, 3, 10, 20);
    assertThat(parse("[[[1]]]", limits)).isNotNull();
    assertThatThrownBy(() -> parse("[[[[1]]]]", limits)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> parse("[1,2,3,4,5,6,7,8,9,10]", limits))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> parse("\"" + "x".repeat(30) + "\"", limits))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> parse("[" + " ".repeat(200) + "]", limits))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void deepNestingIsRefusedAndNotRecursedInto() {
    String text = "[".repeat(100_000) + "]".repeat(100_000);
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void messagesSpeakOfTheTextAndNotOfTheLibrary() {
    for (String text : List.of("{\"a\": [1, 2", "[".repeat(2000), "{\"a\": nul}")) {
      assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.WIRE))
          .isInstanceOf(JsonException.class)
          .satisfies(
              e ->
                  assertThat(e.getMessage())
                      .isNotBlank()
                      .doesNotContain("Source")
                      .doesNotContain("Stream"));
    }
    assertThatThrownBy(() -> Json.parse("{\"a\": [1, 2")).hasMessageContaining("line 1, column");
  }

  @Test
  void mutatedTextNeverEscapesItsException() {
    byte[] text =
        "{\"a\":[1,2.5e3,\"\\u00e9\",null],\"b\":{\"c\":true}}".getBytes(StandardCharsets.UTF_8);
    var random = new Random(4);
    for (int i = 0; i < 5000; i++) {
      byte[] mutated = text.clone();
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      try {
        Json json = Json.parse(mutated, JsonLimits.STANDARD);
        assertThat(Json.parse(json.write())).isEqualTo(json);
      } catch (JsonException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  /** The example of RFC 8785, section 3.2.2 and 3.2.3. */
  @Test
  void theCanonicalFormIsThatOfRfc8785() {
    String source =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;
    assertThat(Json.parse(source).canonical())
        .isEqualTo(
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  /** Keys sort by UTF-16 code units: RFC 8785, section 3.2.3. */
  @Test
  void keysSortByCodeUnits() {
    String source =
        "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}";
    assertThat(Json.parse(source).canonical())
        .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
  }

  /** RFC 8785, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void numbersAreWrittenAsEcmaScriptWritesThem(String bits, String expected) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(new Json.Num(Double.toString(value)).canonical()).isEqualTo(expected);
  }

  @Test
  void numbersBeyondDoubleHaveNoCanonicalForm() {
    assertThatThrownBy(() -> Json.parse("1e999").canonical()).isInstanceOf(JsonException.class);
  }

  @Test
  void loneSurrogatesAreEscaped() {
    assertThat(Json.of("a\ud800b").write()).isEqualTo("\"a\\ud800b\"");
  }
}
