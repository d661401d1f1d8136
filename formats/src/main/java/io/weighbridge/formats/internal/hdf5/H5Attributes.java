package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attributes of an object, with the values of those that are text. */
final class H5Attributes {
  /** Most bytes of one text: the configuration of a very large network has a few million. */
  private static final int MOST_TEXT = 32 << 20;

  /** Most bytes of all values of a file, which are held in memory. */
  private static final long MOST_KEPT = 64 << 20;

  /** Most texts of one attribute. */
  private static final int MOST_VALUES = 100_000;

  /** Most bytes of a value of another type that is kept to be looked at. */
  private static final int MOST_OPAQUE = 1 << 20;

  /**
   * An attribute.
   *
   * @param raw bytes of the value, when they may be a pickle
   */
  record Value(String name, List<String> texts, byte[] raw) {}

  private final H5File file;
  private final Map<Long, Map<Integer, byte[]>> collections = new HashMap<>();
  private long kept;

  H5Attributes(H5File file) {
    this.file = file;
  }

  List<Value> read(List<H5Message> messages) {
    var values = new ArrayList<Value>();
    for (H5Message message : messages) {
      if (message.type() == H5Message.ATTRIBUTE) {
        if (message.shared()) {
          throw new ContentException("HDF5 shared attribute");
        }
        values.add(attribute(file.content, message.offset()));
      } else if (message.type() == H5Message.ATTRIBUTE_INFO) {
        dense(new Cursor(file.content, file.budget, message.offset()), values);
      }
    }
    return values;
  }

  private void dense(Cursor in, List<Value> values) {
    in.skip(1);
    int flags = in.u8();
    in.skip((flags & 1) != 0 ? 2 : 0);
    long heapAddress = file.address(in);
    long index = file.address(in);
    if (heapAddress < 0 || index < 0) {
      return;
    }
    var heap = H5FractalHeap.open(file, heapAddress);
    for (byte[] id : H5BTree2.heapIds(file, index, 0, heap.idLength())) {
      values.add(attribute(new BytesContent(heap.object(id)), 0));
    }
  }

  private Value attribute(Content content, long offset) {
    var in = new Cursor(content, file.budget, offset);
    int version = in.u8();
    if (version < 1 || version > 3) {
      throw new ContentException("HDF5 attribute version " + version);
    }
    int flags = in.u8();
    int nameSize = in.u16();
    int typeSize = in.u16();
    int spaceSize = in.u16();
    in.skip(version == 3 ? 1 : 0);
    long at = in.position();
    String name = terminated(in.bytes(nameSize));
    at = advance(at, nameSize, version);
    in.seek(at);
    if (version > 1 && (flags & 3) != 0) {
      throw new ContentException("HDF5 attribute " + name + " of a committed type");
    }
    H5Type type = H5Type.read(in);
    at = advance(at, typeSize, version);
    in.seek(at);
    long count = H5Space.read(file, in).count();
    in.seek(advance(at, spaceSize, version));
    return value(name, type, count, in);
  }

  private static long advance(long at, int size, int version) {
    return at + (version == 1 ? (size + 7) / 8 * 8 : size);
  }

  private Value value(String name, H5Type type, long count, Cursor in) {
    var texts = new ArrayList<String>();
    byte[] raw = new byte[0];
    if (type.fixedText()) {
      long total = count * Math.max(1L, type.size());
      if (count > MOST_VALUES || total > MOST_TEXT) {
        throw new ContentException("HDF5 attribute " + name + " of " + count + " texts");
      }
      for (long i = 0; i < count; i++) {
        byte[] bytes = in.bytes(type.size());
        texts.add(terminated(bytes));
        raw = bytes;
      }
    } else if (type.variableText()) {
      if (count > MOST_VALUES) {
        throw new ContentException("HDF5 attribute " + name + " of " + count + " texts");
      }
      for (long i = 0; i < count; i++) {
        long length = in.u32();
        long collection = file.address(in);
        int index = in.i32();
        raw = length == 0 ? new byte[0] : global(collection, index);
        texts.add(terminated(raw));
      }
    } else if (count * Math.max(1L, type.size()) <= Math.min(MOST_OPAQUE, in.remaining())) {
      raw = in.bytes((int) (count * Math.max(0, type.size())));
    }
    keep(raw.length);
    for (String text : texts) {
      keep(text.length());
    }
    return new Value(name, texts, raw);
  }

  private void keep(long bytes) {
    kept += bytes;
    if (kept > MOST_KEPT) {
      throw new ContentException("HDF5 attributes of more than " + MOST_KEPT + " bytes");
    }
  }

  /** An object of a global heap collection (specification III.E). */
  private byte[] global(long address, int index) {
    byte[] found = collections.computeIfAbsent(address, this::collection).get(index);
    if (found == null) {
      throw new ContentException("HDF5 text is missing from its heap");
    }
    return found;
  }

  private Map<Integer, byte[]> collection(long address) {
    Cursor in = file.at(address);
    long start = in.position();
    H5File.expect(in, "GCOL");
    in.skip(4);
    long size = file.length(in);
    if (size < 16 || size > file.content.size() - start) {
      throw new ContentException("HDF5 heap collection of " + size + " bytes");
    }
    var objects = new HashMap<Integer, byte[]>();
    while (in.position() + 8 + file.lengthSize() <= start + size) {
      file.budget.entries(1);
      int index = in.u16();
      in.skip(6);
      long length = file.length(in);
      if (index == 0) {
        break;
      }
      if (length < 0 || length > MOST_TEXT) {
        throw new ContentException("HDF5 text of " + length + " bytes");
      }
      keep(length);
      objects.put(index, in.bytes((int) length));
      in.skip((8 - length % 8) % 8);
    }
    return objects;
  }

  private static String terminated(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
