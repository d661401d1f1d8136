package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.formats.Format;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Formats whose first bytes are too weak a signature, confirmed by reading a little of them. */
public final class StreamSniff {
  private StreamSniff() {}

  public static Format of(Content content, byte[] head, Budget budget) {
    if (isZlib(head)) {
      return Format.ZLIB;
    }
    if (isLzma(head)) {
      return Format.LZMA;
    }
    if (isZstdSkippable(head)) {
      return Format.ZSTD;
    }
    if (isRds(head)) {
      return Format.RDS;
    }
    if (isFlax(head)) {
      return Format.FLAX;
    }
    if (isPaddleTensor(head)) {
      return Format.PADDLE;
    }
    if (isTfRecord(content, head)) {
      return Format.TFRECORD;
    }
    return isTableIndex(content, budget) ? Format.TF_CHECKPOINT_INDEX : Format.UNKNOWN;
  }

  /** RFC 1950 header, and deflate data that inflates as far as the head reaches. */
  private static boolean isZlib(byte[] head) {
    if (head.length < 6
        || (head[0] & 0x0F) != 8
        || (head[0] & 0xFF) >> 4 > 7
        || ((head[0] & 0xFF) << 8 | (head[1] & 0xFF)) % 31 != 0
        || (head[1] & 0x20) != 0) {
      return false;
    }
    var inflater = new Inflater();
    try {
      inflater.setInput(head);
      byte[] out = new byte[1024];
      int produced = inflater.inflate(out);
      return produced > 0 || inflater.finished() || head.length == 512;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }

  /** .lzma: properties below 225, a dictionary size 2^n or 2^n + 2^(n-1), a size or -1. */
  private static boolean isLzma(byte[] head) {
    if (head.length < 14 || (head[0] & 0xFF) >= 225 || head[13] != 0) {
      return false;
    }
    long dictionary = little(head, 1, 4);
    boolean shaped = false;
    for (int n = 12; n <= 30; n++) {
      shaped |= dictionary == 1L << n || dictionary == (1L << n) + (1L << (n - 1));
    }
    long size = little(head, 5, 8);
    return shaped && (size == -1 || (size >= 0 && size < 1L << 40));
  }

  private static boolean isZstdSkippable(byte[] head) {
    if (head.length < 12 || (little(head, 0, 4) & 0xFFFFFFF0L) != 0x184D2A50L) {
      return false;
    }
    long next = 8 + little(head, 4, 4);
    return next > head.length - 4 || little(head, (int) next, 4) == 0xFD2FB528L;
  }

  /** R's serialisation, unpacked: X (binary) or A (text), a newline, version 2 or 3. */
  private static boolean isRds(byte[] head) {
    return head.length >= 14
        && ((head[0] == 'X' && head[1] == '\n' && head[2] == 0 && head[3] == 0 && head[4] == 0)
            || (head[0] == 'A' && head[1] == '\n' && head[3] == '\n'));
  }

  /** Flax writes a msgpack map with text keys at its top. */
  private static boolean isFlax(byte[] head) {
    int first = head[0] & 0xFF;
    int key;
    if (first > 0x80 && first <= 0x8F) {
      key = 1;
    } else if (first == 0xDE) {
      key = 3;
    } else if (first == 0xDF) {
      key = 5;
    } else {
      return false;
    }
    if (head.length < key + 4) {
      return false;
    }
    int text = head[key] & 0xFF;
    int start = text == 0xD9 ? key + 2 : key + 1;
    int length = text == 0xD9 ? head[key + 1] & 0xFF : text & 0x1F;
    if ((text != 0xD9 && (text & 0xE0) != 0xA0) || start + length >= head.length) {
      return false;
    }
    for (int i = start; i < start + length; i++) {
      if (head[i] < ' ' || head[i] == 0x7F) {
        return false;
      }
    }
    return length > 0;
  }

  /** Version 0, no levels of detail, version 0, a small protobuf description. */
  private static boolean isPaddleTensor(byte[] head) {
    return head.length >= 22
        && little(head, 0, 4) == 0
        && little(head, 4, 8) == 0
        && little(head, 12, 4) == 0
        && little(head, 16, 4) > 1
        && little(head, 16, 4) < 256
        && head[20] == 0x08
        && head[21] >= 0
        && head[21] < 32;
  }

  /** A length, its masked CRC, the data, the data's CRC, and so on to the end. */
  private static boolean isTfRecord(Content content, byte[] head) {
    if (head.length < 16) {
      return false;
    }
    long length = little(head, 0, 8);
    if (length < 0 || length > content.size() - 16) {
      return false;
    }
    var crc = new java.util.zip.CRC32C();
    crc.update(head, 0, 8);
    long sum = crc.getValue();
    long masked = ((sum >>> 15 | sum << 17) + 0xa282ead8L) & 0xFFFFFFFFL;
    return little(head, 8, 4) == masked;
  }

  /** A LevelDB table, as TensorFlow's checkpoint index: its signature is at the end. */
  private static boolean isTableIndex(Content content, Budget budget) {
    if (content.size() < 48) {
      return false;
    }
    try {
      return new Cursor(content, budget, content.size() - 8).i64() == 0xdb4775248b80fb57L;
    } catch (ContentException e) {
      return false;
    }
  }

  private static long little(byte[] bytes, int offset, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (bytes[offset + i] & 0xFF);
    }
    return value;
  }
}
