package io.weighbridge.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The table of published advisories, {@code advisories.tsv}. */
record Advisories(LocalDate searched, List<Row> rows) {
  /**
   * An advisory, or a numbered finding of a paper.
   *
   * @param attack words for {@link Attacks}; empty when there is nothing to write
   * @param result expected verdict and rule; without an attack the reason why there is none
   */
  record Row(
      String id,
      List<String> aliases,
      String product,
      String title,
      String source,
      List<String> attack,
      String result) {
    boolean tested() {
      return !attack.isEmpty();
    }

    String verdict() {
      return result.substring(0, result.indexOf(' '));
    }

    String rule() {
      return result.substring(result.indexOf(' ') + 1);
    }
  }

  static Advisories read() {
    String text;
    try (var in = Objects.requireNonNull(Advisories.class.getResourceAsStream("advisories.tsv"))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var rows = new ArrayList<Row>();
    LocalDate searched = LocalDate.MIN;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("# searched: ")) {
        searched = LocalDate.parse(line.substring("# searched: ".length()));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        String[] cells = line.split("\t", -1);
        if (cells.length != 7) {
          throw new IllegalStateException("7 columns expected: " + line);
        }
        rows.add(
            new Row(
                cells[0],
                cells[1].isEmpty() ? List.of() : List.of(cells[1].split(",")),
                cells[2],
                cells[3],
                cells[4],
                cells[5].equals("-") ? List.of() : List.of(cells[5].split(" ")),
                cells[6]));
      }
    }
    return new Advisories(searched, List.copyOf(rows));
  }
}
