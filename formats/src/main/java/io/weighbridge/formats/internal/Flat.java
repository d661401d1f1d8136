package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of a FlatBuffer (flatbuffers.dev, "FlatBuffer Internals"), every access checked against
 * the content.
 */
final class Flat {
  private final Cursor in;
  private final Budget budget;
  private final long table;
  private final long vtable;
  private final int vtableSize;

  private Flat(Cursor in, Budget budget, long table) {
    this.in = in;
    this.budget = budget;
    this.table = table;
    in.seek(table);
    this.vtable = table - in.i32();
    in.seek(vtable);
    this.vtableSize = in.u16();
    budget.entries(1);
    if (vtableSize < 4 || vtableSize % 2 != 0) {
      throw new ContentException("no FlatBuffer table at " + table);
    }
  }

  static Flat root(Content content, Budget budget) {
    var in = new Cursor(content, budget);
    return new Flat(in, budget, in.u32());
  }

  /** Position of a field; -1 when it is absent. */
  private long field(int index) {
    if (4 + 2 * index + 2 > vtableSize) {
      return -1;
    }
    in.seek(vtable + 4 + 2L * index);
    int offset = in.u16();
    return offset == 0 ? -1 : table + offset;
  }

  int u8(int index, int otherwise) {
    long at = field(index);
    if (at < 0) {
      return otherwise;
    }
    in.seek(at);
    return in.u8();
  }

  int i32(int index, int otherwise) {
    long at = field(index);
    if (at < 0) {
      return otherwise;
    }
    in.seek(at);
    return in.i32();
  }

  long i64(int index, long otherwise) {
    long at = field(index);
    if (at < 0) {
      return otherwise;
    }
    in.seek(at);
    return in.i64();
  }

  /** What a field refers to; -1 when it is absent. */
  private long reference(int index) {
    long at = field(index);
    if (at < 0) {
      return -1;
    }
    in.seek(at);
    return at + in.u32();
  }

  String text(int index) {
    long at = reference(index);
    return at < 0 ? "" : textAt(at);
  }

  private String textAt(long at) {
    in.seek(at);
    long length = in.u32();
    if (length > 1 << 20) {
      throw new ContentException("FlatBuffer text of " + length + " bytes at " + at);
    }
    return in.utf8((int) length);
  }

  /** The tables of a vector. */
  List<Flat> tables(int index) {
    var tables = new ArrayList<Flat>();
    long at = reference(index);
    if (at < 0) {
      return tables;
    }
    in.seek(at);
    long count = in.u32();
    if (count > in.remaining() / 4) {
      throw new ContentException("FlatBuffer vector of " + count + " tables at " + at);
    }
    for (long i = 0; i < count; i++) {
      long slot = at + 4 + 4 * i;
      in.seek(slot);
      tables.add(new Flat(in, budget, slot + in.u32()));
    }
    return tables;
  }

  /** Offset and length of a vector of bytes; length 0 when it is absent. */
  long[] bytes(int index) {
    long at = reference(index);
    if (at < 0) {
      return new long[] {0, 0};
    }
    in.seek(at);
    long length = in.u32();
    if (length > in.remaining()) {
      throw new ContentException("FlatBuffer vector of " + length + " bytes at " + at);
    }
    return new long[] {at + 4, length};
  }
}
