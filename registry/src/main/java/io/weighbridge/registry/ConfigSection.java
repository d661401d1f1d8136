package io.weighbridge.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One mapping of the configuration, read by key. Every complaint names the key, the value and what
 * is allowed. Confined to one thread.
 */
final class ConfigSection {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12}) *([A-Za-z]*)");

  private final String file;
  private final String prefix;
  private final Map<String, Object> values;
  private final Set<String> asked = new TreeSet<>();

  ConfigSection(String file, String prefix, Map<String, Object> values) {
    this.file = file;
    this.prefix = prefix;
    this.values = values;
  }

  /** The mapping that a YAML value is; an absent one is empty. */
  static ConfigSection of(String file, String prefix, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new RegistryException(
          file + ": " + (prefix.isEmpty() ? "the document" : prefix) + " must be a mapping");
    }
    var values = new LinkedHashMap<String, Object>();
    map.forEach(
        (key, item) -> {
          if (item != null) {
            values.put(String.valueOf(key), item);
          }
        });
    return new ConfigSection(file, prefix, values);
  }

  Optional<String> text(String key) {
    return value(key)
        .map(
            value -> {
              if (value instanceof Map || value instanceof List) {
                throw wrong(key, "a single value");
              }
              return value.toString();
            });
  }

  boolean truth(String key, boolean otherwise) {
    return value(key)
        .map(
            value -> {
              if (value instanceof Boolean truth) {
                return truth;
              }
              throw wrong(key, "true or false");
            })
        .orElse(otherwise);
  }

  int count(String key, int least, int most, int otherwise) {
    return text(key)
        .map(
            text -> {
              if (text.matches("[0-9]{1,9}")) {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                  return number;
                }
              }
              throw wrong(key, "a whole number from " + least + " to " + most);
            })
        .orElse(otherwise);
  }

  /** Bytes: {@code 500MB}, {@code 2TB}; powers of 1,000. */
  long bytes(String key, long otherwise) {
    return text(key)
        .map(
            text -> {
              var match = AMOUNT.matcher(text.strip());
              if (match.matches()) {
                long unit =
                    switch (match.group(2).toUpperCase(Locale.ROOT)) {
                      case "", "B" -> 1L;
                      case "KB" -> 1_000L;
                      case "MB" -> 1_000_000L;
                      case "GB" -> 1_000_000_000L;
                      case "TB" -> 1_000_000_000_000L;
                      default -> 0L;
                    };
                long number = Long.parseLong(match.group(1));
                if (unit > 0 && number <= Long.MAX_VALUE / unit) {
                  return number * unit;
                }
              }
              throw wrong(key, "a number of bytes such as 500MB, 20GB or 2TB");
            })
        .orElse(otherwise);
  }

  /** A duration: {@code 8s}, {@code 15m}, {@code 24h}, {@code 7d}. */
  Optional<Duration> duration(String key) {
    return text(key)
        .map(
            text -> {
              var match = AMOUNT.matcher(text.strip());
              if (match.matches() && match.group(1).length() <= 6) {
                long number = Long.parseLong(match.group(1));
                switch (match.group(2)) {
                  case "s":
                    return Duration.ofSeconds(number);
                  case "m":
                    return Duration.ofMinutes(number);
                  case "h":
                    return Duration.ofHours(number);
                  case "d":
                    return Duration.ofDays(number);
                  default:
                }
              }
              throw wrong(key, "a duration such as 8s, 15m, 24h or 7d");
            });
  }

  Optional<Path> path(String key, Path base) {
    return text(key).map(text -> base.resolve(text).normalize());
  }

  List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (Object item : list(key)) {
      if (item instanceof Map || item instanceof List || item == null) {
        throw wrong(key, "a list of texts");
      }
      texts.add(item.toString());
    }
    return texts;
  }

  ConfigSection section(String key) {
    return of(file, prefix + key, value(key).orElse(Map.of())).within(key);
  }

  private ConfigSection within(String key) {
    return new ConfigSection(file, prefix + key + ".", values);
  }

  List<ConfigSection> sections(String key) {
    var sections = new ArrayList<ConfigSection>();
    for (Object item : list(key)) {
      String name = prefix + key + "[" + (sections.size() + 1) + "]";
      sections.add(new ConfigSection(file, name + ".", of(file, name, item).values));
    }
    return sections;
  }

  private List<?> list(String key) {
    Object value = value(key).orElse(List.of());
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list");
  }

  private Optional<Object> value(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key));
  }

  /** Complains about keys that nobody asked for. */
  void finish() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        throw new RegistryException(
            file + ": unknown key '" + prefix + key + "'; allowed: " + String.join(", ", asked));
      }
    }
  }

  RegistryException wrong(String key, String allowed) {
    Object value = values.get(key);
    return new RegistryException(
        file
            + ": "
            + prefix
            + key
            + (value == null ? " is missing" : " is '" + shown(value) + "'")
            + "; allowed: "
            + allowed);
  }

  private static String shown(Object value) {
    String text = value.toString().replaceAll("[^\\x20-\\x7e]", "?");
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }
}
