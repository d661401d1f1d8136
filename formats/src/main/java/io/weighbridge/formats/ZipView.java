package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Member;
import io.weighbridge.content.Problem;
import io.weighbridge.content.ZipArchive;
import io.weighbridge.content.ZipMember;
import io.weighbridge.content.ZipReading;
import io.weighbridge.formats.internal.ZipSniff;
import java.util.ArrayList;
import java.util.List;

/**
 * Any zip: torch, Keras, npz, skops, plain. Its parts are the files that a loader may interpret,
 * one part for each record, whatever their names; storages of torch archives are left out, because
 * they become numbers and nothing else.
 *
 * <p>Members that no directory lists, and what precedes or follows the archive, are parts too. When
 * the content is {@linkplain Content#distant() distant}, local headers are compared only for the
 * parts that are opened.
 */
public final class ZipView implements View {
  private static final long LARGE = 16 << 20;

  /** A local header with its extra field, which torch fills up so that data is aligned to 64. */
  private static final int LOCAL_HEADER = 30 + 128;

  private static final int ARRAY_HEADER = 4 << 10;

  private final Content content;
  private final ZipArchive zip;
  private final Format format;
  private final TorchLayout torch;
  private final List<ZipMember> hidden;
  private final List<Problem> problems;

  private ZipView(Content content, ZipArchive zip, List<ZipMember> hidden, List<Problem> problems) {
    this.content = content;
    this.zip = zip;
    this.format = ZipSniff.classify(zip);
    this.torch = TorchLayout.of(zip);
    this.hidden = hidden;
    this.problems = List.copyOf(problems);
  }

  /**
   * Reads the directory, and, unless the content is distant, all local headers.
   *
   * @throws ContentException when it is no zip
   */
  public static ZipView open(Content content, Budget budget) {
    ZipArchive zip = ZipArchive.open(content, budget);
    var problems = new ArrayList<>(zip.problems());
    if (zip.firstRecord() > 0 && !zip.members().isEmpty()) {
      problems.add(new Problem("zip/prefix", zip.firstRecord() + " bytes precede the archive", 0));
    }
    List<ZipMember> hidden = List.of();
    if (content.distant()) {
      announce(zip);
    } else {
      ZipArchive.Audit audit = zip.audit(budget);
      hidden = audit.hidden();
      long prefix = zip.firstRecord();
      for (Problem problem : audit.problems()) {
        if (!problem.rule().equals("zip/gap") || problem.offset() >= prefix) {
          problems.add(problem);
        }
      }
    }
    return new ZipView(content, zip, hidden, problems);
  }

  /** Says where the members are that will be read; of large arrays only the headers are. */
  private static void announce(ZipArchive zip) {
    TorchLayout torch = TorchLayout.of(zip);
    for (ZipMember member : zip.members()) {
      if (member.kind() == Member.Kind.FILE && !torch.isStorage(member)) {
        boolean array = member.name().endsWith(".npy") && member.size() >= LARGE;
        long data = array ? ARRAY_HEADER : Math.max(0, member.packedSize());
        zip.content().prefetch(member.headerOffset(), LOCAL_HEADER + member.name().length() + data);
      }
    }
  }

  public ZipArchive archive() {
    return zip;
  }

  /** What the archive is for {@code torch.load}; empty of roots when it is not for that. */
  public TorchLayout torch() {
    return torch;
  }

  @Override
  public Format format() {
    return format;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    long first = zip.firstRecord();
    if (first > 0 && !zip.members().isEmpty()) {
      parts.add(Part.slice("(before the archive)", Part.Role.MEMBER, content, 0, first));
    }
    for (ZipMember member : zip.members()) {
      if (member.kind() == Member.Kind.FILE && !torch.isStorage(member)) {
        parts.add(part(member, torch.role(member)));
      }
    }
    for (ZipMember member : hidden) {
      parts.add(part(member, Part.Role.MEMBER));
    }
    if (zip.end() < content.size()) {
      parts.add(
          Part.slice(
              "(behind the archive)",
              Part.Role.MEMBER,
              content,
              zip.end(),
              content.size() - zip.end()));
    }
    return parts;
  }

  private Part part(ZipMember member, Part.Role role) {
    return new Part(member.name(), role, member.headerOffset(), new MemberSource(zip, member));
  }

  /** The readings of one member, and what its headers and checksum say. */
  private record MemberSource(ZipArchive zip, ZipMember member) implements Part.Source {
    @Override
    public List<Content> open(Budget budget) {
      return zip.readings(member, budget).stream().map(ZipReading::content).toList();
    }

    /** Numbers of an npz are inert like a storage: only their header is read, so no checksum is. */
    private boolean isLargeArray(Budget budget) {
      if (member.size() < LARGE) {
        return false;
      }
      try (Content data = zip.open(member, budget)) {
        return Formats.identify(data, budget) == Format.NPY
            && !Npy.open(data, budget).holdsObjects();
      }
    }

    @Override
    public List<Problem> verify(Budget budget) {
      try {
        var problems = new ArrayList<Problem>();
        if (zip.content().distant()) {
          problems.addAll(zip.compare(member, budget));
        }
        if (!isLargeArray(budget)) {
          problems.addAll(zip.verify(member, budget));
        }
        return problems;
      } catch (ContentException e) {
        return List.of(
            new Problem(
                "zip/unreadable",
                "member " + member.name() + ": " + e.getMessage(),
                member.headerOffset()));
      }
    }
  }

  /**
   * Storages are inert with their local headers, since the directory decides what they are called
   * and where they begin; all else is judged.
   */
  @Override
  public Spans spans() {
    var spans = Spans.builder(content.size());
    long at = 0;
    var members = new ArrayList<>(zip.members());
    members.sort(java.util.Comparator.comparingLong(ZipMember::headerOffset));
    for (int i = 0; i < members.size(); i++) {
      ZipMember member = members.get(i);
      long next =
          i + 1 < members.size()
              ? Math.min(members.get(i + 1).headerOffset(), zip.directoryOffset())
              : zip.directoryOffset();
      if (torch.isStorage(member) && member.method() == ZipMember.STORED && next > at) {
        long start = Math.max(at, member.headerOffset());
        spans.judged(at, start - at);
        spans.inert(start, next - start);
        at = next;
      }
    }
    return spans.judged(at, content.size() - at).build();
  }
}
