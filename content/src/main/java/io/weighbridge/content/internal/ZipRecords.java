package io.weighbridge.content.internal;

import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.content.ZipMember;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** Reads the records of a zip (APPNOTE.TXT 4.3.7, 4.3.12, 4.5.3). */
final class ZipRecords {
  private static final long ALL_ONES = 0xFFFFFFFFL;
  private static final int UNICODE_PATH = 0x7075;

  private ZipRecords() {}

  /** A central directory record; the cursor stands behind its signature. */
  static ZipMember central(Cursor in, long shift, List<Problem> problems) {
    long start = in.position() - 4;
    in.skip(4);
    int flags = in.u16();
    int method = in.u16();
    in.skip(4);
    long crc = in.u32();
    long packed = in.u32();
    long size = in.u32();
    int nameLength = in.u16();
    int extraLength = in.u16();
    int commentLength = in.u16();
    in.skip(4);
    long attributes = in.u32();
    long offset = in.u32();
    byte[] rawName = in.bytes(nameLength);
    String name = name(rawName);
    var extra = ByteBuffer.wrap(in.bytes(extraLength)).order(ByteOrder.LITTLE_ENDIAN);
    in.skip(commentLength);
    secondName(extra.duplicate().order(ByteOrder.LITTLE_ENDIAN), rawName, name, start, problems);
    long[] wide = zip64(extra, size, packed, offset);
    long header = wide[2] + shift;
    if (header < 0) {
      throw new ContentException("member offset " + wide[2] + " lies before the file");
    }
    return new ZipMember(name, flags, method, crc, wide[1], wide[0], header, attributes, false);
  }

  /**
   * Info-ZIP's Unicode path (APPNOTE.TXT 4.6.9): Python 3.13 and 7-Zip take this name instead, when
   * its sum of the other name is right. Honest packers write it for names in an old code page.
   */
  private static void secondName(
      ByteBuffer extra, byte[] rawName, String name, long start, List<Problem> problems) {
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
      int next = extra.position() + length;
      if (id == UNICODE_PATH && length > 5 && extra.get() == 1) {
        var sum = new CRC32();
        sum.update(rawName);
        int announced = extra.getInt();
        byte[] other = new byte[length - 5];
        extra.get(other);
        String second = name(other);
        if (announced == (int) sum.getValue() && !second.equals(name)) {
          secondName(name, second, start, problems);
        }
      }
      extra.position(next);
    }
  }

  private static void secondName(String name, String second, long start, List<Problem> problems) {
    String what = name + ": some readers call it " + second;
    if (MemberNames.isUnsafe(second)) {
      problems.add(
          new Problem("archive/path-traversal", what + ", which leaves the folder", start));
    } else if (name.chars().allMatch(c -> c < 128)) {
      problems.add(new Problem("zip/second-name", what, start));
    }
  }

  /** Size, packed size and offset with the zip64 values where the short fields are all ones. */
  static long[] zip64(ByteBuffer extra, long... fields) {
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
      int next = extra.position() + length;
      if (id == 1) {
        for (int i = 0; i < fields.length; i++) {
          if (fields[i] == ALL_ONES && next - extra.position() >= 8) {
            fields[i] = extra.getLong();
            if (fields[i] < 0) {
              throw new ContentException("zip64 size or offset beyond 2^63");
            }
          }
        }
        return fields;
      }
      extra.position(next);
    }
    return fields;
  }

  /** UTF-8 where it is that, else Latin-1: which of the many code pages matters to no rule. */
  static String name(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
