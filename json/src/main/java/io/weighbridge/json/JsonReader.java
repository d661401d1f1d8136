package io.weighbridge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Builds the tree over the streaming parser, counting as it goes. */
final class JsonReader {
  private final JsonParser parser;
  private final JsonLimits limits;
  private int values;

  private JsonReader(JsonParser parser, JsonLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  static Json read(byte[] utf8, JsonLimits limits, boolean nonFinite) {
    if (utf8.length > limits.bytes()) {
      throw new JsonException(
          "JSON of " + utf8.length + " bytes is over the limit of " + limits.bytes());
    }
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth())
                    .maxStringLength(limits.stringLength())
                    .maxNameLength(limits.stringLength())
                    .maxNumberLength(1000)
                    .build())
            .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, nonFinite)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    try (JsonParser parser = factory.createParser(utf8)) {
      var reader = new JsonReader(parser, limits);
      Json value = reader.value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw reader.bad("text after the value");
      }
      return value;
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      throw new JsonException(
          e.getOriginalMessage()
              + (where == null
                  ? ""
                  : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")"));
    } catch (IOException e) {
      throw new JsonException("not JSON: " + e.getMessage());
    }
  }

  private Json value(@org.jspecify.annotations.Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw bad("nothing there");
    }
    if (++values > limits.values()) {
      throw bad("more than " + limits.values() + " values");
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Json.Str(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> Json.Null.NULL;
      default -> throw bad("unexpected " + token);
    };
  }

  private Json object() throws IOException {
    var fields = new LinkedHashMap<String, Json>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (fields.containsKey(name)) {
        throw bad("duplicate key \"" + shorten(name) + "\"");
      }
      fields.put(name, value(parser.nextToken()));
    }
    return new Json.Obj(fields);
  }

  private Json array() throws IOException {
    var items = new ArrayList<Json>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token));
    }
    return new Json.Arr(items);
  }

  private static String shorten(String name) {
    return name.length() <= 60 ? name : name.substring(0, 60) + "…";
  }

  private JsonException bad(String what) {
    var where = parser.currentLocation();
    return new JsonException(
        what + " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")");
  }
}
