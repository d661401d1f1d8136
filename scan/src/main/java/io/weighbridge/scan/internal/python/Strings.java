package io.weighbridge.scan.internal.python;

import io.weighbridge.formats.PythonEscapes;
import io.weighbridge.scan.internal.python.Value.Constant;
import io.weighbridge.scan.internal.python.Value.Constants;
import io.weighbridge.scan.internal.python.Value.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Constant folding of strings, as far as names of modules and functions are hidden in them. */
final class Strings {
  private static final int MAX_LENGTH = 100_000;

  private final Resolver resolver;

  Strings(Resolver resolver) {
    this.resolver = resolver;
  }

  Value fold(Syntax node, int depth) {
    return switch (node.type()) {
      case "string" -> literal(node, depth);
      case "concatenated_string" -> joined(node.children(), depth);
      case "binary_operator" -> operator(node, depth);
      case "list", "tuple", "expression_list" -> items(node, depth);
      default -> Value.UNKNOWN;
    };
  }

  private Value joined(List<Syntax> parts, int depth) {
    var text = new StringBuilder();
    for (Syntax part : parts) {
      if (!(resolver.resolve(part, depth + 1) instanceof Constant(var piece))) {
        return Value.UNKNOWN;
      }
      text.append(piece);
    }
    return constant(text.toString());
  }

  /** A literal, with escapes unless it is raw; interpolations must be constants themselves. */
  private Value literal(Syntax node, int depth) {
    String whole = resolver.text(node);
    int quote = 0;
    while (quote < whole.length() && whole.charAt(quote) != '\'' && whole.charAt(quote) != '"') {
      quote++;
    }
    boolean raw = whole.substring(0, quote).toLowerCase(Locale.ROOT).indexOf('r') >= 0;
    var text = new StringBuilder();
    for (Syntax part : node.children()) {
      switch (part.type()) {
        case "string_content" -> {
          String content = resolver.text(part);
          text.append(raw ? content : PythonEscapes.decode(content));
        }
        case "interpolation" -> {
          if (!(resolver.resolve(part.get("expression"), depth + 1)
              instanceof Constant(var piece))) {
            return Value.UNKNOWN;
          }
          text.append(piece);
        }
        default -> {}
      }
    }
    return constant(text.toString());
  }

  private Value operator(Syntax node, int depth) {
    Syntax operator = node.get("operator");
    Value left = resolver.resolve(node.get("left"), depth + 1);
    Value right = resolver.resolve(node.get("right"), depth + 1);
    if (operator == null || !(left instanceof Constant(var text))) {
      return Value.UNKNOWN;
    }
    return switch (resolver.text(operator)) {
      case "+" -> right instanceof Constant(var more) ? constant(text + more) : Value.UNKNOWN;
      case "%" ->
          switch (right) {
            case Constant(var more) -> constant(text.replaceFirst("%[sd]", literalOf(more)));
            case Constants(var more) -> {
              String result = text;
              for (String piece : more) {
                result = result.replaceFirst("%[sd]", literalOf(piece));
              }
              yield constant(result);
            }
            default -> Value.UNKNOWN;
          };
      default -> Value.UNKNOWN;
    };
  }

  private static String literalOf(String replacement) {
    return java.util.regex.Matcher.quoteReplacement(replacement);
  }

  private Value items(Syntax node, int depth) {
    var items = new ArrayList<String>();
    for (Syntax child : node.children()) {
      if (child.is("integer")) {
        items.add(resolver.text(child));
      } else if (resolver.resolve(child, depth + 1) instanceof Constant(var text)) {
        items.add(text);
      } else {
        return Value.UNKNOWN;
      }
    }
    return new Constants(items);
  }

  /** {@code "…"[::-1]}. */
  Value slice(Syntax node, Value target, int depth) {
    Syntax key = node.get("subscript");
    if (target instanceof Constant(var text)
        && key != null
        && resolver.text(key).replace(" ", "").equals("::-1")) {
      return constant(new StringBuilder(text).reverse().toString());
    }
    return Value.UNKNOWN;
  }

