package io.weighbridge.pickle.internal.names;

/** What a pickle may do with an allowed name. A reference alone is always allowed. */
public enum Use {
  /** Call it with any arguments that were judged themselves. */
  CALL,
  /** Call it with constants, and containers of constants, only. */
  PLAIN,
  /** Create an object without {@code __init__} (NEWOBJ, copyreg). */
  NEW,
  /** Hand a state to BUILD. */
  STATE,
  /** Put entries into the object (SETITEMS). */
  MAP,
  /** Append items to the object (APPENDS). */
  LIST,
  /** Add items to the object (ADDITEMS). */
  SET,
  /** Call it; the machine computes the result, or judges the callable it is given. */
  MODEL,
  /** Call it with serialized bytes, which are judged. */
  LOAD
}
