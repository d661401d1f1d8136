package io.weighbridge.content;

import io.weighbridge.content.internal.MemberNames;
import io.weighbridge.content.internal.SpooledContent;
import io.weighbridge.content.internal.ZipAudit;
import io.weighbridge.content.internal.ZipData;
import io.weighbridge.content.internal.ZipDirectory;
import io.weighbridge.content.internal.ZipLocalHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A zip as every loader sees it (APPNOTE.TXT 6.3.10). Loaders disagree about which end record
 * counts, whether the central directory or the local headers are right, and where data ends; so
 * members are the union of what all plausible end records list, contradictions are problems, and
 * {@link #readings} gives a member's bytes once for every record that a loader may believe.
 *
 * <p>{@link #open} reads the end records and the directory only. {@link #audit} reads every local
 * header and the gaps between members, which costs one small read for each member.
 *
 * <p>Confined to one thread.
 */
public final class ZipArchive implements Archive {
  private final Content content;
  private final ZipDirectory directory;
  private final long[] offsets;

  private ZipArchive(Content content, ZipDirectory directory) {
    this.content = content;
    this.directory = directory;
    this.offsets = new long[directory.members().size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = directory.members().get(i).headerOffset();
    }
    Arrays.sort(offsets);
  }

  /**
   * Opens a zip by its end records, or, when there are none, by its local headers.
   *
   * @throws ContentException when neither is there
   */
  public static ZipArchive open(Content content, Budget budget) {
    return new ZipArchive(content, ZipDirectory.read(content, budget));
  }

  /** Whether an end record with a directory is found in the last 64 KiB: a zip behind anything. */
  public static boolean endsLikeZip(Content content, Budget budget) {
    return ZipDirectory.found(content, budget);
  }

  public Content content() {
    return content;
  }

  /** In the order of the directory. */
  @Override
  public List<ZipMember> members() {
    return directory.members();
  }

  @Override
  public List<Problem> problems() {
    var problems = new ArrayList<>(directory.problems());
    problems.addAll(MemberNames.problems(directory.members()));
    for (ZipMember member : directory.members()) {
      if (SpooledContent.isBomb(member.size(), member.packedSize())) {
        problems.add(
            new Problem(
                "archive/bomb",
                "member "
                    + member.name()
                    + ": "
                    + member.packedSize()
                    + " bytes unpack to "
                    + member.size(),
                member.headerOffset()));
      }
    }
    return problems;
  }

  /** Where the first member's record begins: more than 0 when something else comes first. */
  public long firstRecord() {
    long first = directory.start();
    for (ZipMember member : directory.members()) {
      first = Math.min(first, member.headerOffset());
    }
    return first;
  }

  /** Where the central directory begins; from here on the archive is records, not data. */
  public long directoryOffset() {
    return directory.start();
  }

  /** Where the last end record and its comment end: less than the size when something follows. */
  public long end() {
    return directory.end();
  }

  /** Where the member's data begins, by its local header. */
  public long dataOffset(ZipMember member, Budget budget) {
    return ZipLocalHeader.read(content, member.headerOffset(), budget).dataOffset();
  }

  /** The member's bytes as its own record describes them; the central directory's, mostly. */
  @Override
  public Content open(Member member, Budget budget) {
    ZipMember zipped = (ZipMember) member;
    return ZipData.open(content, zipped, dataOffset(zipped, budget), budget);
  }

  /** Every reading of the member's bytes that a loader may take; close each. */
  public List<ZipReading> readings(ZipMember member, Budget budget) {
    int at = Arrays.binarySearch(offsets, member.headerOffset() + 1);
    int following = at >= 0 ? at : -at - 1;
    long next =
        following < offsets.length
            ? Math.min(offsets[following], directory.start())
            : directory.start();
    return ZipData.readings(content, member, next, budget);
  }

  /** Where the local header contradicts the member's record, and what hinders reading it. */
  public List<Problem> compare(ZipMember member, Budget budget) {
    return ZipLocalHeader.compare(content, member, budget);
  }

  /**
   * Reads the whole member and compares size and CRC-32 with what is announced. Loaders that ignore
   * the CRC load what checkers refuse (CVE-2025-10156).
   */
  public List<Problem> verify(ZipMember member, Budget budget) {
    return ZipData.verify(content, member, dataOffset(member, budget), budget);
  }

  /**
   * What only a reading of all local headers shows.
   *
   * @param hidden members that no directory lists
   * @param gaps ranges that belong to no record, not counting padding by zeros
   */
  public record Audit(List<ZipMember> hidden, List<Gap> gaps, List<Problem> problems) {
    public Audit {
      hidden = List.copyOf(hidden);
      gaps = List.copyOf(gaps);
      problems = List.copyOf(problems);
    }
  }

  /** Bytes that no record accounts for. */
  public record Gap(long offset, long length) {}

  /** Compares all local headers with the directory and looks into the gaps between members. */
  public Audit audit(Budget budget) {
    return ZipAudit.run(content, directory, budget);
  }
}
