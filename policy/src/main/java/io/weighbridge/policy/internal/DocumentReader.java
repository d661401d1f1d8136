package io.weighbridge.policy.internal;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Waiver;
import io.weighbridge.policy.internal.PolicyDocument.IdEntry;
import io.weighbridge.policy.internal.PolicyDocument.Mode;
import io.weighbridge.policy.internal.PolicyDocument.RuleText;
import io.weighbridge.policy.internal.PolicyDocument.Scope;
import io.weighbridge.policy.internal.PolicyDocument.WaiverEntry;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** YAML to document: knows the fields, and says which line is wrong and what was expected. */
final class DocumentReader {
  private static final Pattern RULE_ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final int MOST_RULES = 500;
  private static final int MOST_ENTRIES = 10_000;
  private static final Set<String> OWN_IDS = Set.of("allow", "deny", "waiver", "no-rule-matched");

  private DocumentReader() {}

  static PolicyDocument read(String text) {
    var top = new Fields(Yaml.read(text), "the policy");
    top.known("version", "mode", "rules", "allow", "deny", "waivers");
    if (!top.required("version").equals("1")) {
      throw Yaml.at(top.lineOf("version"), "version 1 is the only one known");
    }
    Mode mode = top.choice("mode", Mode.class, Mode.ENFORCE);
    return new PolicyDocument(
        mode,
        rules(top, mode),
        top.list("allow", MOST_ENTRIES, DocumentReader::idEntry),
        top.list("deny", MOST_ENTRIES, DocumentReader::idEntry),
        top.list("waivers", MOST_ENTRIES, DocumentReader::waiver));
  }

  private static List<RuleText> rules(Fields top, Mode mode) {
    List<RuleText> rules = top.list("rules", MOST_RULES, fields -> rule(fields, mode));
    var ids = new HashSet<>(OWN_IDS);
    for (RuleText rule : rules) {
      if (!ids.add(rule.id())) {
        throw Yaml.at(rule.line(), "rule id \"" + rule.id() + "\" is taken");
      }
    }
    return rules;
  }

  private static RuleText rule(Fields fields, Mode mode) {
    fields.known("id", "scope", "when", "outcome", "else", "message", "next", "mode");
    String id = fields.required("id");
    if (!RULE_ID.matcher(id).matches()) {
      throw Yaml.at(fields.lineOf("id"), "a rule id is a-z, 0-9 and -, at most 64 characters");
    }
    Scope scope = fields.choice("scope", Scope.class, Scope.REVISION);
    Outcome outcome = fields.choice("outcome", Outcome.class);
    if (fields.has("else") && (scope != Scope.FILE || outcome != Outcome.BLOCK)) {
      throw Yaml.at(
          fields.lineOf("else"), "\"else\" belongs to rules with scope file and outcome block");
    }
    Outcome otherwise = fields.choice("else", Outcome.class, outcome);
    if (outcome == Outcome.BLOCK && otherwise == Outcome.ADMIT) {
      throw Yaml.at(fields.lineOf("else"), "\"else\" is review or block");
    }
    if (outcome != Outcome.ADMIT) {
      fields.required("message");
    }
    return new RuleText(
        id,
        fields.line(),
        scope,
        fields.choice("mode", Mode.class, mode),
        fields.requiredText("when"),
        outcome,
        otherwise,
        fields.text("message"),
        fields.text("next"));
  }

  private static IdEntry idEntry(Fields fields) {
    fields.known("model", "revision", "reason");
    return new IdEntry(
        fields.parsed("model", IdPattern::new),
        fields.has("revision")
            ? Optional.of(fields.parsed("revision", CommitId::new))
            : Optional.empty(),
        fields.required("reason"),
        fields.line());
  }

  private static WaiverEntry waiver(Fields fields) {
    fields.known("model", "revision", "person", "reason", "until");
    return new WaiverEntry(
        fields.parsed("model", DocumentReader::modelId),
        fields.parsed("revision", CommitId::new),
        new Waiver(
            fields.required("person"),
            fields.required("reason"),
            fields.parsed("until", DocumentReader::date)),
        fields.line());
  }

  private static ModelId modelId(String text) {
    return ModelId.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a model id: \"" + text + "\""));
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a date like 2027-01-31: \"" + text + "\"", e);
    }
  }

  /** A mapping whose fields are asked for by name. */
  private record Fields(Yaml.Mapping mapping, String what) {
    Fields(Yaml yaml, String what) {
      this(yaml instanceof Yaml.Mapping found ? found : refuse(yaml, what + " is a mapping"), what);
    }

    private static Yaml.Mapping refuse(Yaml yaml, String expected) {
      throw Yaml.at(yaml.line(), expected);
    }

    int line() {
      return mapping.line();
    }

    void known(String... names) {
      List<String> known = List.of(names);
      for (var field : mapping.fields().entrySet()) {
        if (!known.contains(field.getKey())) {
          throw Yaml.at(
              field.getValue().line(),
              "unknown field \""
                  + field.getKey()
                  + "\"; "
                  + what
                  + " has "
                  + String.join(", ", known));
        }
      }
    }

    boolean has(String name) {
      return mapping.fields().containsKey(name);
    }

    int lineOf(String name) {
      Yaml value = mapping.fields().get(name);
      return value == null ? line() : value.line();
    }

    Yaml.Text text(String name) {
      return switch (mapping.fields().get(name)) {
        case null -> new Yaml.Text(line(), "");
        case Yaml.Text text -> text;
        case Yaml other -> throw Yaml.at(other.line(), "\"" + name + "\" is text");
      };
    }

    Yaml.Text requiredText(String name) {
      Yaml.Text text = text(name);
      if (text.value().isBlank()) {
        throw Yaml.at(text.line(), what + " needs \"" + name + "\"");
      }
      return text;
    }

    String required(String name) {
      return requiredText(name).value().strip();
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E standard) {
      return has(name) ? choice(name, type) : standard;
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
      String value = required(name);
      for (E constant : type.getEnumConstants()) {
        if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
          return constant;
        }
      }
      var names = new ArrayList<String>();
      for (E constant : type.getEnumConstants()) {
        names.add(constant.name().toLowerCase(Locale.ROOT));
      }
      throw Yaml.at(
          lineOf(name),
          "\"" + name + "\" is one of " + String.join(", ", names) + ", not \"" + value + "\"");
    }

    <T> T parsed(String name, Function<String, T> parser) {
      String value = required(name);
      try {
        return parser.apply(value);
      } catch (IllegalArgumentException e) {
        throw Yaml.at(lineOf(name), "\"" + name + "\": " + e.getMessage());
      }
    }

    <T> List<T> list(String name, int most, Function<Fields, T> reader) {
      return switch (mapping.fields().get(name)) {
        case null -> List.of();
        case Yaml.Sequence sequence -> {
          if (sequence.items().size() > most) {
            throw Yaml.at(sequence.line(), "\"" + name + "\" has more than " + most + " entries");
          }
          yield sequence.items().stream()
              .map(item -> reader.apply(new Fields(item, "an entry of \"" + name + "\"")))
              .toList();
        }
        case Yaml.Text text when text.value().isBlank() -> List.of();
        case Yaml other -> throw Yaml.at(other.line(), "\"" + name + "\" is a list");
      };
    }
  }
}
