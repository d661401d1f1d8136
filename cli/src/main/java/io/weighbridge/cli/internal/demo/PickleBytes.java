package io.weighbridge.cli.internal.demo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Assembles a pickle of protocol 2, opcode by opcode (CPython, {@code Lib/pickletools.py}). */
final class PickleBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleBytes() {
    out.write(0x80); // PROTO
    out.write(2);
  }

  PickleBytes global(String module, String name) {
    return op('c').ascii(module + "\n" + name + "\n");
  }

  PickleBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    op('X').int32(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  PickleBytes number(int value) {
    return op('J').int32(value);
  }

  PickleBytes mark() {
    return op('(');
  }

  PickleBytes tuple() {
    return op('t');
  }

  PickleBytes emptyTuple() {
    return op(')');
  }

  /** Calls what lies below the argument tuple. */
  PickleBytes reduce() {
    return op('R');
  }

  PickleBytes pop() {
    return op('0');
  }

  PickleBytes persistentId() {
    return op('Q');
  }

  PickleBytes no() {
    return op(0x89);
  }

  /** Sets the items since the mark. */
  PickleBytes setItems() {
    return op('u');
  }

  byte[] stop() {
    op('.');
    return out.toByteArray();
  }

  private PickleBytes op(int code) {
    out.write(code);
    return this;
  }

  private PickleBytes ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private PickleBytes int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }
}
