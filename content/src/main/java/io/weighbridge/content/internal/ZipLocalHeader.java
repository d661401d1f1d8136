package io.weighbridge.content.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.content.ZipMember;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A local file header (APPNOTE.TXT 4.3.7) and its contradictions with the directory. */
public record ZipLocalHeader(ZipMember member, long dataOffset) {
  static final int SIGNATURE = 0x04034b50;

  static boolean isAt(Content content, long offset) {
    if (offset < 0 || offset > content.size() - 30) {
      return false;
    }
    var signature = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    content.read(offset, signature);
    return signature.getInt(0) == SIGNATURE;
  }

  public static ZipLocalHeader read(Content content, long offset, Budget budget) {
    if (offset < 0 || offset > content.size() - 30) {
      throw new ContentException("no local header at " + offset + ": outside of the file");
    }
    var in = new Cursor(content, budget, offset);
    if (in.i32() != SIGNATURE) {
      throw new ContentException("no local header at " + offset);
    }
    in.skip(2);
    int flags = in.u16();
    int method = in.u16();
    in.skip(4);
    long crc = in.u32();
    long packed = in.u32();
    long size = in.u32();
    int nameLength = in.u16();
    int extraLength = in.u16();
    String name = ZipRecords.name(in.bytes(nameLength));
    var extra = ByteBuffer.wrap(in.bytes(extraLength)).order(ByteOrder.LITTLE_ENDIAN);
    long[] wide = ZipRecords.zip64(extra, size, packed);
    return new ZipLocalHeader(
        new ZipMember(name, flags, method, crc, wide[1], wide[0], offset, 0, true), in.position());
  }

  /** Compares; a missing header is a problem too. */
  public static List<Problem> compare(Content content, ZipMember central, Budget budget) {
    var problems = new ArrayList<Problem>();
    ZipLocalHeader header;
    try {
      header = read(content, central.headerOffset(), budget);
    } catch (ContentException e) {
      problems.add(
          problem("zip/bad-local-header", central, e.getMessage() == null ? "" : e.getMessage()));
      return problems;
    }
    ZipMember local = header.member();
    if (!local.name().equals(central.name())) {
      problems.add(
          problem("zip/local-mismatch", central, "its local header names it " + local.name()));
    }
    if (local.method() != central.method()) {
      problems.add(
          problem(
              "zip/local-mismatch",
              central,
              "method " + central.method() + ", but " + local.method() + " in its local header"));
    }
    if (local.encrypted() || central.encrypted()) {
      problems.add(
          problem(
              "zip/encrypted",
              central,
              local.encrypted() == central.encrypted()
                  ? "marked as encrypted"
                  : "marked as encrypted in one header only"));
    }
    if (!agrees(local, local.size(), central.size())
        || !agrees(local, local.packedSize(), central.packedSize())) {
      problems.add(
          problem(
              "zip/local-mismatch",
              central,
              "size "
                  + central.size()
                  + " ("
                  + central.packedSize()
                  + " packed), but "
                  + local.size()
                  + " ("
                  + local.packedSize()
                  + ") in its local header"));
    }
    if (!agrees(local, local.crc(), central.crc())) {
      problems.add(problem("zip/local-mismatch", central, "CRC differs from its local header's"));
    }
    if (header.dataOffset() + central.packedSize() > content.size()) {
      problems.add(problem("zip/bad-local-header", central, "its data reaches beyond the file"));
    }
    return problems;
  }

  /** With a data descriptor the local fields may be 0, or all ones, instead of the value. */
  private static boolean agrees(ZipMember local, long localValue, long centralValue) {
    return localValue == centralValue
        || (local.hasDescriptor() && (localValue == 0 || localValue == 0xFFFFFFFFL));
  }

  private static Problem problem(String rule, ZipMember member, String what) {
    return new Problem(rule, "member " + member.name() + ": " + what, member.headerOffset());
  }
}
