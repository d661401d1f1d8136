package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.pickle.Pickles;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.python.Effects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML configuration, from parser events: tags are looked at and never built, aliases are never
 * expanded. Then the same rules apply as for JSON.
 */
public final class YamlJudge {
  private static final int LIMIT = 16 << 20;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_EVENTS = 500_000;

  private final Inspection thing;
  private final Deque<Open> open = new ArrayDeque<>();
  private Json document = Json.Null.NULL;

  /** A collection that is not closed yet; {@code fields} only of a mapping. */
  private static final class Open {
    final boolean mapping;
    final LinkedHashMap<String, Json> fields = new LinkedHashMap<>();
    final List<Json> items = new ArrayList<>();
    String key = "";
    boolean hasKey;

    Open(boolean mapping) {
      this.mapping = mapping;
    }
  }

  private YamlJudge(Inspection thing) {
    this.thing = thing;
  }

  public static void judge(Inspection thing, String text) {
    if (text.length() > LIMIT) {
      thing.find("scan/limit-reached", "YAML larger than " + LIMIT, "");
      thing.cover(Coverage.PARTIAL, "YAML not understood");
      return;
    }
    var judge = new YamlJudge(thing);
    try {
      judge.read(text);
    } catch (YamlEngineException e) {
      String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      thing.find("yaml/unreadable", "is not YAML that every reader reads alike: " + what, "");
      thing.cover(Coverage.PARTIAL, "YAML not understood");
    }
  }

  /**
   * Text of any name that a YAML reader builds objects from: which reader is asked does not hang on
   * the name. Only documents that are whole count, as such readers build nothing of others; so does
   * only the tag, since prose may look like any configuration.
   */
  public static void tags(Inspection thing, String text) {
    boolean tagged = text.contains("!!") || text.contains("!<") || text.contains("%TAG");
    if (!tagged || text.length() > LIMIT || !(text.contains("python") || text.contains("%"))) {
      return;
    }
    int seen = 0;
    int whole = 0;
    try {
      for (Event event : events(text)) {
        whole = event.getEventId() == Event.ID.DocumentEnd ? seen : whole;
        if (++seen > MAX_EVENTS) {
          break;
        }
      }
    } catch (YamlEngineException e) {
      // What follows the last whole document is no YAML.
    }
    var judge = new YamlJudge(thing);
    Iterator<Event> events = events(text).iterator();
    for (int i = 0; i < whole; i++) {
      judge.tag(events.next());
    }
  }

  private static Iterable<Event> events(String text) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(LIMIT).setLabel("yaml").build();
    return new Parse(settings).parseString(text);
  }

  private void read(String text) {
    int events = 0;
    for (Event event : events(text)) {
      if (++events > MAX_EVENTS) {
        thing.find("scan/limit-reached", "YAML of more than " + MAX_EVENTS + " events", "");
        thing.cover(Coverage.PARTIAL, "YAML not understood");
        return;
      }
      event(event);
    }
  }

  private void tag(Event event) {
    switch (event) {
      case ScalarEvent scalar -> scalar.getTag().ifPresent(tag -> tagged(tag, scalar.getValue()));
      case CollectionStartEvent start -> start.getTag().ifPresent(tag -> tagged(tag, ""));
      default -> {}
    }
  }

  private void event(Event event) {
    tag(event);
    switch (event.getEventId()) {
      case Scalar -> value(Json.of(((ScalarEvent) event).getValue()));
      case Alias ->
          value(Json.of("*" + ((NodeEvent) event).getAnchor().map(Object::toString).orElse("")));
      case MappingStart -> push(true);
      case SequenceStart -> push(false);
      case MappingEnd, SequenceEnd -> {
        Open closed = open.pop();
        value(closed.mapping ? new Json.Obj(closed.fields) : new Json.Arr(closed.items));
      }
      case DocumentEnd -> {
        JsonJudge.judge(thing, document);
        MlflowRules.judge(thing, document);
        dependencies(document);
      }
      default -> {}
    }
  }

  /** A conda environment, whose {@code pip} part is a requirements file. */
  private void dependencies(Json environment) {
    var lines = new StringBuilder();
    for (Json dependency : environment.items("dependencies")) {
      dependency.asText().ifPresent(line -> lines.append(line).append('\n'));
      for (Json line : dependency.items("pip")) {
        lines.append(line.asText().orElse("")).append('\n');
      }
    }
    PackageRules.requirements(thing, lines.toString());
  }

  private void push(boolean mapping) {
    if (open.size() >= MAX_DEPTH) {
      throw new YamlEngineException("nested deeper than " + MAX_DEPTH);
    }
    open.push(new Open(mapping));
  }

  private void value(Json value) {
    Open parent = open.peek();
    if (parent == null) {
      document = value;
    } else if (!parent.mapping) {
      parent.items.add(value);
    } else if (parent.hasKey) {
      parent.fields.put(parent.key, value);
      parent.hasKey = false;
    } else {
      parent.key = value.asText().orElseGet(value::write);
      parent.hasKey = true;
    }
  }

  /** Tags that make a reader build objects or call functions. */
  private void tagged(String tag, String value) {
    String name = tag.startsWith("tag:yaml.org,2002:") ? tag.substring(18) : tag;
    if (name.startsWith("python/")) {
      String target = name.substring(name.indexOf(':') + 1);
      boolean plain =
          name.startsWith("python/tuple")
              || name.startsWith("python/str")
              || name.startsWith("python/unicode")
              || name.startsWith("python/none")
              || name.startsWith("python/bool")
              || name.startsWith("python/int")
              || name.startsWith("python/long")
              || name.startsWith("python/float")
              || name.startsWith("python/complex")
              || name.startsWith("python/list")
              || name.startsWith("python/dict")
              || name.startsWith("python/bytes")
              || Pickles.isHarmless(target);
      if (!plain) {
        Effects.Effect effect = Effects.table().of(target);
        boolean call =
            name.startsWith("python/object/apply") || name.startsWith("python/object/new");
        boolean acts = effect != null && effect.imported() == Severity.MALICIOUS;
        thing.find(
            "yaml/python-object",
            acts || call ? Severity.MALICIOUS : Severity.SUSPICIOUS,
            -1,
            "a tag makes YAML readers " + (call ? "call " : "import ") + target,
            "!!" + name + (value.isEmpty() ? "" : " " + value));
      }
    } else if (name.startsWith("!new:")
        || name.startsWith("!name:")
        || name.startsWith("!apply:")
        || name.startsWith("!module:")) {
      Targets.called(
          thing, name.substring(0, name.indexOf(':')), name.substring(name.indexOf(':') + 1));
    }
  }
}
