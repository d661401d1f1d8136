package io.weighbridge.cli.internal;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The log of a long-running command: one line per record on standard error, escaped, our own
 * records from a level on and those of libraries from {@code WARNING} on.
 */
public final class Logs {
  // Held here: the JDK keeps loggers weakly, and with them their levels.
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("io.weighbridge");

  private Logs() {}

  public static void to(PrintStream err, Level ours) {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ROOT.setLevel(ours.intValue() > Level.WARNING.intValue() ? ours : Level.WARNING);
    OURS.setLevel(ours);
    ROOT.addHandler(
        new Handler() {
          private final Formatter line = new Line();

          @Override
          public synchronized void publish(LogRecord record) {
            if (isLoggable(record)) {
              err.println(line.format(record));
            }
          }

          @Override
          public void flush() {
            err.flush();
          }

          @Override
          public void close() {
            flush();
          }
        });
  }

  private static final class Line extends Formatter {
    @Override
    public String format(LogRecord record) {
      Throwable thrown = record.getThrown();
      return record.getInstant().truncatedTo(ChronoUnit.SECONDS)
          + " "
          + record.getLevel().getName()
          + " "
          + TerminalText.safe(formatMessage(record))
          + (thrown == null ? "" : ": " + TerminalText.safe(thrown.toString()));
    }
  }
}
