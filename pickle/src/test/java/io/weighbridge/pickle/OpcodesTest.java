package io.weighbridge.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.pickle.PickleStream.Ending;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each opcode puts together, read back from the value of the stream. */
class OpcodesTest {
  private static final Set<Opcode> SEEN = EnumSet.noneOf(Opcode.class);

  /** Writes the value of a pickle as Python would, and notes which opcodes were run. */
  private static String built(Ops ops) {
    byte[] bytes = ops.stop();
    PickleReport report = Ops.analyze(bytes);
    PickleStream stream = report.streams().get(0);
    assertThat(stream.problem()).isEmpty();
    assertThat(stream.ending()).isEqualTo(Ending.STOPPED);
    assertThat(stream.end()).isEqualTo(bytes.length);
    note(bytes);
    return Shown.of(stream.value());
  }

  private static void note(byte[] bytes) {
    var decoder =
        new io.weighbridge.pickle.internal.decode.Decoder(
            new BytesContent(bytes), 0, Budget.standard());
    for (Opcode opcode = decoder.next(); opcode != Opcode.STOP; opcode = decoder.next()) {
      SEEN.add(opcode);
    }
    SEEN.add(Opcode.STOP);
  }

  private static void breaks(Ops ops, String why) {
    PickleReport report = Ops.analyze(ops.stop());
    assertThat(report.streams().get(0).problem()).contains(why);
    assertThat(report.verdict()).isNotEqualTo(Verdict.SAFE);
  }

  @Test
  void constants() {
    assertThat(built(Ops.start().op(Opcode.NONE))).isEqualTo("None");
    assertThat(built(Ops.proto(2).op(Opcode.NEWTRUE))).isEqualTo("True");
    assertThat(built(Ops.proto(2).op(Opcode.NEWFALSE))).isEqualTo("False");
  }

