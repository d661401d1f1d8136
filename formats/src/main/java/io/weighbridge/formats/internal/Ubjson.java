package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;

/** Universal Binary JSON (ubjson.org, draft 12), as XGBoost writes models. */
final class Ubjson {
  private static final int MOST_DEPTH = 256;

  private final Cursor in;
  private final Budget budget;
  private int depth;

  private Ubjson(Content content, Budget budget) {
    this.in = new Cursor(content, budget);
    this.budget = budget;
  }

  static long end(Content content, Budget budget) {
    var walk = new Ubjson(content, budget);
    walk.value(walk.in.u8());
    return walk.in.position();
  }

  private void value(int type) {
    switch (type) {
      case 'Z', 'N', 'T', 'F' -> {}
      case 'i', 'U', 'C' -> in.skip(1);
      case 'I' -> in.skip(2);
      case 'l', 'd' -> in.skip(4);
      case 'L', 'D' -> in.skip(8);
      case 'S', 'H' -> in.skip(length(in.u8()));
      case '[' -> container(false);
      case '{' -> container(true);
      default -> throw new ContentException("no UBJSON type at " + (in.position() - 1));
    }
  }

  private void container(boolean object) {
    if (++depth > MOST_DEPTH) {
      throw new ContentException("UBJSON nested deeper than " + MOST_DEPTH);
    }
    budget.entries(1);
    int end = object ? '}' : ']';
    int type = 0;
    int next = in.u8();
    if (next == '$') {
      type = in.u8();
      next = in.u8();
    }
    if (next == '#') {
      counted(object, type, length(in.u8()));
    } else {
      while (next != end) {
        if (object) {
          in.skip(length(next));
          next = in.u8();
        }
        value(next);
        next = in.u8();
      }
    }
    depth--;
  }

  private void counted(boolean object, int type, long count) {
    int size = object ? 0 : size(type);
    if (size > 0) {
      if (count > in.remaining() / size) {
        throw new ContentException("UBJSON array of " + count + " items");
      }
      in.skip(count * size);
      return;
    }
    if (count > in.remaining()) {
      throw new ContentException("UBJSON container of " + count + " items");
    }
    for (long i = 0; i < count; i++) {
      if (object) {
        in.skip(length(in.u8()));
      }
      value(type == 0 ? in.u8() : type);
    }
  }

  private static int size(int type) {
    return switch (type) {
      case 'i', 'U', 'C' -> 1;
      case 'I' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      default -> 0;
    };
  }

  /** A length is an integer of any width, big-endian. */
  private long length(int type) {
    long length =
        switch (type) {
          case 'i' -> (byte) in.u8();
          case 'U' -> in.u8();
          case 'I' -> (short) in.u16be();
          case 'l' -> (int) in.u32be();
          case 'L' -> in.i64be();
          default -> throw new ContentException("no UBJSON length at " + (in.position() - 1));
        };
    if (length < 0) {
      throw new ContentException("UBJSON length " + length);
    }
    return length;
  }
}
