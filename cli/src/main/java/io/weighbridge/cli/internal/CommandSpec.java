package io.weighbridge.cli.internal;

import java.util.List;

/**
 * What a command takes, as data: the parser and the help both read it.
 *
 * @param name as typed
 * @param operands how operands are written in the usage line, such as {@code TARGET…}
 * @param least fewest operands
 * @param most most operands
 * @param about what it does, a few lines
 * @param examples lines that were run as they stand here
 */
public record CommandSpec(
    String name,
    String operands,
    int least,
    int most,
    String about,
    List<Option> options,
    List<String> examples) {

  public CommandSpec {
    options = List.copyOf(options);
    examples = List.copyOf(examples);
  }
}
