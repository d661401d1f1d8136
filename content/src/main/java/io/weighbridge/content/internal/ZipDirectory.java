package io.weighbridge.content.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.content.ZipMember;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * All members that the plausible end records list.
 *
 * @param start where the lowest central directory begins
 * @param end where the last end record and its comment end
 */
public record ZipDirectory(List<ZipMember> members, long start, long end, List<Problem> problems) {
  /** Most bytes of directory that are kept: names are held in memory. */
  private static final long MOST_BYTES = 32 << 20;

  static final int END = 0x06054b50;
  static final int CENTRAL = 0x02014b50;
  private static final int TAIL = 22 + 0xFFFF + 20 + 56;

  /** A directory that some end record points to. */
  private record Candidate(ZipEndRecord record, long directoryStart) {}

  public static boolean found(Content content, Budget budget) {
    if (content.size() < 22) {
      return false;
    }
    return !candidates(content, budget).isEmpty();
  }

  public static ZipDirectory read(Content content, Budget budget) {
    var candidates = candidates(content, budget);
    var problems = new ArrayList<Problem>();
    if (candidates.isEmpty()) {
      var members = ZipAudit.walk(content, 0, content.size(), budget);
      if (members.isEmpty()) {
        throw new ContentException("neither an end record nor a local header of a zip");
      }
      problems.add(
          Problem.of("zip/no-end-record", "no central directory can be found; only local headers"));
      return new ZipDirectory(members, content.size(), content.size(), problems);
    }
    Candidate last = candidates.getLast();
    var rivals = rivals(candidates, last, content.size());
    if (!rivals.isEmpty()) {
      problems.add(
          new Problem(
              "zip/ambiguous-end-record",
              "loaders can take different end records, so they see different archives",
              rivals.getFirst().record().position()));
      rivals.add(last);
    } else {
      rivals = List.of(last);
    }
    for (Candidate candidate : rivals) {
      long length = candidate.record().directoryEnd() - candidate.directoryStart();
      content.prefetch(candidate.directoryStart(), Math.clamp(length, 0, MOST_BYTES));
    }
    var members = new LinkedHashSet<ZipMember>();
    long start = Long.MAX_VALUE;
    long end = 0;
    for (Candidate candidate : rivals) {
      members.addAll(list(content, candidate, problems, budget));
      start = Math.min(start, candidate.directoryStart());
      end = Math.max(end, candidate.record().end());
    }
    if (end < content.size()) {
      problems.add(
          new Problem(
              "zip/trailing-data", (content.size() - end) + " bytes follow the archive", end));
    }
    return new ZipDirectory(List.copyOf(members), start, end, List.copyOf(problems));
  }

  /**
   * Other end records that a loader may take: behind the directory of the last one (in its comment,
   * for example), or before it and reaching the end of the file. Those within member data of a
   * nested zip do neither.
   */
  private static List<Candidate> rivals(List<Candidate> all, Candidate last, long size) {
    var rivals = new ArrayList<Candidate>();
    for (Candidate candidate : all) {
      boolean behind = candidate.record().position() >= last.directoryStart();
      boolean reachesEnd = candidate.record().end() == size;
      boolean same = candidate.directoryStart() == last.directoryStart();
      if (candidate != last && (behind || reachesEnd) && !same) {
        rivals.add(candidate);
      }
    }
    return rivals;
  }

  private static List<Candidate> candidates(Content content, Budget budget) {
    long size = content.size();
    int length = (int) Math.min(size, TAIL);
    long base = size - length;
    budget.bytes(length);
    byte[] tail = content.bytes(base, length);
    var found = new ArrayList<Candidate>();
    for (int at = 0; at + 22 <= length; at++) {
      if (tail[at] == 'P' && tail[at + 1] == 'K' && tail[at + 2] == 5 && tail[at + 3] == 6) {
        ZipEndRecord record = ZipEndRecord.read(content, tail, at, base);
        if (record == null) {
          continue;
        }
        for (long start : record.directoryStarts()) {
          if (isDirectory(content, record, start)) {
            found.add(new Candidate(record, start));
          }
        }
      }
    }
    return found;
  }

  private static boolean isDirectory(Content content, ZipEndRecord record, long start) {
    if (record.entries() == 0) {
      return start == record.directoryEnd() && record.end() == content.size();
    }
    if (start < 0 || start > content.size() - 46) {
      return false;
    }
    var signature = ByteBuffer.allocate(4);
    content.read(start, signature);
    return signature.getInt(0) == Integer.reverseBytes(CENTRAL);
  }

  private static List<ZipMember> list(
      Content content, Candidate candidate, List<Problem> problems, Budget budget) {
    ZipEndRecord record = candidate.record();
    long start = candidate.directoryStart();
    long shift = start - record.announcedStart();
    var members = new ArrayList<ZipMember>();
    if (record.entries() == 0) {
      return members;
    }
    if (shift != 0) {
      shift = shiftOf(content, start, shift, problems, budget);
    }
    var in = new Cursor(content, budget, start);
    try {
      while (in.remaining() >= 46) {
        long at = in.position();
        if (at - start > MOST_BYTES) {
          throw new ContentException("central directory larger than " + MOST_BYTES + " bytes");
        }
        if (in.i32() != CENTRAL) {
          break;
        }
        budget.entries(1);
        ZipMember member = ZipRecords.central(in, shift, problems);
        members.add(member);
      }
    } catch (ContentException e) {
      problems.add(new Problem("zip/bad-directory", e.getMessage(), in.position()));
    }
    if (members.size() != record.entries()) {
      problems.add(
          new Problem(
              "zip/bad-directory",
              "end record announces "
                  + record.entries()
                  + " members, the directory has "
                  + members.size(),
              start));
    }
    return members;
  }

  /** Whether offsets count from the archive's own start (a prefix was added) or the file's. */
  private static long shiftOf(
      Content content, long start, long shift, List<Problem> problems, Budget budget) {
    var first = ZipRecords.central(new Cursor(content, budget, start + 4), 0, new ArrayList<>());
    boolean absolute = ZipLocalHeader.isAt(content, first.headerOffset());
    boolean relative = ZipLocalHeader.isAt(content, first.headerOffset() + shift);
    if (absolute || !relative) {
      problems.add(
          new Problem(
              "zip/bad-directory",
              "the end record's directory offset is wrong by " + shift + " bytes",
              start));
    }
    return relative && !absolute ? shift : 0;
  }
}
