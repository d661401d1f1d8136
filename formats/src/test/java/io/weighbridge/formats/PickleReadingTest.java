package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An unpickler takes any bytes: what it would act on is a pickle, whatever else it is. */
class PickleReadingTest {
  private static final String CALL = "cos\nsystem\n(S'echo wb'\ntR.";

  private static boolean isPickle(Content content) {
    Format format = Formats.identify(content, Budget.standard());
    return format == Format.PICKLE
        || Formats.others(content, format, Budget.standard()).contains(Format.PICKLE);
  }

  private static boolean isPickle(String latin1) {
    return isPickle(new BytesContent(latin1.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static Stream<String> textsThatAct() {
    return Stream.of(
        CALL,
        "cx: mine\nThing\n)R.",
        "cx: mine\nThing\n)R and more",
        "cos\nsys tem\n)R.",
        "I1\np+0\n0" + CALL,
        "I1\np0\n0g 0 \n0" + CALL,
        "I1\np1_0\n0" + CALL,
        "I" + " ".repeat(70_000) + "1\n0" + CALL,
        "F" + "0".repeat(70_000) + "1.5\n0" + CALL,
        "V" + "x".repeat(70_000) + "\n0" + CALL,
        "Vision models are fine\n0" + CALL + "\n# Title",
        "I1\n." + CALL,
        "(S'echo wb'\nios\nsystem\nand so on",
        "(S'echo wb'\nios\nsystem\nc!!\nx\nand so on",
        "cos\nenviron\nS'PATH'\nS'/nowhere'\ns~ and so on",
        "cantigravity\nfly\n and so on");
  }

  @ParameterizedTest
  @MethodSource("textsThatAct")
  void textsThatActArePickles(String text) {
    assertThat(isPickle(text)).isTrue();
  }

  static Stream<String> honestTexts() {
    return Stream.of(
        "cat\ndog\nName\nvalue\nVictor\nbanana\n",
        "cat\nchair\nVase\napple\n",
        "cos\nsystem\nsin\ntan\n",
        "(i) first item\n(ii) second item\n(iii) third item\n...\n",
        "(in this document)\nwe describe\n.end\n",
        "cd my project\nmake\n./run\n",
        "Python notes\nIdeas\n.hidden files\n",
        "V1 notes\nFixed things\n.env is left out\n",
        "I think that os.system\nIs not for pickles\n.\n",
        "I " + "lorem ipsum ".repeat(6_000),
        "Vaduz\n".repeat(20_000));
  }

  @ParameterizedTest
  @MethodSource("honestTexts")
  void honestTextsAreNot(String text) {
    assertThat(isPickle(text)).isFalse();
  }

  /** The length of the header is BINUNICODE and its count; a line of text leads into the tensor. */
  @Test
  void aTensorFileCanBeOne() {
    String opening = "{\"__metadata__\":{\"a\":\"";
    int skipped = 100;
    int length = 'X' | skipped << 8;
    String metadata = "a".repeat(5 + skipped - 8 - opening.length()) + "V\"}";
    String tensor = ",\"w\":{\"dtype\":\"U8\",\"shape\":[64],\"data_offsets\":[0,64]}}";
    String header = opening + metadata + tensor;
    Bytes start = new Bytes().number(length, 8).text(header + " ".repeat(length - header.length()));
    String data = "\n0" + CALL;
    byte[] attack = start.text(data).zeros(64 - data.length()).bytes();
    assertThat(Formats.identify(new BytesContent(attack), Budget.standard()))
        .isEqualTo(Format.SAFETENSORS);
    assertThat(isPickle(new BytesContent(attack))).isTrue();
    attack[attack.length - 64] = ' ';
    assertThat(isPickle(new BytesContent(attack))).isFalse();
  }

  /** The size in a bitmap's header is BINBYTES's count. */
  @Test
  void aPictureCanBeOne() {
    Bytes head = Bytes.of("BM").number(1, 4).zeros(4).number(54, 4).number(40, 4);
    head.number(10, 4).number(10, 4).number(1, 2).number(24, 2).zeros(24);
    byte[] attack = head.zeros(338 - 54).text(CALL).zeros(300).bytes();
    assertThat(Formats.identify(new BytesContent(attack), Budget.standard()))
        .isEqualTo(Format.IMAGE);
    assertThat(isPickle(new BytesContent(attack))).isTrue();
    attack[338] = 0;
    assertThat(isPickle(new BytesContent(attack))).isFalse();
  }
}
