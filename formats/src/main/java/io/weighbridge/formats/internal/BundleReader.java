package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.TensorBundle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a LevelDB table (google/leveldb, doc/table_format.md) of BundleEntryProto. */
public final class BundleReader {
  private static final int FOOTER = 48;
  private static final int MOST_BLOCK = 64 << 20;
  private static final int MOST_KEY = 1 << 16;

  private final Content content;
  private final Budget budget;
  private final List<TensorBundle.Entry> entries = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private int shards;

  /** What was read. */
  public record Index(int shards, List<TensorBundle.Entry> entries, List<Problem> problems) {}

  private BundleReader(Content content, Budget budget) {
    this.content = content;
    this.budget = budget;
  }

  public static Index read(Content content, Budget budget) {
    var reader = new BundleReader(content, budget);
    var footer = new Cursor(content, budget, content.size() - FOOTER);
    varint(footer);
    varint(footer);
    long offset = varint(footer);
    long size = varint(footer);
    reader.block(offset, size, true);
    return new Index(reader.shards, List.copyOf(reader.entries), List.copyOf(reader.problems));
  }

  /**
   * Walks a block's entries: of the index they say where blocks are, of blocks what tensors are.
   */
  private void block(long offset, long size, boolean index) {
    if (offset < 0 || size < 4 || size > MOST_BLOCK || offset > content.size() - size - 5) {
      throw new ContentException("block of " + size + " bytes at " + offset);
    }
    if (content.bytes(offset + size, 1)[0] != 0) {
      throw new ContentException("compressed block at " + offset);
    }
    long restarts = new Cursor(content, budget, offset + size - 4).u32();
    long end = offset + size - 4 - 4 * restarts;
    if (restarts < 0 || end < offset) {
      throw new ContentException("block of " + restarts + " restarts at " + offset);
    }
    var in = new Cursor(content, budget, offset);
    byte[] key = new byte[0];
    while (in.position() < end) {
      budget.entries(1);
      int shared = length(in, MOST_KEY);
      int own = length(in, MOST_KEY);
      int value = length(in, MOST_BLOCK);
      if (shared > key.length) {
        throw new ContentException("key that shares more than there is at " + in.position());
      }
      byte[] next = java.util.Arrays.copyOf(key, shared + own);
      System.arraycopy(in.bytes(own), 0, next, shared, own);
      key = next;
      byte[] bytes = in.bytes(value);
      if (index) {
        var handle = new Cursor(new BytesContent(bytes), budget);
        block(varint(handle), varint(handle), false);
      } else {
        entry(new String(key, StandardCharsets.UTF_8), bytes, in.position());
      }
    }
  }

  private void entry(String name, byte[] value, long at) {
    Proto in = Proto.of(new BytesContent(value), budget);
    long type = 0;
    long shard = 0;
    long offset = 0;
    long size = 0;
    while (in.next()) {
      if (in.wire() == Proto.BYTES) {
        continue;
      }
      switch (in.number()) {
        case 1 -> type = in.value();
        case 3 -> shard = in.value();
        case 4 -> offset = in.value();
        case 5 -> size = in.value();
        default -> {}
      }
    }
    if (name.isEmpty()) {
      // The header: its first field is the number of data files.
      shards = (int) Math.clamp(type, 0, 1 << 20);
      return;
    }
    if (offset < 0 || size < 0 || offset > Long.MAX_VALUE - size || shard < 0 || shard >= shards) {
      if (problems.size() < 100) {
        problems.add(new Problem("data/damaged", "tensor " + name + " lies in no data file", at));
      }
      return;
    }
    entries.add(new TensorBundle.Entry(name, (int) type, (int) shard, offset, size));
  }

  private static int length(Cursor in, int most) {
    long length = varint(in);
    if (length < 0 || length > most) {
      throw new ContentException("length " + Long.toUnsignedString(length));
    }
    return (int) length;
  }

  private static long varint(Cursor in) {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = in.u8();
      result |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return result;
      }
    }
    throw new ContentException("number of more than ten bytes at " + in.position());
  }
}
