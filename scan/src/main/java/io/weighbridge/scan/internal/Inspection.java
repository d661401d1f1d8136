package io.weighbridge.scan.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Severity;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.FormatException;
import io.weighbridge.formats.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing under judgement, a file or a member at any depth of one, with what a judge needs: the
 * bytes, the budget, and where to say what was found. Confined to one thread.
 */
public final class Inspection {
  private final Session session;
  private final String name;
  private final Location location;
  private final Content content;
  private final @Nullable Inspection container;
  private Format format;

  private Inspection(
      Session session,
      String name,
      Location location,
      Content content,
      @Nullable Inspection container) {
    this.session = session;
    this.name = name;
    this.location = location;
    this.content = content;
    this.container = container;
    this.format = Format.UNKNOWN;
  }

  /**
   * Judges bytes by what they are, whatever their name: no exception leaves, a failure is a
   * finding.
   *
   * @param as the judge that the container's format demands; null to go by the bytes
   * @return what the bytes are
   */
  static Format judge(
      Session session,
      String name,
      Location location,
      Content content,
      @Nullable Inspection container,
      @Nullable Judge as) {
    var thing = new Inspection(session, name, location, content, container);
    Coverage lost = container == null ? Coverage.NONE : Coverage.PARTIAL;
    try (Budget.Level level = session.budget().enter()) {
      thing.format = Format.detect(content, session.budget());
      if (as == null) {
        Judges.of(thing.format).judge(thing);
        Roles.judge(thing);
        thing.others();
      } else {
        as.judge(thing);
      }
    } catch (BudgetExceeded e) {
      thing.find("scan/limit-reached", "judging stopped at a limit: " + e.getMessage(), "");
      thing.cover(Coverage.PARTIAL, "limit reached: " + e.getMessage());
    } catch (ContentException | FormatException e) {
      thing.find("scan/unreadable", "cannot be read: " + e.getMessage(), "");
      thing.cover(lost, "unreadable: " + e.getMessage());
    } catch (OutOfMemoryError e) {
      thing.find("scan/limit-reached", "judging stopped for lack of memory", "");
      thing.cover(Coverage.PARTIAL, "limit reached: memory");
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      String what = e.getClass().getSimpleName() + at(e);
      thing.find("scan/internal-error", "the scanner itself failed on this: " + what, "");
      thing.cover(lost, "internal error: " + what);
    }
    return thing.format;
  }

  /** A file that is two things is judged as both: loaders choose differently. */
  private void others() {
    Format first = format;
    for (Format other : Formats.others(content, first, session.budget())) {
      find(
          "scan/polyglot",
          "is "
              + first.text()
              + " and "
              + other.text()
              + " at once, so loaders read different things",
          "");
      format = other;
      Judges.of(other).judge(this);
    }
    format = first;
  }

  private static String at(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  /** Name within its container; for a file its path within the target. */
  public String name() {
    return name;
  }

  /** The name's last segment, in lower case. */
  public String baseName() {
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    return name.substring(slash + 1).toLowerCase(java.util.Locale.ROOT);
  }

  public Location location() {
    return location;
  }

  public Content content() {
    return content;
  }

  public Format format() {
    return format;
  }

  public Budget budget() {
    return session.budget();
  }

  public Facts facts() {
    return session.facts();
  }

  /** What this is a member of; null for a file. */
  public @Nullable Inspection container() {
    return container;
  }

  public boolean nested() {
    return container != null;
  }

  /** All bytes, when they are at most {@code limit}; drawn from the budget. */
  public byte[] bytes(int limit) {
    if (content.size() > limit) {
      throw new BudgetExceeded(content.size() + " bytes, where " + limit + " are the limit");
    }
    session.budget().bytes(content.size());
    return content.bytes(0, (int) content.size());
  }

  /** Judges something inside this, by its content. */
  public Format member(String memberName, Content memberContent) {
    return judge(session, memberName, location.member(memberName), memberContent, this, null);
  }

  /** Judges something inside this as what the outer format makes of it, whatever it looks like. */
  public void member(String memberName, Content memberContent, Judge as) {
    judge(session, memberName, location.member(memberName), memberContent, this, as);
  }

  /** Why a loader runs this file, as other files of the repository say; empty when none does. */
  public String codeUse() {
    return nested() ? "" : session.codeUse();
  }

  public void find(Finding finding) {
    session.judgement().add(finding);
  }

  /** A finding of one of this module's rules, about the whole thing. */
  public void find(String rule, String message, String evidence) {
    session.judgement().add(Rules.rule(rule).at(location, message, shorten(evidence)));
  }

  /** The same, at a byte offset. */
  public void find(String rule, long offset, String message, String evidence) {
    session.judgement().add(Rules.rule(rule).at(location.at(offset), message, shorten(evidence)));
  }

  /** The same, with a severity that differs from the rule's usual one. */
  public void find(String rule, Severity actual, long offset, String message, String evidence) {
    session
        .judgement()
        .add(
            Rules.rule(rule)
                .at(
                    offset < 0 ? location : location.at(offset),
                    message,
                    shorten(evidence),
                    actual));
  }

  /** Structural problems of a view or an archive. */
  public void problems(List<Problem> problems) {
    for (Problem problem : problems) {
      Location place = problem.offset() < 0 ? location : location.at(problem.offset());
      session.judgement().add(Rules.problem(problem.rule()).at(place, problem.message(), ""));
    }
  }

  /** Notes that a part was not, or not wholly, understood. */
  public void cover(Coverage part, String why) {
    Coverage own = container != null && part == Coverage.NONE ? Coverage.PARTIAL : part;
    session
        .judgement()
        .cover(own, location.members().isEmpty() ? why : location.text() + ": " + why);
  }

  /** A text on one line. */
  public static String oneLine(String text) {
    return shorten(text.replace("\n", " "));
  }

  static String shorten(String evidence) {
    return evidence.length() <= 600 ? evidence : evidence.substring(0, 600) + "…";
  }
}
