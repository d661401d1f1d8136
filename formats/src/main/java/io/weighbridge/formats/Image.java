package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.ImageEnd;
import java.util.List;

/**
 * A picture, or a sound or film: its blocks are walked to its end, since what counts is whether
 * anything else follows. A picture with something behind it is how files that are two things at
 * once are made.
 */
public final class Image implements View {
  private final Content content;
  private final Format format;
  private final long end;
  private final List<Problem> problems;

  private Image(Content content, Format format, long end, List<Problem> problems) {
    this.content = content;
    this.format = format;
    this.end = end;
    this.problems = problems;
  }

  public static Image open(Content content, Format format, Budget budget) {
    try {
      long end = ImageEnd.of(content, budget);
      List<Problem> problems =
          end < content.size()
              ? List.of(
                  new Problem(
                      "image/trailing-data",
                      (content.size() - end) + " bytes follow the picture",
                      end))
              : List.of();
      return new Image(content, format, end, problems);
    } catch (ContentException e) {
      var problem =
          Problem.of("image/damaged", "the picture's blocks end early: " + e.getMessage());
      return new Image(content, format, content.size(), List.of(problem));
    }
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
    return end < content.size()
        ? List.of(
            Part.slice(
                "(behind the picture)", Part.Role.MEMBER, content, end, content.size() - end))
        : List.of();
  }
}
