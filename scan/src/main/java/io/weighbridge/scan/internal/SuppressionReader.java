package io.weighbridge.scan.internal;

import io.weighbridge.scan.ScanException;
import io.weighbridge.scan.Suppressions.Entry;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads and checks a {@code .weighbridge.yaml}; the user wrote it. */
public final class SuppressionReader {
  private static final List<String> LISTS = List.of("suppressions", "allow");
  private static final List<String> KEYS =
      List.of("rule", "path", "digest", "name", "reason", "expires");
  private static final List<String> ALLOW_KEYS = List.of("digest", "name", "reason", "expires");
  private static final Pattern DIGEST = Pattern.compile("(sha256:)?[0-9a-f]{64}");

  private SuppressionReader() {}

  public static List<Entry> read(String source, String yaml) {
    Object document;
    try {
      document =
          new Load(LoadSettings.builder().setCodePointLimit(1 << 20).build()).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new ScanException(source + ": not YAML: " + e.getMessage(), e);
    }
    var entries = new ArrayList<Entry>();
    if (document == null) {
      return entries;
    }
    if (!(document instanceof Map<?, ?> root)) {
      throw new ScanException(
          source + ": a mapping with the key suppressions or allow is expected");
    }
    checkKeys(source, root, LISTS);
    for (String list : LISTS) {
      for (Map<?, ?> fields : mappings(source, list, root.get(list))) {
        entries.add(list.equals("allow") ? allowed(source, fields) : entry(source, fields, KEYS));
      }
    }
    return entries;
  }

  private static List<Map<?, ?>> mappings(String source, String name, @Nullable Object list) {
    var mappings = new ArrayList<Map<?, ?>>();
    if (list == null) {
      return mappings;
    }
    if (!(list instanceof List<?> items)) {
      throw new ScanException(source + ": " + name + " is no list");
    }
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> fields)) {
        throw new ScanException(source + ": an entry of " + name + " is no mapping: " + item);
      }
      mappings.add(fields);
    }
    return mappings;
  }

  private static void checkKeys(String source, Map<?, ?> fields, List<String> known) {
    for (Object key : fields.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw new ScanException(
            source + ": unknown key " + key + "; known are " + String.join(", ", known));
      }
    }
  }

  private static Entry allowed(String source, Map<?, ?> fields) {
    Entry entry = entry(source, fields, ALLOW_KEYS);
    if (entry.name().isEmpty() && entry.digest().isEmpty()) {
      throw new ScanException(source + ": an entry of allow needs a name or a digest");
    }
    return entry;
  }

  private static Entry entry(String source, Map<?, ?> fields, List<String> keys) {
    checkKeys(source, fields, keys);
    Optional<String> rule = optional(fields, "rule");
    if (rule.isPresent() && rule.get().startsWith("scan/")) {
      throw new ScanException(
          source
              + ": "
              + rule.get()
              + " cannot be suppressed: what was not understood is not accepted");
    }
    Optional<String> path = optional(fields, "path");
    Optional<String> digest = optional(fields, "digest");
    Optional<String> name = optional(fields, "name");
    if (rule.isEmpty() && path.isEmpty() && digest.isEmpty() && name.isEmpty()) {
      throw new ScanException(source + ": an entry needs a rule, a path, a digest or a name");
    }
    if (digest.isPresent() && !DIGEST.matcher(digest.get()).matches()) {
      throw new ScanException(source + ": digest is no SHA-256 in lower-case hex: " + digest.get());
    }
    String reason = required(source, fields, "reason");
    String date = required(source, fields, "expires");
    try {
      LocalDate expires = LocalDate.parse(date);
      digest = digest.map(hex -> hex.replaceFirst("^sha256:", ""));
      return new Entry(rule, path, digest, name, reason, expires);
    } catch (DateTimeParseException e) {
      throw new ScanException(source + ": expires is no date (YYYY-MM-DD): " + date, e);
    }
  }

  private static String required(String source, Map<?, ?> fields, String key) {
    return optional(fields, key)
        .orElseThrow(() -> new ScanException(source + ": an entry has no " + key));
  }

  private static Optional<String> optional(Map<?, ?> fields, String key) {
    @Nullable Object value = fields.get(key);
    return value == null || value.toString().isBlank()
        ? Optional.empty()
        : Optional.of(value.toString().strip());
  }
}
