package io.weighbridge.content.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.content.ZipMember;
import io.weighbridge.content.ZipReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The data of zip members. */
public final class ZipData {
  private ZipData() {}

  /** The bytes that {@code member}'s sizes and method describe, from {@code dataOffset}. */
  public static Content open(Content content, ZipMember member, long dataOffset, Budget budget) {
    long packed = member.packedSize();
    if (packed > content.size() - dataOffset) {
      throw new ContentException("member " + member.name() + " reaches beyond the file");
    }
    if (member.method() == ZipMember.STORED) {
      // Readers disagree about which of two different sizes counts; the larger one has it all.
      long length = Math.max(packed, member.size());
      return content.slice(dataOffset, Math.min(length, content.size() - dataOffset));
    }
    var source = new ContentStream(content.slice(dataOffset, packed));
    return SpooledContent.announced(decoder(member, source), source, budget, member.size());
  }

  private static InputStream decoder(ZipMember member, ContentStream source) {
    if (member.method() == ZipMember.DEFLATED) {
      return new InflaterInputStream(source, new Inflater(true), 8 << 10) {
        private boolean closed;

        @Override
        public void close() throws IOException {
          if (!closed) {
            closed = true;
            inf.end();
            super.close();
          }
        }
      };
    }
    try {
      return ZipMethods.decoder(member.method(), source, member.size());
    } catch (IOException e) {
      throw new ContentException("member " + member.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * See {@link io.weighbridge.content.ZipArchive#readings}.
   *
   * @param next where the record begins that follows the member's
   */
  public static List<ZipReading> readings(
      Content content, ZipMember member, long next, Budget budget) {
    var local = ZipLocalHeader.read(content, member.headerOffset(), budget);
    var readings = new ArrayList<ZipReading>();
    add(readings, "central directory", content, member, local.dataOffset(), budget);
    ZipMember other = local.member();
    boolean sized = !other.hasDescriptor() || other.packedSize() > 0;
    boolean differs =
        other.method() != member.method()
            || (sized
                && (other.packedSize() != member.packedSize() || other.size() != member.size()));
    if (differs) {
      ZipMember believed = sized ? other : with(other, member.packedSize(), member.size());
      add(readings, "local header", content, believed, local.dataOffset(), budget);
    }
    if (member.method() == ZipMember.STORED) {
      long room = next - local.dataOffset();
      // A data descriptor takes 12 to 24 bytes; more than that is data that both headers hide.
      if (room > Math.max(member.packedSize(), member.size()) + 24) {
        add(
            readings,
            "all bytes up to the next record",
            content,
            with(member, room, room),
            local.dataOffset(),
            budget);
      }
    }
    return readings;
  }

  private static void add(
      List<ZipReading> readings,
      String by,
      Content content,
      ZipMember member,
      long dataOffset,
      Budget budget) {
    try {
      readings.add(new ZipReading(by, open(content, member, dataOffset, budget)));
    } catch (ContentException e) {
      if (readings.isEmpty()) {
        throw e;
      }
    }
  }

  private static ZipMember with(ZipMember member, long packed, long size) {
    return new ZipMember(
        member.name(),
        member.flags(),
        member.method(),
        member.crc(),
        packed,
        size,
        member.headerOffset(),
        member.externalAttributes(),
        member.hidden());
  }

  /** See {@link io.weighbridge.content.ZipArchive#verify}. */
  public static List<Problem> verify(
      Content content, ZipMember member, long dataOffset, Budget budget) {
    var problems = new ArrayList<Problem>();
    try (Content data = open(content, member, dataOffset, budget)) {
      String wrong = wrongSize(data, member);
      if (wrong == null && crc(data, member.size(), budget) != member.crc()) {
        problems.add(problem("zip/crc", member, "CRC-32 differs from the announced one"));
      } else if (wrong != null) {
        problems.add(problem("zip/size", member, wrong));
      }
    } catch (ContentException e) {
      problems.add(problem("zip/unreadable", member, String.valueOf(e.getMessage())));
    }
    return problems;
  }

  private static @Nullable String wrongSize(Content data, ZipMember member) {
    if (data instanceof SpooledContent spooled) {
      spooled.produce(member.size() + 1);
      return spooled.produced() > member.size()
          ? "unpacks to more than the announced " + member.size() + " bytes"
          : null;
    }
    return member.packedSize() == member.size()
        ? null
        : "stored, but " + member.packedSize() + " bytes packed and " + member.size() + " unpacked";
  }

  private static long crc(Content data, long size, Budget budget) {
    var crc = new CRC32();
    var buffer = ByteBuffer.allocate((int) Math.clamp(size, 1, 64 << 10));
    for (long at = 0; at < size; ) {
      buffer.clear();
      int count = data.read(at, buffer);
      if (count == 0) {
        throw new ContentException("ends after " + at + " of " + size + " bytes");
      }
      budget.bytes(count);
      crc.update(buffer.flip());
      at += count;
    }
    return crc.getValue();
  }

  private static Problem problem(String rule, ZipMember member, String what) {
    return new Problem(rule, "member " + member.name() + ": " + what, member.headerOffset());
  }
}
