package io.weighbridge.policy.internal;

import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.cel.common.values.StructValue;
import io.weighbridge.json.Json;
import io.weighbridge.policy.PolicyException;
import io.weighbridge.policy.internal.Vocabulary.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of evidence as CEL sees it: exactly the fields that the vocabulary gives its type. */
@SuppressWarnings("Immutable") // holds text, numbers, truth, optionals, lists and records of these
final class RecordValue extends StructValue<String, Object> {
  private final StructType type;
  private final Map<String, Object> values;

  private RecordValue(StructType type, Map<String, Object> values) {
    this.type = type;
    this.values = Map.copyOf(values);
  }

  /**
   * @throws PolicyException when a field that is not optional is missing or of another type
   */
  static RecordValue of(String type, Json json) {
    var vocabulary = Vocabulary.STANDARD;
    var values = new HashMap<String, Object>();
    for (Field field : vocabulary.fieldsOf(type).values()) {
      String where = type + "." + field.name();
      values.put(field.name(), value(where, field.cel(), json.get(field.name())));
    }
    return new RecordValue(vocabulary.struct(type), values);
  }

  static Object value(String where, String cel, Optional<Json> json) {
    if (cel.startsWith("optional(")) {
      String inner = cel.substring("optional(".length(), cel.length() - 1);
      return json.map(present -> value(where, inner, Optional.of(present)));
    }
    Json present = json.orElseThrow(() -> wrong(where, "is missing"));
    if (cel.startsWith("list(")) {
      String inner = cel.substring("list(".length(), cel.length() - 1);
      if (!(present instanceof Json.Arr(var items))) {
        throw wrong(where, "is no list");
      }
      return items.stream().map(item -> value(where, inner, Optional.of(item))).toList();
    }
    return switch (cel) {
      case "string" -> present.asText().orElseThrow(() -> wrong(where, "is no text"));
      case "int" -> present.asLong().orElseThrow(() -> wrong(where, "is no integer"));
      case "bool" -> {
        if (present instanceof Json.Bool(var bool)) {
          yield bool;
        }
        throw wrong(where, "is neither true nor false");
      }
      default -> of(cel, present);
    };
  }

  private static PolicyException wrong(String where, String what) {
    return new PolicyException("evidence: " + where + " " + what);
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return false;
  }

  @Override
  public CelType celType() {
    return type;
  }

  @Override
  public Object select(String field) {
    return find(field)
        .orElseThrow(() -> new IllegalArgumentException("no field " + type.name() + "." + field));
  }

  @Override
  public Optional<Object> find(String field) {
    return Optional.ofNullable(values.get(field));
  }

  /** The fields, for lists of CEL records compared as a whole. */
  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof RecordValue that
        && type.name().equals(that.type.name())
        && List.of(values).equals(List.of(that.values));
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
