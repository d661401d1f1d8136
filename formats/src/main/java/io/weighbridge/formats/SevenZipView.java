package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Member;
import io.weighbridge.content.Problem;
import io.weighbridge.content.SevenZipArchive;
import io.weighbridge.content.SevenZipMember;
import java.util.ArrayList;
import java.util.List;

/** A 7z archive; its files are its parts. */
public final class SevenZipView implements View {
  private final Content content;
  private final SevenZipArchive archive;

  private SevenZipView(Content content, SevenZipArchive archive) {
    this.content = content;
    this.archive = archive;
  }

  public static SevenZipView open(Content content, Budget budget) {
    return new SevenZipView(content, SevenZipArchive.open(content, budget));
  }

  @Override
  public Format format() {
    return Format.SEVEN_ZIP;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return archive.problems();
  }

  @Override
  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    for (SevenZipMember member : archive.members()) {
      if (member.kind() == Member.Kind.FILE) {
        parts.add(
            new Part(
                member.name(),
                Part.Role.MEMBER,
                -1,
                budget -> List.of(archive.open(member, budget))));
      }
    }
    return parts;
  }

  @Override
  public void close() {
    archive.close();
  }
}
