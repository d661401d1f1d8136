package io.weighbridge.cli.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed after the command's name, checked against its {@link CommandSpec}: {@code --name
 * value}, {@code --name=value}, switches, operands in any order, {@code --} before operands that
 * start with a dash.
 */
public final class Arguments {
  private final Map<String, String> options = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments() {}

  /**
   * Parses.
   *
   * @throws CliException naming the word that is wrong, and the nearest right one
   */
  public static Arguments parse(CommandSpec spec, List<String> words) {
    var arguments = new Arguments();
    boolean onlyOperands = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (onlyOperands || !word.startsWith("-") || word.equals("-")) {
        arguments.operands.add(word);
      } else if (word.equals("--")) {
        onlyOperands = true;
      } else if (word.equals("-h") || word.equals("--help")) {
        arguments.options.put("help", "");
      } else {
        i = arguments.option(spec, words, i);
      }
    }
    if (!arguments.has("help")) {
      arguments.checkCount(spec);
    }
    return arguments;
  }

  /** Reads the option at {@code i}; returns the index of its last word. */
  private int option(CommandSpec spec, List<String> words, int i) {
    String word = words.get(i);
    int equals = word.indexOf('=');
    String name = (equals < 0 ? word : word.substring(0, equals)).replaceFirst("^--?", "");
    Option option =
        spec.options().stream()
            .filter(known -> known.name().equals(name) && word.startsWith("--"))
            .findFirst()
            .orElseThrow(() -> unknown(spec, name));
    String value = "";
    int last = i;
    if (!option.takesValue()) {
      if (equals >= 0) {
        throw wrong(spec, "--" + name + " takes no value");
      }
    } else if (equals >= 0) {
      value = word.substring(equals + 1);
    } else if (i + 1 < words.size()) {
      last = i + 1;
      value = words.get(last);
    } else {
      throw wrong(spec, "--" + name + " needs a value: " + option.value());
    }
    if (!option.choices().isEmpty() && !option.choices().contains(value)) {
      throw wrong(
          spec,
          "--"
              + name
              + " is one of "
              + String.join(", ", option.choices())
              + ", not "
              + shown(value));
    }
    if (options.put(name, value) != null) {
      throw wrong(spec, "--" + name + " is given twice");
    }
    return last;
  }

  private void checkCount(CommandSpec spec) {
    if (operands.size() < spec.least()) {
      throw wrong(spec, "it takes " + spec.operands());
    }
    if (operands.size() > spec.most()) {
      throw wrong(spec, "one word too many: " + shown(operands.get(spec.most())));
    }
  }

  private static CliException unknown(CommandSpec spec, String name) {
    String near =
        Nearest.of(name, spec.options().stream().map(Option::name).toList())
            .map(known -> "; did you mean --" + known + "?")
            .orElse("");
    return wrong(spec, "no option --" + TerminalText.safe(name) + near);
  }

  private static CliException wrong(CommandSpec spec, String what) {
    return new CliException(
        spec.name() + ": " + what + " (see: weighbridge " + spec.name() + " --help)");
  }

  private static String shown(String word) {
    return '"' + TerminalText.safe(word) + '"';
  }

  public boolean has(String name) {
    return options.containsKey(name);
  }

  public Optional<String> value(String name) {
    return Optional.ofNullable(options.get(name));
  }

  public String value(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  public List<String> operands() {
    return List.copyOf(operands);
  }
}
