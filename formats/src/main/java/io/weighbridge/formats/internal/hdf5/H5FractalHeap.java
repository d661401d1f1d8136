package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.util.Arrays;

/** A fractal heap (specification III.G): the messages of large groups and objects. */
final class H5FractalHeap {
  private static final int MOST_OBJECT = 64 << 20;

  private final H5File file;
  private final int idLength;
  private final int offsetBytes;
  private final int lengthBytes;
  private final long hugeIndex;
  private final int width;
  private final long firstSize;
  private final long directSize;
  private final long root;
  private final int rootRows;

  private H5FractalHeap(H5File file, Cursor in) {
    this.file = file;
    H5File.expect(in, "FRHP");
    in.skip(1);
    this.idLength = in.u16();
    int filters = in.u16();
    in.skip(1);
    long mostManaged = in.u32();
    file.length(in);
    this.hugeIndex = file.address(in);
    file.length(in);
    file.address(in);
    in.skip(8L * file.lengthSize());
    this.width = in.u16();
    this.firstSize = file.length(in);
    this.directSize = file.length(in);
    int heapBits = in.u16();
    in.skip(2);
    this.root = file.address(in);
    this.rootRows = in.u16();
    if (filters != 0) {
      throw new ContentException("HDF5 heap with filters");
    }
    if (idLength < 2
        || idLength > 4096
        || width == 0
        || heapBits > 64
        || firstSize <= 0
        || directSize < firstSize
        || directSize > 1L << 32
        || Long.bitCount(firstSize) != 1
        || Long.bitCount(directSize) != 1) {
      throw new ContentException("HDF5 heap header that makes no sense");
    }
    this.offsetBytes = (heapBits + 7) / 8;
    int directBits = 63 - Long.numberOfLeadingZeros(directSize);
    this.lengthBytes = Math.min((directBits + 7) / 8, H5BTree2.bytesFor(mostManaged));
  }

  static H5FractalHeap open(H5File file, long address) {
    return new H5FractalHeap(file, file.at(address));
  }

  int idLength() {
    return idLength;
  }

  byte[] object(byte[] id) {
    return switch (id[0] >> 4 & 3) {
      case 0 -> managed(id);
      case 1 -> huge(id);
      case 2 -> {
        int length = Math.min((id[0] & 0x0F) + 1, id.length - 1);
        yield Arrays.copyOfRange(id, 1, 1 + length);
      }
      default -> throw new ContentException("HDF5 heap object of unknown kind");
    };
  }

  private byte[] managed(byte[] id) {
    if (id.length < 1 + offsetBytes + lengthBytes) {
      throw new ContentException("HDF5 heap id that is too short");
    }
    long offset = little(id, 1, offsetBytes);
    long length = little(id, 1 + offsetBytes, lengthBytes);
    return read(locate(offset), length);
  }

  private byte[] read(long address, long length) {
    if (length < 0 || length > MOST_OBJECT) {
      throw new ContentException("HDF5 heap object of " + length + " bytes");
    }
    return file.at(address).bytes((int) length);
  }

  /** Walks down the doubling table to the block of an offset; header bytes count as offsets. */
  private long locate(long offset) {
    if (rootRows == 0) {
      return root + offset;
    }
    long block = root;
    int rows = rootRows;
    long within = offset;
    for (int depth = 0; depth < 64; depth++) {
      Cursor in = file.at(block);
      H5File.expect(in, "FHIB");
      in.skip(1);
      file.address(in);
      in.skip(offsetBytes);
      long start = 0;
      boolean deeper = false;
      for (int row = 0; row < rows && !deeper; row++) {
        long size = row < 2 ? firstSize : firstSize << (row - 1);
        if (size <= 0) {
          throw new ContentException("HDF5 heap of impossible size");
        }
        for (int column = 0; column < width; column++) {
          long child = file.address(in);
          if (within - start < size) {
            if (size <= directSize) {
              return child + (within - start);
            }
            block = child;
            within -= start;
            rows = rowsFor(size);
            deeper = true;
            break;
          }
          start += size;
        }
      }
      if (!deeper) {
        break;
      }
    }
    throw new ContentException("HDF5 heap offset outside of the heap");
  }

  /** Rows of an indirect block that covers so many bytes. */
  private int rowsFor(long size) {
    long first = firstSize * width;
    int bits = 63 - Long.numberOfLeadingZeros(size);
    return bits - (63 - Long.numberOfLeadingZeros(first)) + 1;
  }

  /** Record of the huge objects' index: address, length, id; unfiltered. */
  private byte[] huge(byte[] id) {
    int size = Math.min(idLength - 1, file.lengthSize());
    if (idLength - 1 >= file.offsetSize() + file.lengthSize()) {
      long address = little(id, 1, file.offsetSize());
      return read(address, little(id, 1 + file.offsetSize(), file.lengthSize()));
    }
    long wanted = little(id, 1, size);
    for (byte[] record : H5BTree2.records(file, hugeIndex)) {
      int idAt = file.offsetSize() + file.lengthSize();
      if (record.length >= idAt + file.lengthSize()
          && little(record, idAt, file.lengthSize()) == wanted) {
        long length = little(record, file.offsetSize(), file.lengthSize());
        return read(little(record, 0, file.offsetSize()), length);
      }
    }
    throw new ContentException("HDF5 heap object is missing");
  }

  private static long little(byte[] bytes, int offset, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (bytes[offset + i] & 0xFF);
    }
    return value;
  }
}
