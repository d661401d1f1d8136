package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks the fields of a protobuf message in its wire form
 * (protobuf.dev/programming-guides/encoding). Length-delimited fields are skipped unless asked for,
 * so a tensor of gigabytes costs a few bytes. One cursor serves a message and all that it contains.
 *
 * <pre>{@code
 * for (var field = Proto.of(content, budget); field.next(); ) { … field.number() … }
 * }</pre>
 */
public final class Proto {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int BYTES = 2;
  public static final int FIXED32 = 5;

  private final Cursor in;
  private final long end;
  private final long start;
  private long at;
  private int number;
  private int wire;
  private long value;
  private long length;

  private Proto(Cursor in, long start, long end) {
    this.in = in;
    this.start = start;
    this.at = start;
    this.end = end;
  }

  public static Proto of(Content content, Budget budget) {
    return new Proto(new Cursor(content, budget), 0, content.size());
  }

  /**
   * Goes to the next field; false at the message's end.
   *
   * @throws ContentException when the bytes are no protobuf
   */
  public boolean next() {
    if (at >= end) {
      return false;
    }
    in.seek(at);
    long tag = varint();
    number = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    if (tag < 0 || tag >>> 3 == 0 || tag >>> 3 > 0x1FFFFFFF) {
      throw new ContentException("no protobuf field at " + at);
    }
    length = 0;
    switch (wire) {
      case VARINT -> value = varint();
      case FIXED64 -> value = in.i64();
      case FIXED32 -> value = in.u32();
      case BYTES -> {
        length = varint();
        value = in.position();
      }
      default -> throw new ContentException("no protobuf field at " + at);
    }
    long next = wire == BYTES ? value + length : in.position();
    if (length < 0 || next > end || next < at) {
      throw new ContentException("protobuf field at " + at + " reaches beyond its message");
    }
    at = next;
    return true;
  }

  private long varint() {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = in.u8();
      result |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return result;
      }
    }
    throw new ContentException("protobuf integer of more than ten bytes at " + at);
  }

  public int number() {
    return number;
  }

  public int wire() {
    return wire;
  }

  /** Whether the field is this one, in this wire form. */
  public boolean is(int fieldNumber, int wireType) {
    return number == fieldNumber && wire == wireType;
  }

  /** The integer, or the bits of the fixed number. */
  public long value() {
    return value;
  }

  /** Where the bytes of a length-delimited field begin. */
  public long offset() {
    return value;
  }

  /** Size of a length-delimited field in bytes. */
  public long length() {
    return length;
  }

  /** The field as a message. */
  public Proto message() {
    if (wire != BYTES) {
      throw new ContentException("message expected before " + at);
    }
    return new Proto(in, value, value + length);
  }

  /** Where this message begins. */
  public long start() {
    return start;
  }

  /** The field as a row of packed integers. */
  public Proto packed() {
    return message();
  }

  /** Goes to the next of {@link #packed()} integers. */
  public boolean nextPacked() {
    if (at >= end) {
      return false;
    }
    in.seek(at);
    value = varint();
    at = in.position();
    return true;
  }

  /** The field as text, of which at most {@code most} bytes are kept. */
  public String text(int most) {
    if (wire != BYTES) {
      throw new ContentException("text expected before " + at);
    }
    in.seek(value);
    return in.utf8((int) Math.min(length, most));
  }

  /** Whether the field is text of printable characters. */
  public boolean isText(int most) {
    if (wire != BYTES || length > most) {
      return false;
    }
    in.seek(value);
    byte[] bytes = in.bytes((int) length);
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\t' && b != '\r') {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
