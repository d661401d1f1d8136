package io.weighbridge.policy.internal;

import io.weighbridge.policy.PolicyException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The part of YAML that a policy needs: mappings, sequences and text, each with its line. Built
 * from parser events, so that nothing is constructed, nesting costs no stack, and anchors, aliases,
 * tags and duplicate keys are refused rather than interpreted.
 */
public sealed interface Yaml {
  /** The first line of the value itself, counted from 1. */
  int line();

  /** Key to value, in the order of the source. */
  record Mapping(int line, Map<String, Yaml> fields) implements Yaml {}

  /** Values in order. */
  record Sequence(int line, List<Yaml> items) implements Yaml {}

  /** Any scalar, as text: what it means depends on the field. */
  record Text(int line, String value) implements Yaml {}

  /** Most characters of a document. */
  int LIMIT = 1 << 20;

  /** Most mappings and sequences within each other. */
  int DEPTH = 8;

  /**
   * Reads a single document.
   *
   * @throws PolicyException with the line, when it is not YAML or goes beyond the part above
   */
  static Yaml read(String text) {
    if (text.length() > LIMIT) {
      throw new PolicyException("longer than " + LIMIT + " characters");
    }
    var settings = LoadSettings.builder().setCodePointLimit(LIMIT).build();
    var builder = new Builder();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        builder.accept(event);
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw at(line, "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new PolicyException("not YAML: " + e.getMessage());
    }
    if (builder.root == null) {
      throw new PolicyException("the document is empty");
    }
    return builder.root;
  }

  static PolicyException at(int line, String message) {
    return new PolicyException("line " + line + ": " + message);
  }

  /** Folds events into the tree. */
  final class Builder {
    private sealed interface Open {
      Yaml close();
    }

    private static final class OpenMapping implements Open {
      final int line;
      final Map<String, Yaml> fields = new LinkedHashMap<>();
      String key = "";
      boolean keyed;

      OpenMapping(int line) {
        this.line = line;
      }

      @Override
      public Yaml close() {
        return new Mapping(line, fields);
      }
    }

    private record OpenSequence(int line, List<Yaml> items) implements Open {
      @Override
      public Yaml close() {
        return new Sequence(line, items);
      }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private int documents;
    private @org.jspecify.annotations.Nullable Yaml root;

    void accept(Event event) {
      int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
      if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
        throw at(line, "anchors and aliases are not used in policies");
      }
      switch (event) {
        case DocumentStartEvent start -> {
          if (++documents > 1) {
            throw at(line, "one document per file");
          }
        }
        case AliasEvent alias -> throw at(line, "anchors and aliases are not used in policies");
        case MappingStartEvent start ->
            push(line, start.getTag().isPresent(), new OpenMapping(line));
        case SequenceStartEvent start ->
            push(line, start.getTag().isPresent(), new OpenSequence(line, new ArrayList<>()));
        case ScalarEvent scalar -> scalar(line, scalar);
        default -> {
          if (event.getEventId() == Event.ID.MappingEnd
              || event.getEventId() == Event.ID.SequenceEnd) {
            add(open.pop().close());
          }
        }
      }
    }

    private void push(int line, boolean tagged, Open container) {
      refuseTag(line, tagged);
      if (open.peek() instanceof OpenMapping mapping && !mapping.keyed) {
        throw at(line, "a key must be text");
      }
      if (open.size() == DEPTH) {
        throw at(line, "nested deeper than " + DEPTH);
      }
      open.push(container);
    }

    private void scalar(int line, ScalarEvent scalar) {
      refuseTag(line, scalar.getTag().isPresent());
      if (open.peek() instanceof OpenMapping mapping && !mapping.keyed) {
        if (mapping.fields.containsKey(scalar.getValue())) {
          throw at(line, "\"" + scalar.getValue() + "\" is there twice");
        }
        mapping.key = scalar.getValue();
        mapping.keyed = true;
        return;
      }
      boolean block =
          scalar.getScalarStyle() == ScalarStyle.LITERAL
              || scalar.getScalarStyle() == ScalarStyle.FOLDED;
      add(new Text(block ? line + 1 : line, scalar.getValue()));
    }

    private static void refuseTag(int line, boolean tagged) {
      if (tagged) {
        throw at(line, "tags are not used in policies");
      }
    }

    private void add(Yaml value) {
      switch (open.peek()) {
        case null -> root = value;
        case OpenSequence sequence -> sequence.items.add(value);
        case OpenMapping mapping -> {
          mapping.fields.put(mapping.key, value);
          mapping.keyed = false;
        }
      }
    }
  }
}
