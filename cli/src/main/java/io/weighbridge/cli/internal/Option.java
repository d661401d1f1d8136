package io.weighbridge.cli.internal;

import java.util.List;

/**
 * An option of a command.
 *
 * @param name without the dashes
 * @param value what stands for its value in the help, such as {@code FILE}; empty for a switch
 * @param choices the only values that it takes; empty when any will do
 * @param help a phrase
 */
public record Option(String name, String value, List<String> choices, String help) {
  public Option {
    choices = List.copyOf(choices);
  }

  public static Option flag(String name, String help) {
    return new Option(name, "", List.of(), help);
  }

  public static Option value(String name, String value, String help) {
    return new Option(name, value, List.of(), help);
  }

  public static Option choice(String name, List<String> choices, String help) {
    return new Option(name, String.join("|", choices), choices, help);
  }

  boolean takesValue() {
    return !value.isEmpty();
  }
}
