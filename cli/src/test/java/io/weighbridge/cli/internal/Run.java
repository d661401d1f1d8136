package io.weighbridge.cli.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A command line run within the test, and what came of it. */
record Run(int code, String out, String err) {

  static Run of(String... words) {
    return of(false, Map.of(), words);
  }

  static Run onTerminal(Map<String, String> environment, String... words) {
    return of(true, environment, words);
  }

  private static Run of(boolean terminals, Map<String, String> environment, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        Commands.run(
            List.of(words),
            new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminals,
                terminals,
                environment));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
