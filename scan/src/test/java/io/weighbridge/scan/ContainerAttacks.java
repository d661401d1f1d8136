package io.weighbridge.scan;

import io.weighbridge.content.BytesContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Archives and streams around a pickle, bent so that readers see different things in them. */
final class ContainerAttacks {
  static final byte[] CALL = PickleCode.call(2, "os", "system");

  private ContainerAttacks() {}

  static Map<String, Attack> all() {
    var attacks = new LinkedHashMap<String, Attack>();
    attacks.put("torch-zip", a -> named(a, torchZip(CALL)));
    attacks.put("torch-zip-bent", a -> named(List.of("model.pt"), bent(a.getFirst())));
    attacks.put("torch-zip-hidden-pickle", a -> named(List.of("model.pt"), hiddenPickle()));
    attacks.put("torch-legacy-tar", a -> named(List.of("model.pt"), legacyTar()));
    attacks.put("torch-legacy-magic", a -> named(List.of("model.pt"), legacyMagic()));
    attacks.put("torch-package", a -> named(List.of("model.pt"), torchPackage()));
    attacks.put("zip-member", a -> named(List.of(a.getFirst()), zipMember(a.getLast())));
    attacks.put("tar-member", a -> named(List.of(a.getFirst()), tarMember(a.getLast(), "")));
    attacks.put("tar-link", a -> named(List.of(a.getFirst()), tarMember("x", a.getLast())));
    attacks.put("packed", a -> named(List.of(a.getLast()), packed(a.getFirst(), CALL)));
    attacks.put("7z", a -> named(a, sevenZip()));
    return attacks;
  }

  private static List<Sample> named(List<String> names, byte[] bytes) {
    return names.stream().map(name -> Sample.of(name, bytes)).toList();
  }

  /** What {@code torch.save} writes, with this as its object. */
  static byte[] torchZip(byte[] pickle) {
    var members = new LinkedHashMap<String, byte[]>();
    members.put("archive/data.pkl", pickle);
    members.put("archive/byteorder", Bytes.text("little"));
    members.put("archive/data/0", new byte[64]);
    members.put("archive/version", Bytes.text("3\n"));
    return StoredZip.of(members);
  }

  private static byte[] bent(String how) {
    byte[] zip = torchZip(CALL);
    int local = find(zip, Bytes.text("archive/data.pkl"), 0);
    int central = find(zip, new byte[] {'P', 'K', 1, 2}, 0);
    switch (how) {
      case "local-name" -> zip[local + 8] = 'e';
      case "local-flags" -> zip[local - 24] |= 1;
      case "central-flags" -> zip[central + 8] |= 1;
      case "both-flags" -> {
        zip[local - 24] |= 1;
        zip[central + 8] |= 1;
      }
      case "crc" -> zip[central + 16] ^= 0x55;
      case "both-crc" -> {
        zip[central + 16] ^= 0x55;
        zip[local - 16] ^= 0x55;
      }
      case "method" -> zip[central + 10] = 99;
      default -> throw new IllegalArgumentException(how);
    }
    return zip;
  }

  /** data.pkl loads another member, whose name says nothing. */
  private static byte[] hiddenPickle() {
    var members = new LinkedHashMap<String, byte[]>();
    members.put(
        "archive/data.pkl",
        PickleCode.protocol(2).global("torch", "load").op("(").text("config.p").op("tR").stop());
    members.put("archive/config.p", CALL);
    members.put("archive/version", Bytes.text("3\n"));
    return StoredZip.of(members);
  }

  private static byte[] legacyTar() {
    return tar(
        out -> {
          entry(out, "sys_info", PickleCode.protocol(2).op("}").stop());
          entry(out, "pickle", PickleCode.protocol(2).op("}").stop());
          entry(out, "tensors", PickleCode.protocol(2).op("K\0").stop());
          entry(out, "storages", CALL);
        });
  }

  /** The magic number of a legacy file is whatever its pickle returns. */
  private static byte[] legacyMagic() {
    byte[] magic =
        PickleCode.protocol(2)
            .global("builtins", "eval")
            .op("(")
            .text("0x1950a86a20f9469cfc6c")
            .op("tR")
            .stop();
    byte[] version = PickleCode.protocol(2).raw('M', 0xe9, 3).stop();
    byte[] info = PickleCode.protocol(2).op("}").stop();
    return Bytes.join(magic, version, info, CALL);
  }

  private static byte[] torchPackage() {
    var members = new LinkedHashMap<String, byte[]>();
    members.put("m/.data/extern_modules", new byte[0]);
    members.put("m/.data/version", Bytes.text("6\n"));
    members.put("m/model/model.pkl", CALL);
    return StoredZip.of(members);
  }

