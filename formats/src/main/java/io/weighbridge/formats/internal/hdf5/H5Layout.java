package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a data set's bytes are (specification IV.A.2.f, h, i, l).
 *
 * @param offset in the content when they are in one piece, else -1
 */
record H5Layout(
    long offset, long length, boolean virtual, List<String> files, List<Integer> filters) {

  static H5Layout read(H5File file, List<H5Message> messages) {
    long offset = -1;
    long length = 0;
    boolean virtual = false;
    var files = new ArrayList<String>();
    var filters = new ArrayList<Integer>();
    for (H5Message message : messages) {
      var in = new Cursor(file.content, file.budget, message.offset());
      switch (message.type()) {
        case H5Message.LAYOUT -> {
          int version = in.u8();
          if (version >= 3) {
            int kind = in.u8();
            virtual = kind == 3;
            if (kind == 1) {
              long address = file.address(in);
              length = file.length(in);
              offset = address < 0 ? -1 : file.position(address);
            } else if (kind > 3) {
              throw new ContentException("HDF5 layout class " + kind);
            }
          } else {
            in.skip(1);
            if (in.u8() == 1) {
              in.skip(5);
              long address = file.address(in);
              offset = address < 0 ? -1 : file.position(address);
            }
          }
        }
        case H5Message.EXTERNAL_FILES -> external(file, in, files);
        case H5Message.FILTERS -> filters(in, filters);
        default -> {}
      }
    }
    if (offset >= 0 && (length < 0 || offset > file.content.size() - length)) {
      throw new ContentException("HDF5 data outside of the file");
    }
    return new H5Layout(length == 0 ? -1 : offset, length, virtual, files, filters);
  }

  private static void external(H5File file, Cursor in, List<String> files) {
    in.skip(6);
    int used = in.u16();
    var names = H5LocalHeap.open(file, file.address(in));
    for (int i = 0; i < used; i++) {
      file.budget.entries(1);
      files.add(names.text(file.length(in)));
      in.skip(2L * file.lengthSize());
    }
  }

  private static void filters(Cursor in, List<Integer> filters) {
    int version = in.u8();
    int count = in.u8();
    in.skip(version == 1 ? 6 : 0);
    for (int i = 0; i < count; i++) {
      int id = in.u16();
      int nameLength = version == 1 || id >= 256 ? in.u16() : 0;
      in.skip(2);
      int values = in.u16();
      in.skip(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength);
      in.skip(4L * values + (version == 1 && values % 2 == 1 ? 4 : 0));
      filters.add(id);
    }
  }
}
