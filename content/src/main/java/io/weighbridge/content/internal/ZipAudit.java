package io.weighbridge.content.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Member;
import io.weighbridge.content.Problem;
import io.weighbridge.content.ZipArchive;
import io.weighbridge.content.ZipMember;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Accounts for every byte before the central directory. */
public final class ZipAudit {
  private final Content content;
  private final Budget budget;
  private final List<ZipMember> hidden = new ArrayList<>();
  private final List<ZipArchive.Gap> gaps = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private ZipAudit(Content content, Budget budget) {
    this.content = content;
    this.budget = budget;
  }

  public static ZipArchive.Audit run(Content content, ZipDirectory directory, Budget budget) {
    var audit = new ZipAudit(content, budget);
    audit.all(directory);
    return new ZipArchive.Audit(audit.hidden, audit.gaps, audit.problems);
  }

  /** The members that the local headers in a range describe, each found by its signature. */
  static List<ZipMember> walk(Content content, long from, long to, Budget budget) {
    var audit = new ZipAudit(content, budget);
    audit.gap(from, to);
    return audit.hidden;
  }

  private void all(ZipDirectory directory) {
    var members = new ArrayList<>(directory.members());
    members.sort(Comparator.comparingLong(ZipMember::headerOffset));
    long at = 0;
    for (ZipMember member : members) {
      problems.addAll(ZipLocalHeader.compare(content, member, budget));
      link(member);
      if (member.headerOffset() < at) {
        problems.add(
            new Problem(
                "zip/overlap",
                "member " + member.name() + " shares bytes with another",
                member.headerOffset()));
      } else {
        gap(at, Math.min(member.headerOffset(), directory.start()));
      }
      at = Math.max(at, endOf(member));
    }
    if (at > directory.start()) {
      problems.add(
          new Problem("zip/overlap", "a member reaches into the directory", directory.start()));
    }
    gap(at, directory.start());
  }

  /** The target of a symbolic link is the member's data. */
  private void link(ZipMember member) {
    if (member.kind() != Member.Kind.SYMBOLIC_LINK || member.size() > 4096) {
      return;
    }
    try {
      long data = ZipLocalHeader.read(content, member.headerOffset(), budget).dataOffset();
      try (Content target = ZipData.open(content, member, data, budget)) {
        String path = ZipRecords.name(target.bytes(0, (int) target.size()));
        if (MemberNames.leaves(member, path)) {
          problems.add(
              new Problem(
                  "archive/link-escape",
                  "member " + member.name() + ": link to " + path,
                  member.headerOffset()));
        }
      }
    } catch (ContentException e) {
      problems.add(
          new Problem("zip/unreadable", String.valueOf(e.getMessage()), member.headerOffset()));
    }
  }

  private long endOf(ZipMember member) {
    try {
      var local = ZipLocalHeader.read(content, member.headerOffset(), budget);
      long end = local.dataOffset() + member.packedSize();
      boolean descriptor = local.member().hasDescriptor() || member.hasDescriptor();
      return descriptor ? end + descriptorLength(end, member) : end;
    } catch (ContentException e) {
      // Compared before, so the missing header is a problem already.
      return member.headerOffset();
    }
  }

  /** With or without its signature, with sizes of 4 or 8 bytes (APPNOTE.TXT 4.3.9). */
  private int descriptorLength(long at, ZipMember member) {
    var bytes = ByteBuffer.allocate(24).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    content.read(at, bytes);
    int head = bytes.getInt(0) == 0x08074b50 ? 4 : 0;
    if (Integer.toUnsignedLong(bytes.getInt(head)) != member.crc()) {
      return 0;
    }
    if (bytes.getLong(head + 4) == member.packedSize()
        && (head == 0 || bytes.getLong(head + 12) == member.size())) {
      return head + 20;
    }
    return head + 12;
  }

  /** Looks for local headers in bytes that no member covers. */
  private void gap(long from, long to) {
    long at = from;
    long unknown = from;
    while (at < to) {
      long found = signature(at, to);
      if (found < 0) {
        break;
      }
      try {
        var local = ZipLocalHeader.read(content, found, budget);
        ZipMember member = local.member();
        budget.entries(1);
        hidden.add(sized(member, local.dataOffset(), to));
        problems.add(
            new Problem(
                "zip/hidden-member",
                "member " + member.name() + " has a local header and is in no directory",
                found));
        remember(unknown, found);
        at = Math.min(to, local.dataOffset() + member.packedSize());
        unknown = at;
      } catch (ContentException e) {
        at = found + 4;
      }
    }
    remember(unknown, to);
  }

  /** A member whose sizes follow its data is taken to reach to the end of the gap. */
  private static ZipMember sized(ZipMember member, long dataOffset, long to) {
    if (!member.hasDescriptor() || member.packedSize() > 0) {
      return member;
    }
    long room = Math.max(0, to - dataOffset);
    return new ZipMember(
        member.name(),
        member.flags(),
        member.method(),
        member.crc(),
        room,
        member.method() == ZipMember.STORED ? room : Math.min(room * 1032, 1L << 32),
        member.headerOffset(),
        0,
        true);
  }

  private void remember(long from, long to) {
    if (to > from && !zeros(from, to)) {
      gaps.add(new ZipArchive.Gap(from, to - from));
      problems.add(new Problem("zip/gap", (to - from) + " bytes belong to no member", from));
    }
  }

  private boolean zeros(long from, long to) {
    var buffer = ByteBuffer.allocate(8 << 10);
    for (long at = from; at < to; ) {
      int count = read(buffer, at, to);
      for (int i = 0; i < count; i++) {
        if (buffer.get(i) != 0) {
          return false;
        }
      }
      at += count;
    }
    return true;
  }

  private long signature(long from, long to) {
    var buffer = ByteBuffer.allocate(8 << 10);
    for (long at = from; at + 30 <= to; ) {
      int count = read(buffer, at, to);
      for (int i = 0; i + 4 <= count; i++) {
        if (buffer.get(i) == 'P'
            && buffer.get(i + 1) == 'K'
            && buffer.get(i + 2) == 3
            && buffer.get(i + 3) == 4) {
          return at + i;
        }
      }
      at += Math.max(1, count - 3);
    }
    return -1;
  }

  private int read(ByteBuffer buffer, long at, long to) {
    buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
    int count = content.read(at, buffer);
    if (count == 0) {
      throw new ContentException("content ended at " + at);
    }
    budget.bytes(count);
    return count;
  }
}
