package io.weighbridge.scan.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ZipArchive;
import io.weighbridge.content.ZipMember;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.Safetensors;
import io.weighbridge.json.Json;
import io.weighbridge.pickle.PickleContext;
import io.weighbridge.pickle.PickleReport;
import io.weighbridge.pickle.Pickles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;

/** What holds of generated values: what is written by the book is read back, and nothing breaks. */
class ParserPropertiesTest {
  private static final String SEED = "20261125";

  @Property(tries = 3000, seed = SEED)
  void anyBytesOpenAsAnyFormatOrAreRefused(@ForAll Format format, @ForAll byte[] bytes) {
    AnyBytes.open(format, bytes);
  }

  @Property(tries = 2000, seed = SEED)
  void anyBytesAreJudgedUnderAnyName(
      @ForAll("names") String name, @ForAll("beginnings") String start, @ForAll byte[] rest) {
    byte[] head = start.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = ByteBuffer.allocate(head.length + rest.length).put(head).put(rest).array();
    AnyBytes.scan(name, bytes);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "x.bin",
        "a.py",
        "setup.py",
        "config.json",
        "c.yaml",
        "t.jinja",
        "x.pth",
        "n.ipynb",
        "requirements.txt",
        "README.md",
        "LICENSE",
        "g.pbtxt",
        "tokenizer_config.json",
        "MLmodel");
  }

  @Provide
  Arbitrary<String> beginnings() {
    return Arbitraries.of(
        "",
        "\u0080\4",
        "\u0080\2c",
        "(",
        "c",
        "PK\3\4",
        "\u0093NUMPY\1\0",
        "GGUF\3\0\0\0",
        "\u0089HDF\r\n\32\n",
        "\u001f\u008b\b",
        "\u0078\u009c",
        "BZh91AY&SY",
        "\u00fd7zXZ\0",
        "(\u00b5/\u00fd",
        "7z\u00bc\u00af'\34",
        "\u0010\0\0\0\0\0\0\0{\"",
        "{\"",
        "<?xml ",
        "<svg",
        "{{",
        "import ",
        "\4\"M\30",
        "RDX3\n",
        "X\n\0\0\0\2",
        "CBM1",
        "\0\0\0\20ftyp");
  }

  @Property(tries = 500, seed = SEED)
  void jsonThatIsWrittenIsReadBack(@ForAll("trees") Json tree) {
    assertThat(Json.parse(tree.write())).isEqualTo(tree);
    assertThat(Json.parse(tree.writePretty())).isEqualTo(tree);
    assertThat(Json.parse(tree.canonical()).canonical()).isEqualTo(tree.canonical());
  }

  @Provide
  Arbitrary<Json> trees() {
    return trees(3);
  }

  private static Arbitrary<Json> trees(int depth) {
    Arbitrary<Json> leaf =
        Arbitraries.oneOf(
            texts().map(Json::of),
            Arbitraries.longs().between(-(1L << 53), 1L << 53).map(Json::of),
            Arbitraries.of(Json.of(true), Json.of(false), Json.Null.NULL));
    return depth == 0
        ? leaf
        : Arbitraries.oneOf(
            leaf,
            trees(depth - 1).list().ofMaxSize(4).map(Json.Arr::new),
            Arbitraries.maps(texts(), trees(depth - 1)).ofMaxSize(4).map(Json.Obj::new));
  }

  /** Unicode without lone surrogates, which UTF-8 cannot carry. */
  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange('\0', '\ud7ff')
        .withCharRange('\ue000', '\ufffd')
        .ofMaxLength(12);
  }

  @Property(tries = 200, seed = SEED)
  void zipMembersAreReadAsTheyWereWritten(
      @ForAll @Size(max = 6) @UniqueElements
          List<@AlphaChars @StringLength(min = 1, max = 12) String> names,
      @ForAll @Size(max = 600) byte[] data,
      @ForAll boolean stored)
      throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.setLevel(stored ? 0 : 9);
      for (String name : names) {
        zip.putNextEntry(new ZipEntry("d/" + name));
        zip.write(data);
      }
    }
    var budget = new Budget(AnyBytes.LIMITS);
    ZipArchive zip = ZipArchive.open(new BytesContent(out.toByteArray()), budget);
    assertThat(zip.members())
        .extracting(ZipMember::name)
        .containsExactlyElementsOf(names.stream().map(name -> "d/" + name).toList());
    assertThat(zip.problems()).isEmpty();
    for (ZipMember member : zip.members()) {
      assertThat(zip.verify(member, budget)).isEmpty();
      assertThat(zip.compare(member, budget)).isEmpty();
      try (Content content = zip.open(member, budget)) {
        assertThat(content.bytes(0, (int) content.size())).isEqualTo(data);
      }
    }
  }

  /** A value that pickle writes with opcodes alone, as protocol 2 does. */
  private interface Plain {
    void write(ByteArrayOutputStream out);
  }

  @Property(tries = 400, seed = SEED)
  void picklesOfPlainValuesAreUnderstoodWholly(@ForAll("values") Plain value) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 2});
    value.write(out);
    out.write('.');
    byte[] bytes = out.toByteArray();
    PickleReport report =
        Pickles.analyze(new BytesContent(bytes), new Budget(AnyBytes.LIMITS), PickleContext.WHOLE);
    assertThat(report.coverage()).isEqualTo(Coverage.FULL);
    assertThat(report.effects()).isEmpty();
    assertThat(report.end()).isEqualTo(bytes.length);
    assertThat(AnyBytes.scan("x.pkl", bytes).verdict()).isEqualTo(Verdict.SAFE);
  }

  @Provide
  Arbitrary<Plain> values() {
    return values(3);
  }

  private static Arbitrary<Plain> values(int depth) {
    Arbitrary<Plain> leaf =
        Arbitraries.oneOf(
            Arbitraries.of("N", "\u0088", "\u0089", "]", "}", ")")
                .map(ParserPropertiesTest::opcode),
            Arbitraries.integers().map(i -> out -> counted(out, 'J', i, new byte[0])),
            texts().map(ParserPropertiesTest::text));
    return depth == 0
        ? leaf
        : Arbitraries.oneOf(
            leaf,
            values(depth - 1).list().ofMaxSize(4).map(ParserPropertiesTest::list),
            Arbitraries.maps(texts(), values(depth - 1))
                .ofMaxSize(4)
                .map(ParserPropertiesTest::dict));
  }

  private static Plain list(List<Plain> items) {
    return out -> {
      out.writeBytes(new byte[] {']', '('});
      items.forEach(item -> item.write(out));
      out.write('e');
    };
  }

  private static Plain dict(Map<String, Plain> items) {
    return out -> {
      out.writeBytes(new byte[] {'}', '('});
      items.forEach(
          (key, item) -> {
            text(key).write(out);
            item.write(out);
          });
      out.write('u');
    };
  }

  private static Plain opcode(String opcode) {
    return out -> out.writeBytes(opcode.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Plain text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return out -> counted(out, 'X', utf8.length, utf8);
  }

  private static void counted(ByteArrayOutputStream out, char opcode, int number, byte[] bytes) {
    out.write(opcode);
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    out.writeBytes(bytes);
  }

  @Property(tries = 300, seed = SEED)
  void safetensorsAreSafeExactlyWhenTheirTensorsFillTheData(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 50) Integer> lengths,
      @ForAll @IntRange(min = -2, max = 2) int gap) {
    Map<String, Json> header = new LinkedHashMap<>();
    var offsets = new ArrayList<Long>();
    long at = 0;
    for (int i = 0; i < lengths.size(); i++) {
      offsets.add(at);
      header.put("t" + i, tensor(lengths.get(i), at));
      at += lengths.get(i);
    }
    byte[] json = new Json.Obj(header).write().getBytes(StandardCharsets.UTF_8);
    long size = Math.max(0, at + gap);
    byte[] bytes =
        ByteBuffer.allocate((int) (8 + json.length + size))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array();
    Verdict verdict = AnyBytes.scan("model.safetensors", bytes).verdict();
    assertThat(verdict == Verdict.SAFE).isEqualTo(size == at);
    if (size == at) {
      Safetensors view = Safetensors.open(new BytesContent(bytes), new Budget(AnyBytes.LIMITS));
      int start = 8 + json.length;
      assertThat(view.tensors())
          .extracting(tensor -> tensor.offset() - start)
          .containsExactlyElementsOf(offsets);
    }
  }

  private static Json tensor(int length, long at) {
    return Json.object()
        .put("dtype", "U8")
        .put("shape", Json.array(List.of(Json.of(length))))
        .put("data_offsets", Json.array(List.of(Json.of(at), Json.of(at + length))))
        .build();
  }
}
