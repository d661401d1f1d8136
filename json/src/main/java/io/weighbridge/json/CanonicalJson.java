package io.weighbridge.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.TreeMap;

/**
 * RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, numbers as ECMAScript
 * writes the nearest double, no white space.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  static String write(Json value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Json value, StringBuilder out) {
    switch (value) {
      case Json.Obj(var fields) -> {
        out.append('{');
        String comma = "";
        for (var field : new TreeMap<>(fields).entrySet()) {
          out.append(comma);
          comma = ",";
          JsonWriter.string(out, field.getKey());
          out.append(':');
          write(field.getValue(), out);
        }
        out.append('}');
      }
      case Json.Arr(var items) -> {
        out.append('[');
        String comma = "";
        for (Json item : items) {
          out.append(comma);
          comma = ",";
          write(item, out);
        }
        out.append(']');
      }
      case Json.Str(var text) -> JsonWriter.string(out, text);
      case Json.Num number -> out.append(number(number));
      case Json.Bool(var bool) -> out.append(bool);
      case Json.Null ignored -> out.append("null");
    }
  }

  /** ECMA-262 Number::toString over the shortest decimal that {@link Double#toString} gives. */
  private static String number(Json.Num number) {
    double value = Double.parseDouble(number.literal());
    if (!Double.isFinite(value)) {
      throw new JsonException("no canonical form: " + number.literal());
    }
    if (value == 0) {
      return "0";
    }
    var decimal = shortest(Math.abs(value));
    String digits = decimal.unscaledValue().toString();
    int point = digits.length() - decimal.scale();
    String sign = value < 0 ? "-" : "";
    if (point > 21 || point < -5) {
      String mantissa =
          digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
      int exponent = point - 1;
      return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return sign + digits + "0".repeat(point - digits.length());
    }
    return sign + digits.substring(0, point) + "." + digits.substring(point);
  }

  /** Java writes two digits even where one is enough to tell the number (4.9E-324 for 5e-324). */
  private static BigDecimal shortest(double value) {
    var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      BigDecimal digit = decimal.round(new MathContext(1));
      return digit.doubleValue() == value ? digit.stripTrailingZeros() : decimal;
    }
    return decimal;
  }
}
