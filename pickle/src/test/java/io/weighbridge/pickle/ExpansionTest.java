package io.weighbridge.pickle;

import static io.weighbridge.pickle.Opcode.APPEND;
import static io.weighbridge.pickle.Opcode.DUP;
import static io.weighbridge.pickle.Opcode.EMPTY_DICT;
import static io.weighbridge.pickle.Opcode.EMPTY_LIST;
import static io.weighbridge.pickle.Opcode.EMPTY_TUPLE;
import static io.weighbridge.pickle.Opcode.MARK;
import static io.weighbridge.pickle.Opcode.MEMOIZE;
import static io.weighbridge.pickle.Opcode.POP;
import static io.weighbridge.pickle.Opcode.SETITEM;
import static io.weighbridge.pickle.Opcode.TUPLE2;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Verdict;
import org.junit.jupiter.api.Test;

/** Values that a few bytes make and that no memory holds once they are walked. */
class ExpansionTest {
  private static void isABomb(byte[] bytes) {
    PickleReport report = Ops.analyze(bytes);
    assertThat(Ops.rules(report)).containsExactly("pickle/expansion");
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
  }

  private static void isOrdinary(byte[] bytes) {
    PickleReport report = Ops.analyze(bytes);
    assertThat(report.effects()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.SAFE);
  }

  @Test
  void tuplesDoubledByDup() {
    Ops ops = Ops.proto(4).op(EMPTY_TUPLE);
    for (int i = 0; i < 30; i++) {
      ops.op(DUP, TUPLE2);
    }
    isABomb(ops.stop());
  }

  @Test
  void tuplesThatServeAsAKeyAndAreForgottenAgain() {
    Ops ops = Ops.proto(4).op(EMPTY_DICT, EMPTY_TUPLE);
    for (int i = 0; i < 30; i++) {
      ops.op(DUP, TUPLE2);
    }
    isABomb(ops.small(1).op(SETITEM, POP).small(1).stop());
  }

  @Test
  void listsDoubledThroughTheMemo() {
    Ops ops = Ops.proto(4).op(EMPTY_LIST);
    for (int i = 0; i < 40; i++) {
      ops.op(MEMOIZE, POP, EMPTY_LIST).get(i).op(APPEND).get(i).op(APPEND);
    }
    isABomb(ops.stop());
  }

  @Test
  void dictsDoubledThroughTheMemo() {
    Ops ops = Ops.proto(4).op(EMPTY_DICT);
    for (int i = 0; i < 40; i++) {
      ops.op(MEMOIZE, POP, EMPTY_DICT);
      ops.small(0).get(i).op(SETITEM).small(1).get(i).op(SETITEM);
    }
    isABomb(ops.stop());
  }

  @Test
  void containersOfTheStandardLibraryAreContainers() {
    Ops ops = Ops.proto(4).op(EMPTY_LIST);
    for (int i = 0; i < 40; i++) {
      ops.op(MEMOIZE, POP).global("collections", "deque").op(EMPTY_TUPLE, Opcode.REDUCE);
      ops.get(i).op(APPEND).get(i).op(APPEND);
    }
    isABomb(ops.stop());
  }

  @Test
  void listsThatHoldEachOtherBeforeTheyAreFilled() {
    Ops ops = Ops.proto(4).op(EMPTY_LIST).put(0);
    for (int i = 1; i <= 40; i++) {
      ops.op(EMPTY_LIST).put(i).op(POP);
    }
    for (int i = 0; i < 40; i++) {
      ops.get(i).get(i + 1).op(APPEND).get(i + 1).op(APPEND, POP);
    }
    isABomb(ops.stop());
  }

  @Test
  void bombsBehindMoreTuplesThanAreKept() {
    Ops ops = Ops.proto(4).op(MARK);
    for (int i = 0; i < 1_100_000; i++) {
      ops.op(EMPTY_TUPLE, DUP, TUPLE2, POP);
    }
    ops.op(EMPTY_TUPLE);
    for (int i = 0; i < 60; i++) {
      ops.op(DUP, TUPLE2);
    }
    isABomb(ops.op(Opcode.LIST).stop());
  }

  @Test
  void aListThatHoldsItselfIsOrdinary() {
    isOrdinary(Ops.proto(4).op(EMPTY_LIST).put(0).get(0).op(APPEND).get(0).op(APPEND).stop());
  }

  @Test
  void whatManyShareIsOrdinary() {
    Ops ops = Ops.proto(4).op(EMPTY_LIST, EMPTY_LIST).put(0).op(MARK);
    for (int i = 0; i < 20_000; i++) {
      ops.small(i & 0xff);
    }
    ops.op(Opcode.APPENDS, POP, MARK);
    for (int i = 0; i < 20_000; i++) {
      ops.op(EMPTY_LIST).get(0).op(APPEND);
    }
    isOrdinary(ops.op(Opcode.APPENDS).stop());
  }

  @Test
  void recursiveStructuresAreOrdinary() {
    // A doubly linked list of dicts: each holds the next, which holds it.
    Ops ops = Ops.proto(4).op(EMPTY_DICT).put(0);
    for (int i = 1; i <= 100; i++) {
      ops.op(EMPTY_DICT).put(i).op(POP);
    }
    for (int i = 0; i < 100; i++) {
      ops.get(i).text("next").get(i + 1).op(SETITEM, POP);
      ops.get(i + 1).text("last").get(i).op(SETITEM, POP);
    }
    isOrdinary(ops.stop());
  }
}
