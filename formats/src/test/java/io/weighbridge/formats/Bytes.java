package io.weighbridge.formats;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds small binary inputs. */
final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Bytes of(String latin1) {
    return new Bytes().text(latin1);
  }

  /** Characters are bytes. */
  Bytes text(String latin1) {
    return raw(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  Bytes raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  Bytes zeros(int count) {
    return raw(new byte[count]);
  }

  /** Little-endian. */
  Bytes number(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> 8 * i));
    }
    return this;
  }

  Bytes big(long value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      out.write((int) (value >>> 8 * i));
    }
    return this;
  }

  /** A protobuf field that is an integer. */
  Bytes field(int number, long value) {
    return varint((long) number << 3).varint(value);
  }

  /** A protobuf field of bytes. */
  Bytes field(int number, byte[] bytes) {
    return varint((long) number << 3 | 2).varint(bytes.length).raw(bytes);
  }

  Bytes field(int number, String text) {
    return field(number, text.getBytes(StandardCharsets.UTF_8));
  }

  Bytes field(int number, Bytes message) {
    return field(number, message.bytes());
  }

  private Bytes varint(long value) {
    long left = value;
    do {
      int low = (int) (left & 0x7F);
      left >>>= 7;
      out.write(left == 0 ? low : low | 0x80);
    } while (left != 0);
    return this;
  }

  int size() {
    return out.size();
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  Content content() {
    return new BytesContent(bytes());
  }
}
