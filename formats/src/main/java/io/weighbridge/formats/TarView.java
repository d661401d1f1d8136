package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Member;
import io.weighbridge.content.Problem;
import io.weighbridge.content.TarArchive;
import io.weighbridge.content.TarMember;
import java.util.ArrayList;
import java.util.List;

/** Any tar; its files are its parts. */
public final class TarView implements View {
  private final Content content;
  private final TarArchive tar;

  private TarView(Content content, TarArchive tar) {
    this.content = content;
    this.tar = tar;
  }

  public static TarView open(Content content, Budget budget) {
    return new TarView(content, TarArchive.open(content, budget));
  }

  public TarArchive archive() {
    return tar;
  }

  @Override
  public Format format() {
    return Format.TAR;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return tar.problems();
  }

  @Override
  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    for (TarMember member : tar.members()) {
      if (member.kind() == Member.Kind.FILE || member.kind() == Member.Kind.OTHER) {
        parts.add(
            new Part(
                member.name(),
                Part.Role.MEMBER,
                member.dataOffset(),
                budget -> List.of(tar.open(member, budget))));
      }
    }
    return parts;
  }
}
