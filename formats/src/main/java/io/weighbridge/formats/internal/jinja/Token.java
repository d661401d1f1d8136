package io.weighbridge.formats.internal.jinja;

/**
 * A token of a template.
 *
 * @param text the operator or name; for strings the value after escapes
 */
record Token(Kind kind, String text, int line) {
  enum Kind {
    /** Text between tags. */
    DATA,
    NAME,
    TEXT,
    NUMBER,
    OPERATOR,
    /** {@code {{}. */
    OUTPUT_BEGIN,
    OUTPUT_END,
    /** {@code {%}. */
    TAG_BEGIN,
    TAG_END,
    END
  }

  boolean is(Kind wanted, String value) {
    return kind == wanted && text.equals(value);
  }

  boolean operator(String value) {
    return is(Kind.OPERATOR, value);
  }

  boolean name(String value) {
    return is(Kind.NAME, value);
  }
}
