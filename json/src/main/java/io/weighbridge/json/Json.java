package io.weighbridge.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JSON value (RFC 8259), immutable. Numbers keep their literal, so nothing is lost by reading.
 * Reading refuses duplicate keys, and is bounded by {@link JsonLimits}.
 *
 * <pre>{@code
 * Json card = Json.parse("{\"license\":\"mit\"}");
 * String licence = card.text("license").orElse("unknown");
 * }</pre>
 */
public sealed interface Json {

  /** An object; iteration order is the order of the source. */
  record Obj(Map<String, Json> fields) implements Json {
    public Obj {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** A string. */
  record Str(String value) implements Json {}

  /** A number, by its literal. */
  record Num(String literal) implements Json {
    public BigDecimal value() {
      return new BigDecimal(literal);
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Json {}

  /** Null. */
  enum Null implements Json {
    NULL
  }

  /**
   * Reads one value with {@link JsonLimits#STANDARD}.
   *
   * @throws JsonException when the text is not JSON, has duplicate keys, or exceeds a limit
   */
  static Json parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD);
  }

  static Json parse(byte[] utf8, JsonLimits limits) {
    return JsonReader.read(utf8, limits);
  }

  /**
   * Reads a document of any size as Python's {@code json} does, which also writes and reads {@code
   * NaN}, {@code Infinity} and {@code -Infinity}, and keeps its outline: beyond the first {@value
   * JsonReader#KEPT} items of an array, numbers, strings and arrays of such are left out, and so
   * are numbers beyond the first {@value JsonReader#KEPT} fields of an object. Vocabularies are
   * like that. Everything is checked, duplicate keys included. The stream is not closed.
   *
   * @throws JsonException as {@link #parse(byte[], JsonLimits)}
   * @throws java.io.UncheckedIOException when the stream cannot be read
   */
  static Json outline(java.io.InputStream utf8, JsonLimits limits) {
    return JsonReader.outline(utf8, limits);
  }

  /** The field of that name, when this is an object that has it and it is not null. */
  default Optional<Json> get(String name) {
    return this instanceof Obj(var fields)
        ? Optional.ofNullable(fields.get(name)).filter(value -> value != Null.NULL)
        : Optional.empty();
  }

  /** The string field of that name; absent or of another type is empty. */
  default Optional<String> text(String name) {
    return get(name)
        .flatMap(value -> value instanceof Str(var text) ? Optional.of(text) : Optional.empty());
  }

  /** The integer field of that name; absent, fractional or out of range is empty. */
  default OptionalLong number(String name) {
    return get(name).map(Json::asLong).orElse(OptionalLong.empty());
  }

  /** The boolean field of that name; absent or of another type is empty. */
  default Optional<Boolean> bool(String name) {
    return get(name)
        .flatMap(value -> value instanceof Bool(var b) ? Optional.of(b) : Optional.empty());
  }

  /** The items of the array field of that name; absent or of another type is empty. */
  default List<Json> items(String name) {
    return get(name)
        .map(value -> value instanceof Arr(var items) ? items : List.<Json>of())
        .orElse(List.of());
  }

  /** This value as an integer, when it is one within 64 bits. */
  default OptionalLong asLong() {
    if (!(this instanceof Num(var literal)) || literal.length() > 20) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(literal));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** This value as a string, when it is one. */
  default Optional<String> asText() {
    return this instanceof Str(var text) ? Optional.of(text) : Optional.empty();
  }

  /** Compact JSON, ASCII-safe within strings only where JSON demands it. */
  default String write() {
    return JsonWriter.compact(this);
  }

  /** JSON with two-space indentation and a final line feed. */
  default String writePretty() {
    return JsonWriter.pretty(this);
  }

  /** The canonical form of RFC 8785 (JCS): what is hashed and signed. */
  default String canonical() {
    return CanonicalJson.write(this);
  }

  /** SHA-256 of the canonical form in UTF-8, 64 lower-case hex digits. */
  default String digest() {
    try {
      byte[] utf8 = canonical().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static Str of(String value) {
    return new Str(value);
  }

  static Num of(long value) {
    return new Num(Long.toString(value));
  }

  static Bool of(boolean value) {
    return new Bool(value);
  }

  static Arr array(List<? extends Json> items) {
    return new Arr(List.copyOf(items));
  }

  /** An array of strings. */
  static Arr strings(Iterable<String> values) {
    var items = new java.util.ArrayList<Json>();
    values.forEach(value -> items.add(of(value)));
    return new Arr(items);
  }

  /** A builder of objects that keeps insertion order. Not thread-safe. */
  static ObjBuilder object() {
    return new ObjBuilder();
  }

  /** See {@link Json#object()}. */
  final class ObjBuilder {
    private final Map<String, Json> fields = new LinkedHashMap<>();

    private ObjBuilder() {}

    public ObjBuilder put(String name, Json value) {
      fields.put(name, value);
      return this;
    }

    public ObjBuilder put(String name, String value) {
      return put(name, of(value));
    }

    public ObjBuilder put(String name, long value) {
      return put(name, of(value));
    }

    public ObjBuilder put(String name, boolean value) {
      return put(name, of(value));
    }

    /** Leaves the field out when empty. */
    public ObjBuilder put(String name, Optional<String> value) {
      value.ifPresent(present -> put(name, present));
      return this;
    }

    public Obj build() {
      return new Obj(fields);
    }
  }
}
