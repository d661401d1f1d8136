package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures, XML, MessagePack, UBJSON, R data, TensorFlow Lite. */
class SmallFormatsTest {
  private static View open(Bytes bytes, Format expected) {
    Content content = bytes.content();
    Format format = Formats.identify(content, Budget.standard());
    assertThat(format).isEqualTo(expected);
    return Formats.open(content, format, Budget.standard());
  }

  private static List<String> rules(View view) {
    return view.problems().stream().map(Problem::rule).toList();
  }

  private static Bytes png() {
    return Bytes.of("\u0089PNG\r\n\u001a\n")
        .big(2, 4)
        .text("IHDRxx")
        .zeros(4)
        .big(0, 4)
        .text("IEND")
        .zeros(4);
  }

  @Test
  void aPictureEndsWhereItsFormatSays() {
    assertThat(rules(open(png(), Format.IMAGE))).isEmpty();
    View longer = open(png().text("cos\nsystem\n"), Format.IMAGE);
    assertThat(rules(longer)).containsExactly("image/trailing-data");
    assertThat(longer.parts()).hasSize(1);
    var gif = Bytes.of("GIF89a").zeros(4).raw((byte) 0, (byte) 0, (byte) 0).text(";");
    assertThat(rules(open(gif, Format.IMAGE))).isEmpty();
    assertThat(rules(open(gif.text("x"), Format.IMAGE))).containsExactly("image/trailing-data");
    var jpeg =
        Bytes.of("\u00ff\u00d8\u00ff\u00e0\0\4xx\u00ff\u00da\0\2data\u00ff\0more\u00ff\u00d9");
    assertThat(rules(open(jpeg, Format.IMAGE))).isEmpty();
    assertThat(rules(open(jpeg.text("x"), Format.IMAGE))).containsExactly("image/trailing-data");
    var webp = Bytes.of("RIFF").number(12, 4).text("WEBPVP8 ").zeros(4);
    assertThat(rules(open(webp, Format.IMAGE))).isEmpty();
  }

  @Test
  void xmlIsReadWithoutEntities() {
    Xml plain =
        (Xml)
            open(Bytes.of("<?xml version='1.0'?><net a='1'><l type='X'/></net>"), Format.OPENVINO);
    assertThat(plain.problems()).isEmpty();
    assertThat(plain.root()).isEqualTo("net");
    var types = new ArrayList<String>();
    plain.each(
        Budget.standard(),
        node -> {
          if (node instanceof Xml.Node.Element element) {
            types.add(element.name() + element.attributes());
          }
        });
    assertThat(types).containsExactly("net{a=1}", "l{type=X}");
    String laughs =
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><net>&a;</net>";
    assertThat(rules(open(Bytes.of(laughs), Format.OPENVINO))).contains("xml/entity");
    assertThat(rules(open(Bytes.of("<?xml version='1.0'?><net><l></net>"), Format.OPENVINO)))
        .containsExactly("xml/malformed");
  }

  @Test
  void svgIsNoPlainPicture() {
    Xml svg = (Xml) open(Bytes.of("<svg xmlns='x'><script>alert(1)</script></svg>"), Format.SVG);
    var seen = new ArrayList<String>();
    svg.each(
        Budget.standard(),
        node -> {
          if (node instanceof Xml.Node.Text text) {
            seen.add(text.element() + ":" + text.text());
          }
        });
    assertThat(seen).containsExactly("script:alert(1)");
  }

  @Test
  void flaxParametersAreWalkedToTheirEnd() {
    var flax =
        Bytes.of("\u0081\u00a6params\u0081\u00a1w\u00c9")
            .big(5016, 4)
            .text("\1\u0093\u0091\u00cd")
            .big(1250, 2)
            .text("\u00a7float32\u00c5")
            .big(5000, 2)
            .zeros(5000);
    Msgpack view = (Msgpack) open(flax, Format.FLAX);
    assertThat(view.problems()).isEmpty();
    assertThat(view.extensions()).containsExactly(1);
    assertThat(view.spans().total(Span.Kind.INERT)).isEqualTo(5000);
    var odd = Bytes.of("\u0081\u00a6params\u00c9").big(5000, 4).text("\1").zeros(5000);
    assertThat(open(odd, Format.FLAX).spans().total(Span.Kind.INERT)).isZero();
    var text = Bytes.of("\u0081\u00a6params\u00db").big(5000, 4).zeros(5000);
    assertThat(open(text, Format.FLAX).spans().total(Span.Kind.INERT)).isZero();
    assertThat(rules(open(flax.text("x"), Format.FLAX))).containsExactly("msgpack/trailing-data");
    assertThat(rules(open(Bytes.of("\u0082\u00a6params\u00c0"), Format.FLAX)))
        .containsExactly("msgpack/damaged");
  }

  @Test
  void xgboostsUbjsonIsWalkedToItsEnd() {
    var model = Bytes.of("{L").big(7, 8).text("learner[$d#L").big(2, 8).zeros(8).text("}");
    assertThat(rules(open(model, Format.XGBOOST))).isEmpty();
    assertThat(rules(open(model.text("x"), Format.XGBOOST))).containsExactly("data/trailing-data");
    var huge = Bytes.of("{L").big(7, 8).text("learner[$d#L").big(1L << 60, 8).text("}");
    assertThat(rules(open(huge, Format.XGBOOST))).containsExactly("data/damaged");
  }

