package io.weighbridge.scan.internal.python;

import io.weighbridge.evidence.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What calling a name of a library does, from {@code python-effects.tsv}. The longest row wins: a
 * row {@code subprocess.*} speaks for all of the module that has no row of its own. Loaded once.
 */
public final class Effects {

  /**
   * A row.
   *
   * @param what it does, to complete "this call …"
   * @param imported severity when it happens on import
   * @param called severity when it happens in a function that a loader may call later
   */
  public record Effect(String what, Severity imported, Severity called) {}

  private static final class Holder {
    static final Effects TABLE = load();
  }

  static final String RESOURCE = "python-effects.tsv";

  private final Map<String, Effect> rows;

  private Effects(Map<String, Effect> rows) {
    this.rows = rows;
  }

  public static Effects table() {
    return Holder.TABLE;
  }

  /** The effect of calling {@code qualified}; null when the table does not know it. */
  public @Nullable Effect of(String qualified) {
    Effect exact = rows.get(qualified);
    if (exact != null) {
      return exact;
    }
    int end = qualified.length();
    while (end > 0) {
      Effect row = rows.get(qualified.substring(0, end) + ".*");
      if (row != null) {
        return row;
      }
      end = qualified.lastIndexOf('.', end - 1);
    }
    return null;
  }

  private static Effects load() {
    var rows = new HashMap<String, Effect>();
    try (InputStream in = io.weighbridge.scan.Scanner.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("missing " + RESOURCE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.split("\n", -1)) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] cells = line.split("\t", -1);
        if (cells.length < 5) {
          throw new IllegalStateException(RESOURCE + ": " + line);
        }
        rows.put(cells[0], new Effect(cells[1], severity(cells[2]), severity(cells[3])));
      }
    } catch (IOException e) {
      throw new IllegalStateException("unreadable " + RESOURCE, e);
    }
    return new Effects(Map.copyOf(rows));
  }

  private static Severity severity(String cell) {
    return Severity.valueOf(cell.toUpperCase(Locale.ROOT));
  }
}