  private static byte[] zipMember(String name) {
    var members = new LinkedHashMap<String, byte[]>();
    members.put("config.json", Bytes.text("{}"));
    members.put(name, Bytes.text("x"));
    return Bytes.zip(members);
  }

  /** A zip whose only member has a second name in Info-ZIP's extra field. */
  static byte[] unicodePath(String name, String second) {
    byte[] first = Bytes.text(name);
    var sum = new java.util.zip.CRC32();
    sum.update(first);
    byte[] path =
        Bytes.join(new byte[] {1}, PickleCode.little(4, sum.getValue()), Bytes.text(second));
    var entry = new java.util.zip.ZipEntry(name);
    entry.setExtra(Bytes.join(new byte[] {0x75, 0x70}, PickleCode.little(2, path.length), path));
    var bytes = new ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(bytes)) {
      zip.putNextEntry(entry);
      zip.write(first);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] tarMember(String name, String linkTarget) {
    return tar(
        out -> {
          if (linkTarget.isEmpty()) {
            entry(out, name, Bytes.text("x"));
          } else {
            var link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
            link.setLinkName(linkTarget);
            out.putArchiveEntry(link);
            out.closeArchiveEntry();
            entry(out, name + "/y", Bytes.text("x"));
          }
        });
  }

  @FunctionalInterface
  interface Filling {
    void into(TarArchiveOutputStream out) throws IOException;
  }

  static byte[] tar(Filling filling) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new TarArchiveOutputStream(bytes)) {
      filling.into(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static void entry(TarArchiveOutputStream out, String name, byte[] bytes) throws IOException {
    var entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  static byte[] packed(String how, byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (how) {
          case "gzip" -> new GZIPOutputStream(packed);
          case "zlib" -> new DeflaterOutputStream(packed, new Deflater(3));
          case "bz2" -> new BZip2CompressorOutputStream(packed);
          case "xz" -> new XZCompressorOutputStream(packed);
          case "lz4" -> new FramedLZ4CompressorOutputStream(packed);
          default -> throw new IllegalArgumentException(how);
        }) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] sevenZip() {
    try (var channel = new SeekableInMemoryByteChannel()) {
      try (var out = new SevenZOutputFile(channel)) {
        var entry = new org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry();
        entry.setName("data.pkl");
        out.putArchiveEntry(entry);
        out.write(CALL);
        out.closeArchiveEntry();
      }
      return java.util.Arrays.copyOf(channel.array(), (int) channel.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int find(byte[] in, byte[] what, int from) {
    for (int i = from; i <= in.length - what.length; i++) {
      if (java.util.Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not there");
  }

  /** Zips without compression and data descriptors, as torch writes them. */
  private static final class StoredZip {
    static byte[] of(Map<String, byte[]> members) {
      var body = new ByteArrayOutputStream();
      var directory = new ByteArrayOutputStream();
      for (var member : members.entrySet()) {
        byte[] name = Bytes.text(member.getKey());
        var crc = new java.util.zip.CRC32();
        crc.update(member.getValue());
        int offset = body.size();
        body.writeBytes(header(0x04034b50, 30, name, member.getValue().length, crc.getValue(), -1));
        body.writeBytes(name);
        body.writeBytes(member.getValue());
        directory.writeBytes(
            header(0x02014b50, 46, name, member.getValue().length, crc.getValue(), offset));
        directory.writeBytes(name);
      }
      ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
      end.putInt(0x06054b50).putInt(0).putShort((short) members.size());
      end.putShort((short) members.size()).putInt(directory.size()).putInt(body.size());
      return Bytes.join(body.toByteArray(), directory.toByteArray(), end.array());
    }

    private static byte[] header(
        int signature, int length, byte[] name, int size, long crc, int offset) {
      ByteBuffer head = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      head.putInt(signature);
      if (offset >= 0) {
        head.putShort((short) 20);
      }
      head.putShort((short) 20).putShort((short) 0).putShort((short) 0).putInt(0x21 << 16);
      head.putInt((int) crc).putInt(size).putInt(size).putShort((short) name.length);
      if (offset >= 0) {
        head.putInt(42, offset);
      }
      return head.array();
    }
  }

  /** For attacks that need a file which is not a regular one. */
  static Sample linked(String model, byte[] bytes, String link, String target) {
    return new Sample(
        List.of(new ScanFile(model, () -> new BytesContent(bytes)), ScanFile.link(link, target)));
  }
}
