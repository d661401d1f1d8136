package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A version 2 B-tree (specification III.A.2), read as a list of its records. */
final class H5BTree2 {
  private final H5File file;
  private final List<byte[]> records = new ArrayList<>();
  private final int recordSize;
  private final int countSize;
  private final int[] totalSize;

  private H5BTree2(H5File file, int nodeSize, int recordSize, int depth) {
    this.file = file;
    this.recordSize = recordSize;
    long most = (nodeSize - 10) / recordSize;
    this.countSize = bytesFor(most);
    this.totalSize = new int[depth + 1];
    long total = most;
    for (int level = 1; level <= depth; level++) {
      int pointer = file.offsetSize() + countSize + totalSize[level - 1];
      long records = (nodeSize - 10 - pointer) / (recordSize + pointer);
      total = (records + 1) * total + records;
      if (records <= 0 || total < 0 || total > 1L << 48) {
        throw new ContentException("HDF5 B-tree of impossible size");
      }
      totalSize[level] = bytesFor(total);
    }
  }

  /** The part of each record that is a heap id. */
  static List<byte[]> heapIds(H5File file, long address, int skip, int idLength) {
    var ids = new ArrayList<byte[]>();
    for (byte[] record : records(file, address)) {
      if (record.length < skip + idLength) {
        throw new ContentException("HDF5 B-tree records of " + record.length + " bytes");
      }
      ids.add(Arrays.copyOfRange(record, skip, skip + idLength));
    }
    return ids;
  }

  static List<byte[]> records(H5File file, long address) {
    Cursor in = file.at(address);
    H5File.expect(in, "BTHD");
    in.skip(2);
    long nodeSize = in.u32();
    int recordSize = in.u16();
    int depth = in.u16();
    in.skip(2);
    long root = file.address(in);
    int count = in.u16();
    if (recordSize == 0 || recordSize > 256 || nodeSize < 32 || nodeSize > 1 << 24 || depth > 16) {
      throw new ContentException("HDF5 B-tree header at " + address);
    }
    var tree = new H5BTree2(file, (int) nodeSize, recordSize, depth);
    if (root >= 0) {
      tree.node(root, count, depth);
    }
    return tree.records;
  }

  private void node(long address, long count, int depth) {
    Cursor in = file.at(address);
    H5File.expect(in, depth == 0 ? "BTLF" : "BTIN");
    in.skip(2);
    file.budget.entries(count);
    for (long i = 0; i < count; i++) {
      records.add(in.bytes(recordSize));
    }
    for (long i = 0; depth > 0 && i <= count; i++) {
      long child = file.address(in);
      long childCount = number(in, countSize);
      in.skip(depth > 1 ? totalSize[depth - 1] : 0);
      // Each visit draws an entry, so circles end with the budget.
      file.budget.entries(1);
      node(child, childCount, depth - 1);
    }
  }

  static long number(Cursor in, int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (long) in.u8() << 8 * i;
    }
    return value;
  }

  static int bytesFor(long most) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, most))) / 8 + 1;
  }
}
