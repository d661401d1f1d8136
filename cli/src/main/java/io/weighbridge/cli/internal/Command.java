package io.weighbridge.cli.internal;

/** One command of the command line. */
public interface Command {
  /** Nothing at or above the threshold was found, nothing was refused. */
  int OK = 0;

  /** Findings, or a refusal. */
  int FOUND = 1;

  /** Wrong use, or a target that cannot be opened. */
  int WRONG_USE = 2;

  CommandSpec spec();

  /**
   * Does it.
   *
   * @return the exit code
   * @throws CliException for exit code 2 with one line on standard error
   */
  int run(Arguments arguments, Terminal terminal);
}
