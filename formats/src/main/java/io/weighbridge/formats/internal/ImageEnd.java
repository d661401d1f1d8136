package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;

/**
 * Where a picture ends: PNG (ISO 15948), JPEG (ITU T.81), GIF89a, RIFF/WebP, BMP. TIFF and ICO
 * refer to their data by offsets from anywhere, so their end is taken to be the file's.
 */
public final class ImageEnd {
  private ImageEnd() {}

  public static long of(Content content, Budget budget) {
    var in = new Cursor(content, budget);
    return switch (in.u8()) {
      case 0x89 -> png(in);
      case 0xFF -> jpeg(in);
      case 'G' -> gif(in);
      case 'R' -> {
        in.seek(4);
        long size = in.u32();
        in.skip(size);
        // A chunk of odd size is padded.
        yield Math.min(content.size(), in.position() + (size & 1));
      }
      case 'B' -> {
        in.seek(2);
        long size = in.u32();
        yield size < 26 || size > content.size() ? content.size() : size;
      }
      case 'O' -> ogg(in);
      default -> boxes(in, content.size());
    };
  }

  private static long png(Cursor in) {
    in.seek(8);
    while (true) {
      long length = in.u32be();
      long type = in.u32be();
      in.skip(length + 4);
      if (type == 0x49454E44) {
        return in.position();
      }
    }
  }

  private static long jpeg(Cursor in) {
    in.seek(2);
    while (true) {
      if (in.u8() != 0xFF) {
        throw new ContentException("no JPEG marker at " + (in.position() - 1));
      }
      int marker = in.u8();
      while (marker == 0xFF) {
        marker = in.u8();
      }
      if (marker == 0xD9) {
        return in.position();
      }
      if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
        continue;
      }
      int length = in.u16be();
      if (length < 2) {
        throw new ContentException("JPEG segment of " + length + " bytes");
      }
      in.skip(length - 2);
      if (marker == 0xDA) {
        entropy(in);
      }
    }
  }

  /** Coded data reaches to the next marker that is neither a stuffed zero nor a restart. */
  private static void entropy(Cursor in) {
    while (true) {
      if (in.u8() == 0xFF) {
        int next = in.u8();
        while (next == 0xFF) {
          next = in.u8();
        }
        if (next != 0 && (next < 0xD0 || next > 0xD7)) {
          in.seek(in.position() - 2);
          return;
        }
      }
    }
  }

  private static long ogg(Cursor in) {
    in.seek(0);
    long end = 0;
    while (in.remaining() >= 27 && in.u32be() == 0x4F676753) {
      in.skip(22);
      int segments = in.u8();
      long length = 0;
      for (int i = 0; i < segments; i++) {
        length += in.u8();
      }
      in.skip(length);
      end = in.position();
    }
    return end;
  }

  /** A box is a size and four letters; a size of 0 reaches to the end. */
  private static long boxes(Cursor in, long size) {
    in.seek(4);
    if (size < 8 || in.u32be() != 0x66747970) {
      return size;
    }
    in.seek(0);
    while (in.remaining() >= 8) {
      long at = in.position();
      long length = in.u32be();
      long type = in.u32be();
      boolean letters = true;
      for (int shift = 0; shift < 32; shift += 8) {
        long letter = type >>> shift & 0xFF;
        letters &= letter >= ' ' && letter < 0x7F || letter == 0xA9;
      }
      if (!letters) {
        return at;
      }
      if (length == 0) {
        return size;
      }
      if (length == 1) {
        length = in.i64be();
      }
      if (length < 8) {
        return at;
      }
      in.seek(at);
      in.skip(length);
    }
    return in.position();
  }

  private static long gif(Cursor in) {
    in.seek(10);
    int flags = in.u8();
    in.skip(2 + table(flags));
    while (true) {
      switch (in.u8()) {
        case 0x3B -> {
          return in.position();
        }
        case 0x21 -> {
          in.skip(1);
          blocks(in);
        }
        case 0x2C -> {
          in.skip(8);
          in.skip(table(in.u8()) + 1);
          blocks(in);
        }
        default -> throw new ContentException("no GIF block at " + (in.position() - 1));
      }
    }
  }

  private static long table(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
  }

  private static void blocks(Cursor in) {
    for (int length = in.u8(); length != 0; length = in.u8()) {
      in.skip(length);
    }
  }
}
