package io.weighbridge.hub.internal;

import io.weighbridge.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * The metadata block at the head of a model card: YAML between two {@code ---} lines. Read with the
 * JSON schema, without tags, anchors that multiply, or duplicate keys; anything else is no
 * metadata.
 */
final class ModelCard {
  private static final int LONGEST_BLOCK = 256 << 10;
  private static final int MOST_VALUES = 10_000;
  private static final int DEEPEST = 16;

  private int values;

  private ModelCard() {}

  /** The block as JSON; {@code null} as JSON knows it when there is none that can be read. */
  static Json metadata(String readme) {
    String text = readme.replace("\r\n", "\n");
    if (!text.startsWith("---\n")) {
      return Json.Null.NULL;
    }
    int end = text.indexOf("\n---", 3);
    if (end < 4 || end > LONGEST_BLOCK) {
      return Json.Null.NULL;
    }
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setSchema(new JsonSchema())
              .setAllowDuplicateKeys(false)
              .setAllowRecursiveKeys(false)
              .setMaxAliasesForCollections(10)
              .setCodePointLimit(LONGEST_BLOCK)
              .setUseMarks(false)
              .build();
      Object loaded = new Load(settings).loadFromString(text.substring(4, end));
      return loaded instanceof Map ? new ModelCard().json(loaded, 0) : Json.Null.NULL;
    } catch (YamlEngineException | TooMuch e) {
      return Json.Null.NULL;
    } catch (StackOverflowError e) {
      return Json.Null.NULL; // the composer recurses; the block is bounded, the stack may be small
    }
  }

  private Json json(@org.jspecify.annotations.Nullable Object value, int depth) {
    if (++values > MOST_VALUES || depth > DEEPEST) {
      throw new TooMuch();
    }
    return switch (value) {
      case null -> Json.Null.NULL;
      case String text -> Json.of(text);
      case Boolean bool -> Json.of(bool);
      case Integer number -> Json.of(number);
      case Long number -> Json.of(number);
      case Map<?, ?> map -> {
        var fields = new LinkedHashMap<String, Json>();
        map.forEach((key, item) -> fields.put(String.valueOf(key), json(item, depth + 1)));
        yield new Json.Obj(fields);
      }
      case List<?> list -> {
        var items = new ArrayList<Json>();
        list.forEach(item -> items.add(json(item, depth + 1)));
        yield new Json.Arr(items);
      }
      default -> Json.of(String.valueOf(value));
    };
  }

  /**
   * Tags as the Hub derives them from a card: its own, and {@code license:…}, {@code base_model:…}.
   */
  static List<String> tags(Json card) {
    var tags = new ArrayList<String>();
    card.items("tags").forEach(tag -> tag.asText().ifPresent(tags::add));
    texts(card, "license").forEach(licence -> tags.add("license:" + licence));
    texts(card, "base_model").forEach(base -> tags.add("base_model:" + base));
    return tags;
  }

  private static List<String> texts(Json card, String name) {
    Optional<String> single = card.text(name);
    return single.isPresent()
        ? List.of(single.get())
        : card.items(name).stream().flatMap(item -> item.asText().stream()).toList();
  }

  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuch() {
      super("card metadata over the limits", null, false, false);
    }
  }
}