  @ParameterizedTest
  @CsvSource({
    "I0,0",
    "I-7,-7",
    "I01,True",
    "I00,False",
    "I 12 ,12",
    "I1_000,1000",
    "L5L,5",
    "L-5,-5",
    "L123456789012345678901234567890L,123456789012345678901234567890",
    "I0x10,16",
    "L0b11L,3"
  })
  void integersAsText(String line, String value) {
    assertThat(built(Ops.start().latin1(line + "\n"))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"F1.5,1.5", "F-1e3,-1000.0", "Finf,inf", "F-inf,-inf", "Fnan,nan", "F1_0.5,10.5"})
  void floatsAsText(String line, String value) {
    assertThat(built(Ops.start().latin1(line + "\n"))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ix\n", "I\n", "I--1\n", "I1.5\n", "F0x1p3\n", "F1f\n", "Fx\n", "Lx\n"})
  void whatIsNoNumberBreaksTheStream(String line) {
    breaks(Ops.start().latin1(line), "not a");
  }

  @Test
  void binaryNumbers() {
    assertThat(built(Ops.start().raw('J').little(-2, 4))).isEqualTo("-2");
    assertThat(built(Ops.start().raw('K', 255))).isEqualTo("255");
    assertThat(built(Ops.start().raw('M').little(65535, 2))).isEqualTo("65535");
    assertThat(built(Ops.proto(2).raw(0x8a, 0))).isEqualTo("0");
    assertThat(built(Ops.proto(2).raw(0x8a, 1, 0xff))).isEqualTo("-1");
    assertThat(built(Ops.proto(2).raw(0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1)))
        .isEqualTo(BigInteger.ONE.shiftLeft(64).toString());
    assertThat(built(Ops.proto(2).raw(0x8b).little(2, 4).raw(0, 0x80))).isEqualTo("-32768");
    assertThat(built(Ops.start().raw('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0))).isEqualTo("1.5");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "'abc',abc",
        "\"a'b\",a'b",
        "'a\\'b',a'b",
        "'\\x41',A",
        "'\\101',A",
        "'\\\\n',\\n",
        "'',||"
      })
  void stringsWithEscapes(String literal, String value) {
    assertThat(built(Ops.start().latin1("S" + literal + "\n"))).isEqualTo("'" + value + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sabc\n", "S'abc\n", "S'\n", "S'abc\"\n"})
  void stringsWithoutTheirQuotesBreakTheStream(String line) {
    breaks(Ops.start().latin1(line), "without quotes");
  }

  @Test
  void textInEveryEncoding() {
    byte[] umlaut = "ü".getBytes(StandardCharsets.UTF_8);
    assertThat(built(Ops.start().latin1("Vo\\u0073\\U0001f600\n"))).isEqualTo("'os\ud83d\ude00'");
    assertThat(built(Ops.start().latin1("V\\\\u0073\n"))).isEqualTo("'\\\\u0073'");
    assertThat(built(Ops.start().counted(Opcode.BINUNICODE, umlaut))).isEqualTo("'ü'");
    assertThat(built(Ops.proto(4).raw(0x8c, 2).bytes(umlaut))).isEqualTo("'ü'");
    assertThat(built(Ops.proto(4).counted8(Opcode.BINUNICODE8, umlaut))).isEqualTo("'ü'");
    assertThat(built(Ops.start().counted(Opcode.BINSTRING, new byte[] {(byte) 0xe9})))
        .isEqualTo("'é'");
    assertThat(built(Ops.start().raw('U', 1, 'x'))).isEqualTo("'x'");
    assertThat(built(Ops.proto(3).raw(0x8c, 3, 0xed, 0xb2, 0x80))).isEqualTo("'\udc80'");
  }

  @Test
  void byteStrings() {
    byte[] two = {0, 1};
    assertThat(built(Ops.proto(3).counted(Opcode.BINBYTES, two))).isEqualTo("b0001");
    assertThat(built(Ops.proto(3).raw('C', 2, 0, 1))).isEqualTo("b0001");
    assertThat(built(Ops.proto(4).counted8(Opcode.BINBYTES8, two))).isEqualTo("b0001");
    assertThat(built(Ops.proto(5).counted8(Opcode.BYTEARRAY8, two))).isEqualTo("bytearray0001");
    assertThat(built(Ops.proto(5).op(Opcode.NEXT_BUFFER, Opcode.READONLY_BUFFER)))
        .isEqualTo("buffer");
  }

  @Test
  void tuplesAndTheMarkStack() {
    assertThat(built(Ops.start().op(Opcode.EMPTY_TUPLE))).isEqualTo("()");
    assertThat(built(Ops.start().small(1).op(Opcode.TUPLE1))).isEqualTo("(1,)");
    assertThat(built(Ops.start().small(1).small(2).op(Opcode.TUPLE2))).isEqualTo("(1, 2)");
    assertThat(built(Ops.start().small(1).small(2).small(3).op(Opcode.TUPLE3)))
        .isEqualTo("(1, 2, 3)");
    assertThat(
            built(
                Ops.start()
                    .op(Opcode.MARK, Opcode.MARK)
                    .small(1)
                    .op(Opcode.TUPLE)
                    .small(2)
                    .op(Opcode.TUPLE)))
        .isEqualTo("((1,), 2)");
    breaks(Ops.start().small(1).op(Opcode.TUPLE), "MARK");
    breaks(Ops.start().small(1).op(Opcode.MARK, Opcode.TUPLE1), "empty");
    breaks(Ops.start().op(Opcode.POP_MARK), "MARK");
  }

  @Test
  void listsDictsAndSets() {
    assertThat(built(Ops.start().op(Opcode.EMPTY_LIST).small(1).op(Opcode.APPEND)))
        .isEqualTo("[1]");
    assertThat(
            built(
                Ops.start()
                    .op(Opcode.EMPTY_LIST, Opcode.MARK)
                    .small(1)
                    .small(2)
                    .op(Opcode.APPENDS)))
        .isEqualTo("[1, 2]");
    assertThat(built(Ops.start().op(Opcode.MARK).small(1).op(Opcode.LIST))).isEqualTo("[1]");
    assertThat(built(Ops.start().op(Opcode.EMPTY_DICT).small(1).small(2).op(Opcode.SETITEM)))
        .isEqualTo("{1: 2}");
    assertThat(
            built(
                Ops.start()
                    .op(Opcode.EMPTY_DICT, Opcode.MARK)
                    .small(1)
                    .small(2)
                    .op(Opcode.SETITEMS)))
        .isEqualTo("{1: 2}");
    assertThat(built(Ops.start().op(Opcode.MARK).small(1).small(2).op(Opcode.DICT)))
        .isEqualTo("{1: 2}");
    assertThat(built(Ops.proto(4).op(Opcode.EMPTY_SET, Opcode.MARK).small(1).op(Opcode.ADDITEMS)))
        .isEqualTo("{1}");
    assertThat(built(Ops.proto(4).op(Opcode.MARK).small(1).op(Opcode.FROZENSET)))
        .isEqualTo("frozenset{1}");
    breaks(Ops.start().op(Opcode.EMPTY_DICT, Opcode.MARK).small(1).op(Opcode.SETITEMS), "odd");
    breaks(Ops.start().op(Opcode.MARK).small(1).op(Opcode.DICT), "odd");
    breaks(Ops.start().op(Opcode.EMPTY_TUPLE).small(1).op(Opcode.APPEND), "cannot be changed");
  }

  @Test
  void popTakesTheMarkWhenNothingLiesAboveIt() {
    assertThat(built(Ops.start().small(1).op(Opcode.MARK, Opcode.POP))).isEqualTo("1");
    assertThat(built(Ops.start().small(1).op(Opcode.MARK).small(2).op(Opcode.POP_MARK)))
        .isEqualTo("1");
    assertThat(built(Ops.start().small(1).op(Opcode.DUP, Opcode.TUPLE2))).isEqualTo("(1, 1)");
    breaks(Ops.start().op(Opcode.POP), "empty");
    breaks(Ops.start().op(Opcode.DUP), "empty");
  }

  @Test
  void memoIndicesMayCollideComeOutOfOrderAndBeHuge() {
    assertThat(built(Ops.start().small(1).put(0).small(2).put(0).get(0).op(Opcode.TUPLE3)))
        .isEqualTo("(1, 2, 2)");
    assertThat(built(Ops.start().small(1).put(9).small(2).put(3).get(9).op(Opcode.TUPLE3)))
        .isEqualTo("(1, 2, 1)");
    assertThat(built(Ops.start().small(7).latin1("p99\n0g99\n"))).isEqualTo("7");
    assertThat(
            built(
                Ops.start()
                    .small(7)
                    .raw('r')
                    .little(0xffffffffL, 4)
                    .raw('0', 'j')
                    .little(0xffffffffL, 4)))
        .isEqualTo("7");
    // MEMOIZE counts entries, so after index 1 alone it takes index 1 again.
    assertThat(
            built(
                Ops.proto(4).small(1).put(1).small(2).op(Opcode.MEMOIZE).get(1).op(Opcode.TUPLE3)))
        .isEqualTo("(1, 2, 2)");
    breaks(Ops.start().get(5), "never set");
    breaks(Ops.start().latin1("I1\np-1\n"), "negative");
  }

  @Test
  void globalsInstancesAndBuiltObjects() {
    assertThat(built(Ops.start().global("collections", "OrderedDict")))
        .isEqualTo("collections.OrderedDict");
    assertThat(built(Ops.proto(4).text("collections").text("Counter").op(Opcode.STACK_GLOBAL)))
        .isEqualTo("collections.Counter");
    assertThat(
            built(
                Ops.start()
                    .global("builtins", "complex")
                    .small(1)
                    .small(2)
                    .op(Opcode.TUPLE2, Opcode.REDUCE)))
        .isEqualTo("complex(1, 2)");
    assertThat(
            built(
                Ops.proto(2)
                    .global("collections", "OrderedDict")
                    .op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ)))
        .isEqualTo("collections.OrderedDict()");
    assertThat(
            built(
                Ops.proto(4)
                    .global("collections", "OrderedDict")
                    .op(Opcode.EMPTY_TUPLE, Opcode.EMPTY_DICT, Opcode.NEWOBJ_EX)))
        .isEqualTo("collections.OrderedDict()");
    assertThat(built(Ops.start().op(Opcode.MARK).inst("collections", "OrderedDict")))
        .isEqualTo("collections.OrderedDict()");
    assertThat(
            built(Ops.start().op(Opcode.MARK).global("collections", "OrderedDict").op(Opcode.OBJ)))
        .isEqualTo("collections.OrderedDict()");
    assertThat(
            built(
                Ops.start()
                    .global("argparse", "Namespace")
                    .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE, Opcode.EMPTY_DICT, Opcode.BUILD)))
        .isEqualTo("argparse.Namespace()+{}");
    breaks(Ops.start().op(Opcode.MARK, Opcode.OBJ), "without a class");
    breaks(Ops.start().small(1).op(Opcode.EMPTY_TUPLE, Opcode.REDUCE), "not callable");
    breaks(Ops.proto(4).small(1).text("x").op(Opcode.STACK_GLOBAL), "not a str");
  }

  @Test
  void persistentIdsAndExtensionCodesAreTheLoadersToKnow() {
    assertThat(built(Ops.start().latin1("Pmodel-7\n"))).isEqualTo("pid'model-7'");
    assertThat(built(Ops.start().text("x").op(Opcode.BINPERSID))).isEqualTo("pid'x'");
    for (Ops ops :
        List.of(
            Ops.proto(2).raw(0x82, 9),
            Ops.proto(2).raw(0x83, 9, 0),
            Ops.proto(2).raw(0x84, 9, 0, 0, 0))) {
      byte[] bytes = ops.stop();
      note(bytes);
      assertThat(Ops.rules(Ops.analyze(bytes))).containsExactly("pickle/extension-code");
    }
  }

  @Test
  void framesAreAdviceOnly() {
    assertThat(built(Ops.proto(4).raw(0x95).little(2, 8).op(Opcode.NONE))).isEqualTo("None");
    PickleReport wrong = Ops.analyze(Ops.proto(4).raw(0x95).little(1, 8).raw('K', 1).stop());
    assertThat(wrong.streams().get(0).complete()).isTrue();
    assertThat(Ops.rules(wrong)).containsExactly("pickle/frame-mismatch");
  }

  /** pickle.py, and joblib's unpickler with it, keeps "os"; an index cut short would forget it. */
  @Test
  void memoIndicesBeyondALongAreNotMistakenForOthers() {
    assertThat(built(Ops.start().latin1("I7\np99999999999999999999\n0g99999999999999999999\n")))
        .isEqualTo("7");
    PickleReport report =
        Ops.analyze(
            Ops.start()
                .latin1("S'os'\np1\n0S'collections'\nI1\n0p99999999999999999999\n0")
                .latin1("S'system'\np2\n0g1\ng2\n")
                .raw(0x93)
                .latin1(")R")
                .stop());
    assertThat(report.verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"I5\0junk\n.", "L5\0junkL\n.", "I5\np0\0x\n0g0\0y\n.", "I 5 \n."})
  void numbersEndWhereEitherUnpicklerEndsThem(String stream) {
    assertThat(built(Ops.start().latin1(stream.substring(0, stream.length() - 1)))).isEqualTo("5");
  }

  @Test
  void numbersTooLongToReadAreABoundAndNotAnEnd() {
    PickleReport report = Ops.analyze(Ops.start().latin1("I" + " ".repeat(70_000) + "1\n").stop());
    assertThat(report.streams().get(0).ending()).isEqualTo(Ending.BOUNDED);
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(
            Ops.analyze(Ops.start().latin1("I" + " so".repeat(30_000) + "\n").stop())
                .streams()
                .get(0)
                .ending())
        .isEqualTo(Ending.BROKEN);
  }

  @Test
  void whiteSpaceBehindAStringIsDroppedAsOlderUnpicklersDo() {
    assertThat(built(Ops.start().latin1("S'x' \r\n"))).isEqualTo("'x'");
  }

  @AfterAll
  static void everyOpcodeWasRun() {
    var missing = new TreeSet<>(EnumSet.complementOf(EnumSet.copyOf(SEEN)));
    assertThat(missing).isEmpty();
  }
}
