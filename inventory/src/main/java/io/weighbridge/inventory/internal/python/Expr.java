package io.weighbridge.inventory.internal.python;

import java.util.List;

/** An expression, as far as strings flow through it; offsets are those of the text. */
sealed interface Expr {
  int start();

  int end();

  /** A string without interpolation. */
  record Str(int start, int end, String text) implements Expr {}

  /** Strings one after the other: an f-string, adjacent literals, {@code a + b}. */
  record Join(int start, int end, List<Expr> parts) implements Expr {}

  /** {@code "%s/%s" % (a, b)}. */
  record Percent(int start, int end, Expr template, Expr values) implements Expr {}

  /** A name; also {@code True}, {@code None}. */
  record Name(int start, int end, String id) implements Expr {}

  record Attribute(int start, int end, Expr target, String name) implements Expr {}

  /**
   * A call.
   *
   * @param argumentsEnd behind the last argument, before the bracket that closes
   */
  record Call(int start, int end, Expr function, List<Argument> arguments, int argumentsEnd)
      implements Expr {}

  /** An argument; {@code name} is empty for one by position, {@code *} or {@code **}. */
  record Argument(String name, Expr value) {}

  /** {@code a or b}, {@code a if c else b}: either. */
  record Choice(int start, int end, List<Expr> either) implements Expr {}

  /** A list, tuple or set. */
  record Items(int start, int end, List<Expr> items) implements Expr {}

  record Dict(int start, int end, List<Expr> keys, List<Expr> values) implements Expr {}

  record Subscript(int start, int end, Expr target, Expr index) implements Expr {}

  /** Anything else, with what is inside. */
  record Other(int start, int end, List<Expr> children) implements Expr {}
}
