package io.weighbridge.inventory;

import java.util.Locale;

/** An argument of a loader that may be there or not, or be computed. */
public enum Flag {
  UNSET,
  TRUE,
  FALSE,
  /** Given, and not a constant. */
  COMPUTED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Flag of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
