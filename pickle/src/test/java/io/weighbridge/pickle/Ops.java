package io.weighbridge.pickle;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.evidence.Severity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Pickles written opcode by opcode. */
final class Ops {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Ops() {}

  static Ops start() {
    return new Ops();
  }

  static Ops proto(int protocol) {
    return new Ops().raw(0x80, protocol);
  }

  /** Opcodes without an operand. */
  Ops op(Opcode... opcodes) {
    for (Opcode opcode : opcodes) {
      out.write(opcode.code());
    }
    return this;
  }

  Ops raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  Ops bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Characters as bytes, one each. */
  Ops latin1(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  Ops global(String module, String name) {
    return latin1("c" + module + "\n" + name + "\n");
  }

  Ops inst(String module, String name) {
    return latin1("i" + module + "\n" + name + "\n");
  }

  Ops text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return counted(Opcode.BINUNICODE, bytes);
  }

  /** A four-byte length, then the bytes. */
  Ops counted(Opcode opcode, byte[] bytes) {
    out.write(opcode.code());
    return little(bytes.length, 4).bytes(bytes);
  }

  /** An eight-byte length, then the bytes. */
  Ops counted8(Opcode opcode, byte[] bytes) {
    out.write(opcode.code());
    return little(bytes.length, 8).bytes(bytes);
  }

  Ops small(int number) {
    return raw(Opcode.BININT1.code(), number);
  }

  Ops little(long number, int size) {
    for (int i = 0; i < size; i++) {
      out.write((int) (number >> 8 * i));
    }
    return this;
  }

  Ops put(int index) {
    return raw(Opcode.BINPUT.code(), index);
  }

  Ops get(int index) {
    return raw(Opcode.BINGET.code(), index);
  }

  /** {@code module.name(argument)} */
  Ops call(String module, String name, String argument) {
    return global(module, name).text(argument).op(Opcode.TUPLE1, Opcode.REDUCE);
  }

  byte[] stop() {
    out.write(Opcode.STOP.code());
    return out.toByteArray();
  }

  byte[] unfinished() {
    return out.toByteArray();
  }

  static PickleReport analyze(byte[] bytes) {
    return Pickles.analyze(new BytesContent(bytes), Budget.standard(), PickleContext.WHOLE);
  }

  /** The value of the first pickle. */
  static Value value(byte[] bytes) {
    return analyze(bytes).streams().get(0).value();
  }

  static List<String> rules(PickleReport report) {
    var rules = new ArrayList<String>();
    for (Effect effect : report.effects()) {
      rules.add(effect.rule());
    }
    return rules;
  }

  static List<String> expressions(PickleReport report) {
    var expressions = new ArrayList<String>();
    for (Effect effect : report.effects()) {
      expressions.add(effect.expression());
    }
    return expressions;
  }

  static List<String> malicious(PickleReport report) {
    var expressions = new ArrayList<String>();
    for (Effect effect : report.effects()) {
      if (effect.severity() == Severity.MALICIOUS) {
        expressions.add(effect.expression());
      }
    }
    return expressions;
  }
}
