package io.weighbridge.cli;

import io.weighbridge.cli.internal.Commands;
import io.weighbridge.cli.internal.StandardOutput;
import io.weighbridge.cli.internal.Terminal;
import java.util.List;

/**
 * The {@code weighbridge} command. {@code weighbridge.terminal} holds the numbers of the standard
 * streams that are terminals, as the launcher found them: asking from Java costs more.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    String terminals = System.getProperty("weighbridge.terminal", "");
    var out = StandardOutput.out();
    var err = StandardOutput.err();
    var terminal =
        new Terminal(out, err, terminals.contains("1"), terminals.contains("2"), System.getenv());
    int code = Commands.run(List.of(args), terminal);
    code = StandardOutput.finish(out, err, code);
    // Not exit(): nothing of ours waits for a normal end but servers, which have hooks of their
    // own; and a halt would skip those.
    System.exit(code);
  }
}
