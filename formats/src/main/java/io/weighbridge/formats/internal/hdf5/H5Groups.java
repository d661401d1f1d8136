package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The links of a group, in each of the three ways in which they are stored. */
final class H5Groups {
  /** Link types (specification IV.A.2.g). */
  static final int HARD = 0;

  static final int SOFT = 1;
  static final int EXTERNAL = 64;

  /**
   * A link.
   *
   * @param address of the object header, for a hard link
   * @param file named by an external link
   * @param target path, for a soft or external link
   */
  record Link(String name, int type, long address, String file, String target) {}

  private final H5File file;
  private final List<Link> links = new ArrayList<>();
  private final Set<Long> visited = new HashSet<>();

  private H5Groups(H5File file) {
    this.file = file;
  }

  static List<Link> links(H5File file, List<H5Message> messages) {
    var groups = new H5Groups(file);
    for (H5Message message : messages) {
      var in = new Cursor(file.content, file.budget, message.offset());
      switch (message.type()) {
        case H5Message.LINK -> groups.link(in);
        case H5Message.LINK_INFO -> groups.dense(in);
        case H5Message.SYMBOL_TABLE -> groups.symbolTable(in);
        default -> {}
      }
    }
    return groups.links;
  }

  private void link(Cursor in) {
    file.budget.entries(1);
    int version = in.u8();
    if (version != 1) {
      throw new ContentException("HDF5 link message version " + version);
    }
    int flags = in.u8();
    int type = (flags & 8) != 0 ? in.u8() : HARD;
    in.skip((flags & 4) != 0 ? 8 : 0);
    in.skip((flags & 0x10) != 0 ? 1 : 0);
    long length =
        switch (flags & 3) {
          case 0 -> in.u8();
          case 1 -> in.u16();
          case 2 -> in.u32();
          default -> in.length64();
        };
    if (length > 1 << 20) {
      throw new ContentException("HDF5 link name of " + length + " bytes");
    }
    String name = in.utf8((int) length);
    switch (type) {
      case HARD -> links.add(new Link(name, type, file.address(in), "", ""));
      case SOFT -> links.add(new Link(name, type, -1, "", in.utf8(in.u16())));
      case EXTERNAL -> {
        // One byte of flags, then file and object, each ending with a zero.
        String value = in.utf8(in.u16());
        String[] names = value.substring(Math.min(1, value.length())).split("\0", -1);
        links.add(new Link(name, type, -1, names[0], names.length > 1 ? names[1] : ""));
      }
      default -> links.add(new Link(name, type, -1, "", ""));
    }
  }

  private void dense(Cursor in) {
    in.skip(1);
    int flags = in.u8();
    in.skip((flags & 1) != 0 ? 8 : 0);
    long heapAddress = file.address(in);
    long index = file.address(in);
    if (heapAddress < 0 || index < 0) {
      return;
    }
    var heap = H5FractalHeap.open(file, heapAddress);
    for (byte[] id : H5BTree2.heapIds(file, index, 4, heap.idLength())) {
      byte[] message = heap.object(id);
      link(new Cursor(new BytesContent(message), file.budget));
    }
  }

  private void symbolTable(Cursor in) {
    long tree = file.address(in);
    var names = H5LocalHeap.open(file, file.address(in));
    node(tree, names, 0);
  }

  /** A node of the group's version 1 B-tree, or a symbol table node at its leaves. */
  private void node(long address, H5LocalHeap names, int depth) {
    file.budget.entries(1);
    if (depth > 64 || !visited.add(address)) {
      throw new ContentException("HDF5 group tree runs in a circle");
    }
    Cursor in = file.at(address);
    String signature = in.utf8(4);
    if (signature.equals("SNOD")) {
      symbols(in, names);
      return;
    }
    if (!signature.equals("TREE") || in.u8() != 0) {
      throw new ContentException("HDF5 group tree expected at " + address);
    }
    in.skip(1);
    int used = in.u16();
    in.skip(2L * file.offsetSize());
    for (int i = 0; i < used; i++) {
      in.skip(file.lengthSize());
      node(file.address(in), names, depth + 1);
    }
  }

  private void symbols(Cursor in, H5LocalHeap names) {
    in.skip(2);
    int count = in.u16();
    for (int i = 0; i < count; i++) {
      file.budget.entries(1);
      String name = names.text(file.address(in));
      long header = file.address(in);
      long cache = in.u32();
      in.skip(4);
      long scratch = in.u32();
      in.skip(12);
      links.add(
          cache == 2
              ? new Link(name, SOFT, -1, "", names.text(scratch))
              : new Link(name, HARD, header, "", ""));
    }
  }
}
