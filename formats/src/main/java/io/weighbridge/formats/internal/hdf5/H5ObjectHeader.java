package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.util.ArrayList;
import java.util.List;

/** Collects the messages of an object header, versions 1 and 2, with its continuations. */
final class H5ObjectHeader {
  private static final int MOST_BLOCKS = 200;

  private final H5File file;
  private final List<H5Message> messages = new ArrayList<>();
  private int blocks;
  private boolean ordered;

  private H5ObjectHeader(H5File file) {
    this.file = file;
  }

  static List<H5Message> read(H5File file, long address) {
    var header = new H5ObjectHeader(file);
    Cursor in = file.at(address);
    if (in.u8() == 'O') {
      in.seek(in.position() - 1);
      header.version2(in);
    } else {
      in.seek(in.position() - 1);
      header.version1(in);
    }
    return header.messages;
  }

  private void version1(Cursor in) {
    int version = in.u8();
    if (version != 1) {
      throw new ContentException("HDF5 object header version " + version);
    }
    in.skip(7);
    long size = in.u32();
    in.skip(4);
    messages1(in, in.position() + size);
  }

  private void messages1(Cursor in, long end) {
    count();
    while (in.position() + 8 <= end) {
      int type = in.u16();
      int length = in.u16();
      int flags = in.u8();
      in.skip(3);
      long data = in.position();
      take(type, data, length, flags, false);
      in.seek(data);
      in.skip(length);
    }
  }

  private void version2(Cursor in) {
    H5File.expect(in, "OHDR");
    int version = in.u8();
    if (version != 2) {
      throw new ContentException("HDF5 object header version " + version);
    }
    int flags = in.u8();
    in.skip((flags & 0x20) != 0 ? 16 : 0);
    in.skip((flags & 0x10) != 0 ? 4 : 0);
    long size =
        switch (flags & 3) {
          case 0 -> in.u8();
          case 1 -> in.u16();
          case 2 -> in.u32();
          default -> in.length64();
        };
    ordered = (flags & 4) != 0;
    messages2(in, in.position() + size);
  }

  private void messages2(Cursor in, long end) {
    count();
    int head = ordered ? 6 : 4;
    while (in.position() + head <= end) {
      int type = in.u8();
      int length = in.u16();
      int flags = in.u8();
      in.skip(ordered ? 2 : 0);
      long data = in.position();
      take(type, data, length, flags, true);
      in.seek(data);
      in.skip(length);
    }
  }

  private void take(int type, long data, int length, int flags, boolean second) {
    file.budget.entries(1);
    if (type != H5Message.CONTINUATION) {
      messages.add(new H5Message(type, data, length, (flags & 2) != 0));
      return;
    }
    var in = new Cursor(file.content, file.budget, data);
    long address = file.address(in);
    long size = file.length(in);
    Cursor block = file.at(address);
    long end = block.position() + size;
    if (size < 0 || end > file.content.size()) {
      throw new ContentException("HDF5 header continuation outside of the file");
    }
    if (second) {
      H5File.expect(block, "OCHK");
      messages2(block, end - 4);
    } else {
      messages1(block, end);
    }
  }

  /** Continuations are followed where they stand, one within another: this bounds their depth. */
  private void count() {
    if (++blocks > MOST_BLOCKS) {
      throw new ContentException("HDF5 object header continued too often");
    }
  }
}
