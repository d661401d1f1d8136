package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.DataWalks;
import java.util.List;

/**
 * A format that holds numbers and text only and has no way to name code: XGBoost's UBJSON,
 * CatBoost, MXNet parameters, TFRecord, SentencePiece. Its structure is walked to the end, so that
 * it is certain that the file is that and nothing else.
 */
public final class DataFile implements View {
  private final Content content;
  private final Format format;
  private final long end;
  private final List<Problem> problems;

  private DataFile(Content content, Format format, long end, List<Problem> problems) {
    this.content = content;
    this.format = format;
    this.end = end;
    this.problems = problems;
  }

  public static DataFile open(Content content, Format format, Budget budget) {
    try {
      long end = DataWalks.end(content, format, budget);
      List<Problem> problems =
          end < content.size()
              ? List.of(
                  new Problem(
                      "data/trailing-data",
                      (content.size() - end) + " bytes follow the " + format.text() + " data",
                      end))
              : List.of();
      return new DataFile(content, format, end, problems);
    } catch (ContentException e) {
      var problem = Problem.of("data/damaged", format.text() + ": " + e.getMessage());
      return new DataFile(content, format, content.size(), List.of(problem));
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
            Part.slice("(behind the data)", Part.Role.MEMBER, content, end, content.size() - end))
        : List.of();
  }
}
