package io.weighbridge.inventory;

import java.util.Locale;

/** What a place does with the model that it names. */
public enum Use {
  /** A call or a command that fetches or opens it. */
  LOADS,
  /** A constant, default, setting or argument that names it; what reads that is not seen. */
  NAMES,
  /** Text for people: a link, an example in documentation. What people copy from. */
  DOCUMENTS,
  /** A package that fetches it at first use, unless told otherwise. */
  IMPLIES;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Use of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
