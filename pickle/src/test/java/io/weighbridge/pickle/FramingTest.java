package io.weighbridge.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Verdict;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands around, behind and within pickles; and what bounds reading them. */
class FramingTest {
  private static final byte[] HARMLESS = Ops.proto(4).op(Opcode.NONE).stop();
  private static final byte[] HARMFUL = Ops.proto(4).call("os", "system", "echo wb").stop();

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void picklesInARowAreAllRead() {
    PickleReport report = Ops.analyze(join(HARMLESS, new byte[9], HARMFUL));
    assertThat(report.streams()).hasSize(2);
    assertThat(report.coverage()).isEqualTo(Coverage.FULL);
    assertThat(report.effects().get(0).offset())
        .isEqualTo(HARMLESS.length + 9 + HARMFUL.length - 2);
  }

  @Test
  void aPickleBehindBytesThatAreNoneIsFound() {
    byte[] noise = {(byte) 0xff, (byte) 0xfe, 'x', 'y', 'z'};
    PickleReport report = Ops.analyze(join(HARMLESS, noise, HARMFUL));
    assertThat(Ops.malicious(report)).containsExactly("os.system('echo wb')");
    assertThat(report.coverage()).isEqualTo(Coverage.PARTIAL);
  }

  @Test
  void bytesBehindThePickleThatAreNotUnderstoodAreSaidToBe() {
    PickleReport report = Ops.analyze(join(HARMLESS, new byte[] {1, 2, 3, 4}));
    assertThat(report.coverage()).isEqualTo(Coverage.PARTIAL);
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void aCallerThatKnowsWhatFollowsReadsOnlyTheFirst() {
    PickleReport report =
        Pickles.analyze(
            new BytesContent(join(HARMLESS, new byte[] {1, 2})),
            Budget.standard(),
            PickleContext.PREFIX);
    assertThat(report.end()).isEqualTo(HARMLESS.length);
    assertThat(report.verdict()).isEqualTo(Verdict.SAFE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pickle.loads",
        "_pickle.loads",
        "dill.loads",
        "cloudpickle.loads",
        "joblib.load",
        "torch.storage._load_from_bytes"
      })
  void picklesHandedToLoadersAreRead(String loader) {
    int dot = loader.lastIndexOf('.');
    Ops ops =
        Ops.proto(4)
            .global(loader.substring(0, dot), loader.substring(dot + 1))
            .counted(Opcode.BINBYTES, HARMFUL)
            .op(Opcode.TUPLE1, Opcode.REDUCE);
    PickleReport report = Ops.analyze(ops.stop());
    assertThat(Ops.malicious(report)).contains("os.system('echo wb')");
    Effect inner =
        report.effects().stream()
            .filter(effect -> !effect.within().isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(inner.within()).hasSize(1);
  }

  @Test
  void joblibArraysAreSkippedByTheirSizeAndObjectArraysAreRead() {
    Ops wrapper = joblib("f8", 8, 0, 2);
    byte[] array = join(wrapper.raw(0).unfinished(), new byte[16], Ops.start().stop());
    PickleReport report = Ops.analyze(array);
    assertThat(report.verdict()).as(report.reason()).isEqualTo(Verdict.SAFE);
    byte[] objects = join(joblib("O8", 8, 63, 2).unfinished(), HARMFUL, Ops.start().stop());
    assertThat(Ops.malicious(Ops.analyze(objects))).contains("os.system('echo wb')");
  }

  /** A NumpyArrayWrapper with its state, as joblib writes it; the array's bytes follow. */
  private static Ops joblib(String code, int size, int flags, int elements) {
    return Ops.proto(4)
        .global("joblib.numpy_pickle", "NumpyArrayWrapper")
        .op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ)
        .op(Opcode.EMPTY_DICT, Opcode.MARK)
        .text("subclass")
        .global("numpy", "ndarray")
        .text("shape")
        .small(elements)
        .op(Opcode.TUPLE1)
        .text("order")
        .text("C")
        .text("dtype")
        .global("numpy", "dtype")
        .text(code)
        .op(Opcode.NEWFALSE, Opcode.NEWTRUE, Opcode.TUPLE3, Opcode.REDUCE)
        .op(Opcode.MARK)
        .small(3)
        .text("<")
        .op(Opcode.NONE, Opcode.NONE, Opcode.NONE)
        .raw('J')
        .little(-1, 4)
        .raw('J')
        .little(-1, 4)
        .small(flags)
        .op(Opcode.TUPLE, Opcode.BUILD)
        .text("allow_mmap")
        .op(Opcode.NEWFALSE)
        .text("numpy_array_alignment_bytes")
        .small(code.equals("O8") ? 0 : size * 2)
        .op(Opcode.SETITEMS, Opcode.BUILD);
  }

  @Test
  void legacyTorchFilesEndInRawStorages() {
    byte[] magic = new BigInteger("1950a86a20f9469cfc6c", 16).toByteArray();
    Ops number = Ops.proto(2).raw(0x8a, magic.length);
    for (int i = magic.length - 1; i >= 0; i--) {
      number.raw(magic[i]);
    }
    byte[] storage =
        Ops.proto(2)
            .op(Opcode.MARK)
            .text("storage")
            .global("torch", "FloatStorage")
            .text("7")
            .text("cpu")
            .small(2)
            .op(Opcode.NONE, Opcode.TUPLE, Opcode.BINPERSID)
            .stop();
    byte[] keys = Ops.proto(2).op(Opcode.EMPTY_LIST).text("7").op(Opcode.APPEND).stop();
    byte[] version = Ops.proto(2).raw('M').little(1001, 2).stop();
    byte[] info = Ops.proto(2).op(Opcode.EMPTY_DICT).stop();
    byte[] count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(2).array();
    byte[] file =
        join(
            number.stop(),
            version,
            info,
            storage,
            keys,
            count,
            new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    assertThat(Ops.analyze(file).verdict()).isEqualTo(Verdict.SAFE);
    assertThat(Ops.analyze(java.util.Arrays.copyOf(file, file.length - 1)).verdict())
        .isEqualTo(Verdict.SUSPICIOUS);
    assertThat(Ops.malicious(Ops.analyze(join(file, HARMFUL)))).contains("os.system('echo wb')");
  }

  @Test
  void aGigabyteOfBytesIsSkippedNotRead() {
    byte[] head = Ops.proto(4).raw(Opcode.BINBYTES8.code()).little(1L << 30, 8).unfinished();
    Content content =
        new Sparse(
            head, 1L << 30, Ops.start().op(Opcode.POP).call("os", "system", "echo wb").stop());
    Budget budget = Budget.standard();
    PickleReport report = Pickles.analyze(content, budget, PickleContext.WHOLE);
    assertThat(Ops.malicious(report)).containsExactly("os.system('echo wb')");
    assertThat(budget.bytesSpent()).isLessThan(1 << 20);
  }

  @Test
  void boundsAreFindingsNotExceptions() {
    Ops many = Ops.proto(4).op(Opcode.EMPTY_LIST);
    for (int i = 0; i < 20_000; i++) {
      many.op(Opcode.NONE, Opcode.POP);
    }
    var limits = new Budget.Limits(1 << 20, 1 << 20, 100, 10_000, 4, Duration.ofMinutes(1));
    PickleReport report =
        Pickles.analyze(new BytesContent(many.stop()), new Budget(limits), PickleContext.WHOLE);
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(report.reason()).contains("pickle opcodes");
  }

  @Test
  void nestingIsBounded() {
    byte[] inner = HARMLESS;
    for (int i = 0; i < 40; i++) {
      inner =
          Ops.proto(4)
              .global("pickle", "loads")
              .counted(Opcode.BINBYTES, inner)
              .op(Opcode.TUPLE1, Opcode.REDUCE)
              .stop();
    }
    assertThat(Ops.analyze(inner).verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aDeepValueIsShownWithoutARecursionThatOverflows() {
    Ops deep = Ops.proto(4).global("os", "system").op(Opcode.EMPTY_TUPLE);
    for (int i = 0; i < 200_000; i++) {
      deep.op(Opcode.TUPLE1);
    }
    PickleReport report = Ops.analyze(deep.op(Opcode.TUPLE1, Opcode.REDUCE).stop());
    assertThat(Ops.malicious(report).get(0)).startsWith("os.system(").hasSizeLessThan(500);
  }

  @Test
  void aStackOfMoreValuesThanMemoryHoldsStops() {
    byte[] ones = new byte[4 << 20];
    java.util.Arrays.fill(ones, (byte) Opcode.NONE.code());
    PickleReport report = Ops.analyze(ones);
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(report.reason()).contains("values on the pickle's stack");
  }

  @Test
  void truncatedStreamsSaySo() {
    for (int length = 1; length < HARMFUL.length - 2; length++) {
      PickleReport report = Ops.analyze(java.util.Arrays.copyOf(HARMFUL, length));
      assertThat(report.verdict()).as("first %d bytes", length).isNotEqualTo(Verdict.SAFE);
      assertThat(report.coverage()).isNotEqualTo(Coverage.FULL);
    }
  }
}
