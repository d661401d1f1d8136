package io.weighbridge.registry.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The decoded parameters of a query string or a form; unknown ones are simply never asked for. */
public record Query(Map<String, List<String>> values) {

  public Query {
    var copy = new LinkedHashMap<String, List<String>>();
    values.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
    values = java.util.Collections.unmodifiableMap(copy);
  }

  /**
   * Reads {@code a=1&b=2}.
   *
   * @param most how many parameters are accepted
   * @throws BadRequest when it is malformed or has more
   */
  public static Query parse(String raw, int most) {
    return parse(raw, most, PercentDecoding::component);
  }

  /** Reads a form's body, whose values may have several lines; otherwise as {@link #parse}. */
  public static Query form(byte[] body, int most) {
    String raw = new String(body, StandardCharsets.UTF_8);
    return parse(raw, most, PercentDecoding::formComponent);
  }

  private static Query parse(String raw, int most, UnaryOperator<String> decoding) {
    var values = new LinkedHashMap<String, List<String>>();
    int count = 0;
    for (String pair : raw.split("&", most + 2)) {
      if (pair.isEmpty()) {
        continue;
      }
      if (++count > most) {
        throw new BadRequest(400, "More than " + most + " parameters.");
      }
      int equals = pair.indexOf('=');
      String name = decoding.apply(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoding.apply(pair.substring(equals + 1));
      values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return new Query(values);
  }

  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Python clients write {@code True}, JavaScript ones {@code true}. */
  public boolean flag(String name) {
    return first(name).map(v -> v.equalsIgnoreCase("true") || v.equals("1")).orElse(false);
  }

  /** A number within bounds; anything else is the fallback. */
  public int number(String name, int fallback, int least, int most) {
    String text = first(name).orElse("");
    if (!text.matches("[0-9]{1,9}")) {
      return fallback;
    }
    return Math.clamp(Integer.parseInt(text), least, most);
  }
}