  @Test
  void oldJoblibFilesAreUnpackedBehindTheirHeader() throws java.io.IOException {
    var packed = new java.io.ByteArrayOutputStream();
    try (var zlib = new java.util.zip.DeflaterOutputStream(packed)) {
      zlib.write("cos\nsystem\n(S'id'\ntR.".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    var file = Bytes.of("ZF0x18" + " ".repeat(15)).raw(packed.toByteArray());
    try (View view = open(file, Format.ZLIB);
        Content inner = view.parts().getFirst().open(Budget.standard()).getFirst()) {
      assertThat(view.problems()).isEmpty();
      assertThat(view.parts()).hasSize(1);
      assertThat(Formats.identify(inner, Budget.standard())).isEqualTo(Format.PICKLE);
    }
  }

  @Test
  void soundsAndFilmsEndWhereTheirFormatSays() {
    var film = new Bytes().big(16, 4).text("ftypisom").big(0, 4).big(12, 4).text("mdatxxxx");
    assertThat(rules(open(film, Format.MEDIA))).isEmpty();
    assertThat(rules(open(film.text("\u0080\2cos\nsystem\n"), Format.MEDIA)))
        .containsExactly("image/trailing-data");
    var page = Bytes.of("OggS").zeros(22).text("\2\1\3").text("abcd");
    assertThat(rules(open(page, Format.MEDIA))).isEmpty();
    assertThat(rules(open(page.zeros(40), Format.MEDIA))).containsExactly("image/trailing-data");
  }

  @Test
  void whisperModelsAreWalkedToTheirEnd() {
    var model = Bytes.of("lmgg").zeros(44).number(2, 4).number(3, 4).zeros(24).number(1, 4);
    model.number(2, 4).text("ab");
    model.number(1, 4).number(1, 4).number(0, 4).number(4, 4).text("w").zeros(16);
    assertThat(rules(open(model, Format.GGML))).isEmpty();
    assertThat(rules(open(model.text("tail"), Format.GGML))).containsExactly("data/damaged");
    var huge = Bytes.of("lmgg").zeros(44).number(0, 4).number(0, 4).number(0xFFFFFFFFL, 4);
    assertThat(rules(open(huge, Format.GGML))).containsExactly("data/damaged");
  }

  @Test
  void checkpointIndexesTellTheirTensors() {
    var block = new Bytes().raw((byte) 0, (byte) 0, (byte) 2).field(1, 1);
    var entry = new Bytes().field(1, 1).field(3, 0).field(4, 8).field(5, 16);
    block.raw((byte) 0, (byte) 1, (byte) entry.size()).text("w").raw(entry.bytes());
    block.number(0, 4).number(1, 4);
    var index = new Bytes().raw(block.bytes()).zeros(5);
    int at = index.size();
    index.raw((byte) 0, (byte) 1, (byte) 2).text("w").raw((byte) 0, (byte) block.size());
    index.number(0, 4).number(1, 4);
    int size = index.size() - at;
    index.zeros(5).raw((byte) 0, (byte) 0, (byte) at, (byte) size).zeros(36);
    index.number(0xdb4775248b80fb57L, 8);
    TensorBundle view = (TensorBundle) open(index, Format.TF_CHECKPOINT_INDEX);
    assertThat(view.problems()).isEmpty();
    assertThat(view.shards()).isEqualTo(1);
    assertThat(view.entries()).containsExactly(new TensorBundle.Entry("w", 1, 0, 8, 16));
    assertThat(view.shardSize(0)).isEqualTo(24);
  }

  private static Bytes r() {
    return Bytes.of("X\n").big(2, 4).big(0x040300, 4).big(0x020300, 4);
  }

  @Test
  void promisesInRDataAreFound() {
    assertThat(((RData) open(r().big(13, 4).big(1, 4).big(7, 4), Format.RDS)).kinds()).isEmpty();
    // A promise without environment: its value, then the call system("id").
    var promise = r().big(5, 4);
    promise.big(251, 4);
    promise.big(6, 4).big(1, 4).big(9, 4).big(6, 4).text("system").big(254, 4);
    RData view = (RData) open(promise, Format.RDS);
    assertThat(view.problems()).isEmpty();
    assertThat(view.kinds()).containsOnlyKeys(RData.Kind.PROMISE, RData.Kind.CALL);
    assertThat(view.symbols()).containsExactly("system");
  }

  @Test
  void tensorflowLiteTellsCustomOperators() {
    var out = new Bytes();
    // Root at 20; its table has the operator codes as second field.
    out.number(20, 4).text("TFL3");
    out.number(8, 2).number(8, 2).number(0, 2).number(4, 2).zeros(4);
    out.number(20 - 8, 4).number(4, 4);
    out.number(1, 4).number(16, 4);
    // The operator code's virtual table at 36, its table at 48: code 32, a name.
    out.number(8, 2).number(12, 2).number(8, 2).number(4, 2).zeros(4);
    out.number(48 - 36, 4).number(8, 4).raw((byte) 32, (byte) 0, (byte) 0, (byte) 0);
    out.number(4, 4).text("Evil\0");
    FlatModel view = (FlatModel) open(out, Format.TFLITE);
    assertThat(view.problems()).isEmpty();
    assertThat(view.operators()).containsExactly(new FlatModel.Operator("Evil", true));
    var damaged = Bytes.of("\u001c\0\0\0TFL3").zeros(24).text("FlexWriteFile");
    assertThat(rules(open(damaged, Format.TFLITE))).containsExactly("flatbuffer/damaged");
  }
}