  Value method(Method method, List<Syntax> arguments, int depth) {
    if (!(method.target() instanceof Constant(var text))) {
      return Value.UNKNOWN;
    }
    List<Value> values = new ArrayList<>();
    for (Syntax argument : arguments) {
      values.add(resolver.resolve(argument, depth + 1));
    }
    Value first = values.isEmpty() ? Value.UNKNOWN : values.getFirst();
    return switch (method.name()) {
      case "join" ->
          first instanceof Constants(var items)
              ? constant(String.join(text, items))
              : Value.UNKNOWN;
      case "lower", "casefold" -> constant(text.toLowerCase(Locale.ROOT));
      case "upper" -> constant(text.toUpperCase(Locale.ROOT));
      case "strip" -> constant(text.strip());
      case "decode", "encode" -> constant(text);
      case "replace" ->
          values.size() == 2
                  && first instanceof Constant(var from)
                  && values.get(1) instanceof Constant(var to)
                  && !from.isEmpty()
              ? constant(text.replace(from, to))
              : Value.UNKNOWN;
      case "format" -> {
        String result = text;
        for (Value value : values) {
          if (!(value instanceof Constant(var piece))) {
            yield Value.UNKNOWN;
          }
          result = result.replaceFirst("\\{\\d*}", literalOf(piece));
        }
        yield constant(result);
      }
      default -> Value.UNKNOWN;
    };
  }

  /** Functions of the standard library that only turn one string into another. */
  Value known(String qualified, List<Syntax> arguments, int depth) {
    if (arguments.isEmpty()
        || !(resolver.resolve(arguments.getFirst(), depth + 1) instanceof Constant(var text))) {
      return Value.UNKNOWN;
    }
    return switch (qualified) {
      case "base64.b64decode", "base64.urlsafe_b64decode", "base64.standard_b64decode" ->
          base64(text);
      case "binascii.unhexlify", "bytes.fromhex" -> hex(text);
      case "codecs.decode" ->
          arguments.size() > 1
                  && resolver.resolve(arguments.get(1), depth + 1) instanceof Constant(var codec)
              ? decode(text, codec)
              : Value.UNKNOWN;
      default -> Value.UNKNOWN;
    };
  }

  /** {@code chr(111)}, {@code bytes([…])}, {@code bytes.fromhex("…")}, {@code str("…")}. */
  Value conversion(Syntax call, List<Syntax> arguments, int depth) {
    Syntax function = call.get("function");
    if (function == null || arguments.isEmpty()) {
      return Value.UNKNOWN;
    }
    Syntax argument = arguments.getFirst();
    Value value = resolver.resolve(argument, depth + 1);
    return switch (resolver.text(function)) {
      case "chr" -> character(resolver.text(argument));
      case "str" -> value instanceof Constant ? value : Value.UNKNOWN;
      case "bytes", "bytearray" -> {
        if (!(value instanceof Constants(var items))) {
          yield value instanceof Constant ? value : Value.UNKNOWN;
        }
        var text = new StringBuilder();
        for (String item : items) {
          if (!(character(item) instanceof Constant(var c))) {
            yield Value.UNKNOWN;
          }
          text.append(c);
        }
        yield constant(text.toString());
      }
      case "bytes.fromhex", "bytearray.fromhex" ->
          value instanceof Constant(var text) ? hex(text) : Value.UNKNOWN;
      default -> Value.UNKNOWN;
    };
  }

  private static Value character(String number) {
    try {
      int code = Integer.decode(number.replace("_", ""));
      return Character.isValidCodePoint(code)
          ? new Constant(Character.toString(code))
          : Value.UNKNOWN;
    } catch (NumberFormatException notANumber) {
      return Value.UNKNOWN;
    }
  }

  private static Value base64(String text) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(text);
      return constant(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Value.UNKNOWN;
    }
  }

  private static Value hex(String text) {
    try {
      byte[] bytes = java.util.HexFormat.of().parseHex(text.replace(" ", ""));
      return constant(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notHex) {
      return Value.UNKNOWN;
    }
  }

  private static Value decode(String text, String codec) {
    return switch (codec.toLowerCase(Locale.ROOT).replace("_", "")) {
      case "rot13" -> constant(rot13(text));
      case "base64" -> base64(text);
      case "hex" -> hex(text);
      default -> Value.UNKNOWN;
    };
  }

  private static String rot13(String text) {
    var out = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      if (c >= 'a' && c <= 'z') {
        out.append((char) ('a' + (c - 'a' + 13) % 26));
      } else if (c >= 'A' && c <= 'Z') {
        out.append((char) ('A' + (c - 'A' + 13) % 26));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static Value constant(String text) {
    return text.length() > MAX_LENGTH ? Value.UNKNOWN : new Constant(text);
  }
}
