package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.util.ArrayList;
import java.util.List;

/** A dataspace message (specification IV.A.2.b). */
record H5Space(List<Long> shape, boolean nothing) {

  static H5Space read(H5File file, Cursor in) {
    int version = in.u8();
    int rank = in.u8();
    in.skip(1);
    int type = in.u8();
    if (version != 1 && version != 2) {
      throw new ContentException("HDF5 dataspace version " + version);
    }
    in.skip(version == 1 ? 4 : 0);
    var shape = new ArrayList<Long>();
    for (int i = 0; i < rank; i++) {
      shape.add(file.length(in));
    }
    return new H5Space(shape, version == 2 && type == 2);
  }

  /** Elements; a shape whose product overflows is refused. */
  long count() {
    if (nothing) {
      return 0;
    }
    long count = 1;
    for (long size : shape) {
      if (size < 0 || (size > 0 && count > (1L << 55) / size)) {
        throw new ContentException("HDF5 dataspace " + shape);
      }
      count *= size;
    }
    return count;
  }
}
