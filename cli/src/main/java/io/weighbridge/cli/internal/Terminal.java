package io.weighbridge.cli.internal;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command writes. Results go to {@link #out}, progress and errors to {@link #err}; colours
 * and progress only where a person looks. Thread-safe as far as its streams are.
 */
public final class Terminal {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final boolean colours;

  public Terminal(
      PrintStream out,
      PrintStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    // https://no-color.org: present and not empty, whatever its value.
    this.colours =
        outIsTerminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  /** Whether a person reads standard output. */
  public boolean outIsTerminal() {
    return outIsTerminal;
  }

  public boolean colours() {
    return colours;
  }

  /** Says what is going on, on one line that the next replaces; for people only. */
  public void progress(String text) {
    if (errIsTerminal) {
      err.print("\r\u001b[K" + TerminalText.safe(text));
      err.flush();
    }
  }

  /** Takes the progress line away. */
  public void progressDone() {
    if (errIsTerminal) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }

  /** Something worth knowing that is no part of the result. */
  public void note(String text) {
    progressDone();
    err.println("weighbridge: " + TerminalText.safe(text));
  }

  public String bold(String text) {
    return styled("1", text);
  }

  public String dim(String text) {
    return styled("2", text);
  }

  public String red(String text) {
    return styled("31;1", text);
  }

  public String yellow(String text) {
    return styled("33;1", text);
  }

  public String green(String text) {
    return styled("32;1", text);
  }

  private String styled(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
