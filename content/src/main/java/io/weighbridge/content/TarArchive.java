package io.weighbridge.content;

import io.weighbridge.content.internal.MemberNames;
import io.weighbridge.content.internal.TarReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A tar in the ustar, pax (POSIX.1-2001) or GNU form. Headers are read one after the other, data is
 * skipped over; members are views of the archive's bytes. Reading goes on behind an end-of-archive
 * mark, because some readers do ({@code tar --ignore-zeros}), and what is found there is a problem.
 */
public final class TarArchive implements Archive {
  private final Content content;
  private final List<TarMember> members;
  private final List<Problem> problems;

  private TarArchive(Content content, List<TarMember> members, List<Problem> problems) {
    this.content = content;
    this.members = List.copyOf(members);
    this.problems = List.copyOf(problems);
  }

  /**
   * Reads all headers.
   *
   * @throws ContentException when the first block is no tar header
   */
  public static TarArchive open(Content content, Budget budget) {
    var reader = new TarReader(content, budget);
    reader.run();
    var problems = new ArrayList<>(reader.problems());
    problems.addAll(MemberNames.problems(reader.members()));
    return new TarArchive(content, reader.members(), problems);
  }

  /** Whether a block is a tar header by its checksum. */
  public static boolean isHeader(byte[] block) {
    return TarReader.isHeader(block);
  }

  @Override
  public List<TarMember> members() {
    return members;
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public Content open(Member member, Budget budget) {
    TarMember file = (TarMember) member;
    if (file.sparse()) {
      throw new ContentException("member " + file.name() + " is stored in a sparse form");
    }
    return content.slice(file.dataOffset(), file.size());
  }
}
