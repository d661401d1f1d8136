package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A local heap (specification III.D): zero-terminated names of one group. */
record H5LocalHeap(H5File file, long data, long size) {

  static H5LocalHeap open(H5File file, long address) {
    Cursor in = file.at(address);
    H5File.expect(in, "HEAP");
    in.skip(4);
    long size = file.length(in);
    file.length(in);
    return new H5LocalHeap(file, file.address(in), size);
  }

  String text(long offset) {
    if (offset < 0 || offset >= size) {
      throw new ContentException("HDF5 name outside of its heap");
    }
    Cursor in = file.at(data + offset);
    var bytes = new ByteArrayOutputStream();
    long most = Math.min(size - offset, 1 << 16);
    for (long i = 0; i < most; i++) {
      int b = in.u8();
      if (b == 0) {
        break;
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
