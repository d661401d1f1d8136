package io.weighbridge.content;

import io.weighbridge.content.internal.MemberNames;
import io.weighbridge.content.internal.SevenZip;
import java.util.List;

/** A 7z archive. Members of a solid block can only be unpacked from the block's start. */
public final class SevenZipArchive implements Archive {
  private final SevenZip file;
  private final List<SevenZipMember> members;
  private final List<Problem> problems;

  private SevenZipArchive(SevenZip file) {
    this.file = file;
    this.members = file.members();
    this.problems = List.copyOf(MemberNames.problems(members));
  }

  /**
   * Reads the header.
   *
   * @throws ContentException when it is damaged, encrypted or too large
   */
  public static SevenZipArchive open(Content content, Budget budget) {
    return new SevenZipArchive(SevenZip.open(content, budget));
  }

  @Override
  public List<SevenZipMember> members() {
    return members;
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public Content open(Member member, Budget budget) {
    return file.open((SevenZipMember) member, budget);
  }

  @Override
  public void close() {
    file.close();
  }
}
