package io.weighbridge.scan.internal;

import io.weighbridge.evidence.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What TensorFlow's operators do, from {@code tf-operators.tsv}. Loaded once. */
public final class OperatorTable {
  static final String RESOURCE = "tf-operators.tsv";

  /**
   * What an operator does.
   *
   * @param severity {@code INFO} when nothing
   * @param what to complete "running the graph …"
   */
  public record Effect(Severity severity, String what) {}

  private static final class Holder {
    static final OperatorTable TABLE = load();
  }

  private final Map<String, Effect> effects;

  private OperatorTable(Map<String, Effect> effects) {
    this.effects = effects;
  }

  public static OperatorTable get() {
    return Holder.TABLE;
  }

  /** Null when TensorFlow has no operator of that name. */
  public @Nullable Effect of(String operator) {
    return effects.get(operator);
  }

  private static OperatorTable load() {
    var effects = new HashMap<String, Effect>();
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
        if (cells.length != 4) {
          throw new IllegalStateException(RESOURCE + ": " + line);
        }
        Severity severity =
            cells[0].equals("inert")
                ? Severity.INFO
                : Severity.valueOf(cells[0].toUpperCase(Locale.ROOT));
        var effect = new Effect(severity, cells[1]);
        for (String name : cells[2].split(" ", -1)) {
          effects.put(name, effect);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("unreadable " + RESOURCE, e);
    }
    return new OperatorTable(Map.copyOf(effects));
  }
}
