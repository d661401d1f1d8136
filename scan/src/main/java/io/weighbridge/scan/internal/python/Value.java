package io.weighbridge.scan.internal.python;

import java.util.List;

/** What an expression is known to be without running it. */
sealed interface Value {

  /** Nothing is known. */
  Value UNKNOWN = new Unknown();

  record Unknown() implements Value {}

  /** A module, or something in one: {@code os}, {@code os.system}, {@code builtins.eval}. */
  record Named(String qualified) implements Value {}

  /** The result of calling something known: {@code threading.Thread(…)}. */
  record Result(String qualified, Syntax call) implements Value {}

  /** A constant string; bytes are kept as Latin-1. */
  record Constant(String text) implements Value {}

  /** A list or tuple of which every item is a constant. */
  record Constants(List<String> items) implements Value {}

  /** A method of a constant string: {@code "".join}. */
  record Method(Value target, String name) implements Value {}

  /** A function of this file, or a lambda. */
  record Function(Syntax node) implements Value {}

  /** A class of this file. */
  record Type(Syntax node) implements Value {}

  /** An object of a class of this file. */
  record Instance(Syntax type) implements Value {}
}
