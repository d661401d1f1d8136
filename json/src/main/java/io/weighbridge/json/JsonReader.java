package io.weighbridge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds the tree over the streaming parser, counting as it goes. */
final class JsonReader {
  private static final Pattern OWN_SOURCE = Pattern.compile("\\[Source: [^\\]]*; ([^;\\]]*)]");
  private static final Pattern OWN_SETTING = Pattern.compile(", from `[^`]*`");

  /** What an outline keeps of long arrays and objects. */
  static final int KEPT = 2000;

  private final JsonParser parser;
  private final JsonLimits limits;
  private final boolean outline;
  private int values;

  private JsonReader(JsonParser parser, JsonLimits limits, boolean outline) {
    this.parser = parser;
    this.limits = limits;
    this.outline = outline;
  }

  static Json read(byte[] utf8, JsonLimits limits) {
    if (utf8.length > limits.bytes()) {
      throw new JsonException(
          "JSON of " + utf8.length + " bytes is over the limit of " + limits.bytes());
    }
    try (JsonParser parser = factory(limits, false).createParser(utf8)) {
      return new JsonReader(parser, limits, false).document();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static Json outline(InputStream utf8, JsonLimits limits) {
    try (JsonParser parser =
        factory(limits, true).createParser(utf8).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      return new JsonReader(parser, limits, true).document();
    } catch (JsonProcessingException | CharConversionException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonFactory factory(JsonLimits limits, boolean nonFinite) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxStringLength(limits.stringLength())
                .maxNameLength(limits.stringLength())
                .maxNumberLength(1000)
                .maxDocumentLength(limits.bytes())
                .build())
        .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, nonFinite)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();
  }

  private static JsonException unreadable(IOException e) {
    if (!(e instanceof JsonProcessingException bad)) {
      return new JsonException("not JSON: " + e.getMessage());
    }
    var where = bad.getLocation();
    return new JsonException(
        readable(bad.getOriginalMessage())
            + (where == null
                ? ""
                : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")"));
  }

  /** Without what only a programmer of the library understands. */
  private static String readable(String message) {
    return OWN_SOURCE.matcher(OWN_SETTING.matcher(message).replaceAll("")).replaceAll("$1");
  }

  private Json document() throws IOException {
    Json value = value(parser.nextToken());
    if (parser.nextToken() != null) {
      throw bad("text after the value");
    }
    return value;
  }

  private Json value(@Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw bad("nothing there");
    }
    count();
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

  private void count() {
    if (++values > limits.values()) {
      throw bad("more than " + limits.values() + " values");
    }
  }

  private Json object() throws IOException {
    Map<String, Json> fields = new LinkedHashMap<>();
    Set<String> leftOut = Set.of();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (fields.containsKey(name) || leftOut.contains(name)) {
        throw bad("duplicate key \"" + shorten(name) + "\"");
      }
      JsonToken token = parser.nextToken();
      if (outline && fields.size() >= KEPT && token != null && token.isNumeric()) {
        count();
        if (leftOut.isEmpty()) {
          leftOut = new HashSet<>();
        }
        leftOut.add(name);
      } else {
        fields.put(name, value(token));
      }
    }
    return new Json.Obj(fields);
  }

  private Json array() throws IOException {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (outline && items.size() >= KEPT && token != null && token.isScalarValue()) {
        count();
        if (token == JsonToken.VALUE_STRING) {
          parser.getTextLength(); // decodes it, so that a broken one is seen
        }
        continue;
      }
      Json item = value(token);
      if (!outline || items.size() < KEPT || !isPlain(item)) {
        items.add(item);
      }
    }
    return new Json.Arr(items);
  }

  private static boolean isPlain(Json value) {
    if (!(value instanceof Json.Arr(var items))) {
      return !(value instanceof Json.Obj);
    }
    for (Json item : items) {
      if (item instanceof Json.Obj || item instanceof Json.Arr) {
        return false;
      }
    }
    return true;
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
