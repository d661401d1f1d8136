package io.weighbridge.scan.internal;

import io.weighbridge.scan.ScanException;
import io.weighbridge.scan.Suppressions.Entry;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads and checks the {@code suppressions} of a configuration; the user wrote it. */
public final class SuppressionReader {
  private static final Set<String> KEYS =
      Set.of("rule", "path", "digest", "name", "reason", "expires");

  private SuppressionReader() {}

  public static List<Entry> read(String source, String yaml) {
    Object document;
    try {
      document =
          new Load(LoadSettings.builder().setCodePointLimit(1 << 20).build()).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new ScanException(source + ": not YAML: " + e.getMessage(), e);
    }
    if (document == null) {
      return List.of();
    }
    if (!(document instanceof Map<?, ?> root)) {
      throw new ScanException(source + ": a mapping with the key suppressions is expected");
    }
    Object list = root.get("suppressions");
    if (list == null) {
      return List.of();
    }
    if (!(list instanceof List<?> items)) {
      throw new ScanException(source + ": suppressions is no list");
    }
    var entries = new ArrayList<Entry>();
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> fields)) {
        throw new ScanException(source + ": a suppression is no mapping: " + item);
      }
      entries.add(entry(source, fields));
    }
    return entries;
  }

  private static Entry entry(String source, Map<?, ?> fields) {
    for (Object key : fields.keySet()) {
      if (!KEYS.contains(String.valueOf(key))) {
        throw new ScanException(source + ": unknown key " + key + "; known are " + KEYS);
      }
    }
    String rule = required(source, fields, "rule");
    if (rule.startsWith("scan/")) {
      throw new ScanException(
          source + ": " + rule + " cannot be suppressed: what was not understood is not accepted");
    }
    Optional<String> path = optional(fields, "path");
    Optional<String> digest = optional(fields, "digest");
    Optional<String> name = optional(fields, "name");
    if (path.isEmpty() && digest.isEmpty() && name.isEmpty()) {
      throw new ScanException(source + ": " + rule + " needs a path, a digest or a name");
    }
    String reason = required(source, fields, "reason");
    String date = required(source, fields, "expires");
    try {
      return new Entry(rule, path, digest, name, reason, LocalDate.parse(date));
    } catch (DateTimeParseException e) {
      throw new ScanException(source + ": expires is no date (YYYY-MM-DD): " + date, e);
    }
  }

  private static String required(String source, Map<?, ?> fields, String key) {
    return optional(fields, key)
        .orElseThrow(() -> new ScanException(source + ": a suppression has no " + key));
  }

  private static Optional<String> optional(Map<?, ?> fields, String key) {
    @Nullable Object value = fields.get(key);
    return value == null || value.toString().isBlank()
        ? Optional.empty()
        : Optional.of(value.toString().strip());
  }
}
