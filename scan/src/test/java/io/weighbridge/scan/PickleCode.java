package io.weighbridge.scan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Pickles written opcode by opcode, as attackers write them. CPython's {@code pickletools.py}. */
final class PickleCode {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Protocol 2 or later says so; 0 and 1 say nothing. */
  static PickleCode protocol(int version) {
    var code = new PickleCode();
    return version < 2 ? code : code.raw(0x80, version);
  }

  /** {@code module.name('echo x')}, and stop. */
  static byte[] call(int protocol, String module, String name) {
    return protocol(protocol).effect(protocol, module, name).stop();
  }

  /** {@code os.system('echo x')} in protocol 0, to stand behind something else. */
  PickleCode effect() {
    return effect(0, "os", "system");
  }

  private PickleCode effect(int protocol, String module, String name) {
    return protocol >= 4
        ? stackGlobal(module, name).shortText("echo x").raw(0x85).op("R")
        : global(module, name).op("(").text("echo x").op("tR");
  }

  PickleCode raw(int... bytes) {
    for (int value : bytes) {
      out.write(value);
    }
    return this;
  }

  PickleCode raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Opcodes without an argument, and arguments as text. */
  PickleCode op(String opcodes) {
    out.writeBytes(Bytes.text(opcodes));
    return this;
  }

  PickleCode global(String module, String name) {
    return op("c" + module + "\n" + name + "\n");
  }

  PickleCode stackGlobal(String module, String name) {
    return shortText(module).shortText(name).raw(0x93);
  }

  /** UNICODE, for every protocol. */
  PickleCode text(String text) {
    return op("V" + text + "\n");
  }

  PickleCode shortText(String text) {
    return raw(0x8c, text.length()).op(text);
  }

  PickleCode bytes(byte[] bytes) {
    return raw('B').raw(little(4, bytes.length)).raw(bytes);
  }

  /** FRAME of this length, true or not. */
  PickleCode frame(long length) {
    return raw(0x95).raw(little(8, length));
  }

  byte[] stop() {
    return op(".").out.toByteArray();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  static byte[] little(int width, long value) {
    byte[] eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return java.util.Arrays.copyOf(eight, width);
  }
}
