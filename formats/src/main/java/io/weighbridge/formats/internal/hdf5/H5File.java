package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.formats.FormatException;

/** The superblock (specification II.A), and reading at the addresses that it makes meaningful. */
final class H5File {
  private static final long SIGNATURE = 0x0a1a0a0d46444889L;

  final Content content;
  final Budget budget;
  private final int offsetSize;
  private final int lengthSize;
  private final long base;
  private final long start;
  final long root;

  private H5File(
      Content content,
      Budget budget,
      int offsetSize,
      int lengthSize,
      long base,
      long start,
      long root) {
    this.content = content;
    this.budget = budget;
    this.offsetSize = offsetSize;
    this.lengthSize = lengthSize;
    this.base = base;
    this.start = start;
    this.root = root;
  }

  /** Finds the signature at 0, 512, 1024 and so on, as the library does. */
  static H5File open(Content content, Budget budget) {
    for (long at = 0; at <= content.size() - 8; at = at == 0 ? 512 : at * 2) {
      var in = new Cursor(content, budget, at);
      if (in.i64() == SIGNATURE) {
        return superblock(content, budget, in, at);
      }
    }
    throw new FormatException("no HDF5 superblock");
  }

  private static H5File superblock(Content content, Budget budget, Cursor in, long at) {
    int version = in.u8();
    if (version > 3) {
      throw new FormatException("HDF5 superblock version " + version);
    }
    if (version < 2) {
      in.skip(4);
    }
    int offsetSize = in.u8();
    int lengthSize = in.u8();
    if (!isSize(offsetSize) || !isSize(lengthSize)) {
      throw new FormatException("HDF5 offsets of " + offsetSize + " and " + lengthSize + " bytes");
    }
    in.skip(version < 2 ? 9 + (version == 1 ? 4 : 0) : 1);
    long base = sized(in, offsetSize);
    // The base address is where the superblock is; some writers leave 0 behind a user block.
    if (base < 0 || base > content.size()) {
      throw new FormatException("HDF5 base address " + base);
    }
    in.skip(2L * offsetSize);
    if (version < 2) {
      in.skip(2L * offsetSize);
    }
    long root = sized(in, offsetSize);
    return new H5File(content, budget, offsetSize, lengthSize, base == 0 ? 0 : at, at, root);
  }

  private static boolean isSize(int size) {
    return size == 2 || size == 4 || size == 8;
  }

  private static long sized(Cursor in, int size) {
    return switch (size) {
      case 2 -> {
        int value = in.u16();
        yield value == 0xFFFF ? -1 : value;
      }
      case 4 -> {
        long value = in.u32();
        yield value == 0xFFFFFFFFL ? -1 : value;
      }
      default -> in.i64();
    };
  }

  /** Where the superblock is: behind the user block, when there is one. */
  long start() {
    return start;
  }

  int offsetSize() {
    return offsetSize;
  }

  int lengthSize() {
    return lengthSize;
  }

  /** A file address; -1 when undefined. */
  long address(Cursor in) {
    return sized(in, offsetSize);
  }

  long length(Cursor in) {
    return sized(in, lengthSize);
  }

  /** A cursor at an address. */
  Cursor at(long address) {
    if (address < 0 || address > content.size() - base) {
      throw new ContentException("HDF5 address " + address + " outside of the file");
    }
    return new Cursor(content, budget, base + address);
  }

  /** Position in the content of an address. */
  long position(long address) {
    return base + address;
  }

  /** Reads a block's four letters, which must be these. */
  static void expect(Cursor in, String signature) {
    String found = in.utf8(4);
    if (!found.equals(signature)) {
      throw new ContentException("HDF5 block " + signature + " expected at " + (in.position() - 4));
    }
  }
}
