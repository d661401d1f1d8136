package io.weighbridge.cli.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be given back, in reverse order and once: when it is closed, or when the process is
 * told to end (Ctrl-C, SIGTERM) before that. Thread-safe.
 */
public final class AtExit implements AutoCloseable {
  private static volatile boolean ending;

  private final Deque<AutoCloseable> things = new ArrayDeque<>();
  private final Thread hook =
      new Thread(
          () -> {
            ending = true;
            closeAll();
          });

  public AtExit() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process ends already, so that what fails now fails for that reason. */
  static boolean ending() {
    return ending;
  }

  /** Takes charge of a thing; closed at once when everything was closed already. */
  public synchronized <T extends AutoCloseable> T add(T thing) {
    if (ending) {
      close(thing);
    } else {
      things.push(thing);
    }
    return thing;
  }

  private synchronized void closeAll() {
    while (!things.isEmpty()) {
      close(things.pop());
    }
  }

  private static void close(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Exception e) {
      // Nobody is left to tell, and the next must still be closed.
      if (System.getenv("WEIGHBRIDGE_DEBUG") != null) {
        e.printStackTrace();
      }
    }
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already: the hook has run, or finds nothing to do.
    }
  }
}
