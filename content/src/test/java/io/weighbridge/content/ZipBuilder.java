package io.weighbridge.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zips byte by byte, with any field set to a lie. */
final class ZipBuilder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<byte[]> directory = new ArrayList<>();
  private byte[] comment = new byte[0];
  private int shift;

  /** The fields of one member; set what shall differ from the truth. */
  static final class Entry {
    final String name;
    final byte[] data;
    String localName;
    int method;
    int localMethod = -1;
    int flags;
    int localFlags = -1;
    long crc;
    long size;
    long packed = -1;
    long localSize = -1;
    long localPacked = -1;
    long attributes = 0100644L << 16;
    boolean inDirectory = true;
    byte[] extra = new byte[0];

    Entry(String name, byte[] data) {
      this.name = name;
      this.localName = name;
      this.data = data;
      this.size = data.length;
      var sum = new CRC32();
      sum.update(data);
      this.crc = sum.getValue();
    }

    Entry(String name, String text) {
      this(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Entry deflated() {
      method = 8;
      return this;
    }
  }

  static Entry entry(String name, String text) {
    return new Entry(name, text);
  }

  ZipBuilder raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  ZipBuilder raw(String text) {
    return raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  ZipBuilder comment(byte[] bytes) {
    comment = bytes;
    return this;
  }

  ZipBuilder shift(int bytes) {
    shift = bytes;
    return this;
  }

  ZipBuilder add(String name, String text) {
    return add(entry(name, text));
  }

  ZipBuilder add(Entry e) {
    byte[] packed = e.method == 8 ? deflate(e.data) : e.data;
    long packedSize = e.packed < 0 ? packed.length : e.packed;
    int offset = out.size();
    byte[] local = e.localName.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(
        record(30 + local.length + e.extra.length)
            .putInt(0x04034b50)
            .putShort((short) 20)
            .putShort((short) (e.localFlags < 0 ? e.flags : e.localFlags))
            .putShort((short) (e.localMethod < 0 ? e.method : e.localMethod))
            .putInt(0)
            .putInt((int) e.crc)
            .putInt((int) (e.localPacked < 0 ? packedSize : e.localPacked))
            .putInt((int) (e.localSize < 0 ? e.size : e.localSize))
            .putShort((short) local.length)
            .putShort((short) e.extra.length)
            .put(local)
            .put(e.extra)
            .array());
    out.writeBytes(packed);
    if (e.inDirectory) {
      byte[] name = e.name.getBytes(StandardCharsets.UTF_8);
      directory.add(
          record(46 + name.length)
              .putInt(0x02014b50)
              .putShort((short) 0x031E)
              .putShort((short) 20)
              .putShort((short) e.flags)
              .putShort((short) e.method)
              .putInt(0)
              .putInt((int) e.crc)
              .putInt((int) packedSize)
              .putInt((int) e.size)
              .putShort((short) name.length)
              .putInt(0)
              .putInt(0)
              .putInt((int) e.attributes)
              .putInt(offset)
              .put(name)
              .array());
    }
    return this;
  }

  private static byte[] deflate(byte[] data) {
    var deflater = new Deflater(9, true);
    deflater.setInput(data);
    deflater.finish();
    var bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    while (!deflater.finished()) {
      bytes.write(chunk, 0, deflater.deflate(chunk));
    }
    deflater.end();
    return bytes.toByteArray();
  }

  private static ByteBuffer record(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] bytes() {
    int start = out.size();
    directory.forEach(out::writeBytes);
    out.writeBytes(
        record(22 + comment.length)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) directory.size())
            .putShort((short) directory.size())
            .putInt(out.size() - start)
            .putInt(start + shift)
            .putShort((short) comment.length)
            .put(comment)
            .array());
    return out.toByteArray();
  }

  Content build() {
    return new BytesContent(bytes());
  }
}
