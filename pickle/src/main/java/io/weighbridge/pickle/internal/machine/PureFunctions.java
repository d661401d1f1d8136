package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.Budget;
import io.weighbridge.pickle.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Functions that only compute, computed: streams use them to put names and payloads together where
 * a scanner that reads constants does not see them. Empty means "not known", never "harmless".
 */
final class PureFunctions {
  private final Budget budget;
  private final Retention retention;
  private final Recoding recoding;

  PureFunctions(Session session) {
    this.budget = session.budget();
    this.retention = session.retention();
    this.recoding = new Recoding(session.budget());
  }

  /**
   * The result of a function of these positional arguments.
   *
   * @param function {@code module:name}
   */
  Optional<Value> compute(String function, List<Value> arguments) {
    if (arguments.isEmpty()) {
      return empty(function);
    }
    Optional<Value> result =
        function.startsWith("builtins:str.")
            ? method(function.substring("builtins:str.".length()), arguments)
            : compute(function, arguments.get(0), arguments.subList(1, arguments.size()));
    result.ifPresent(this::draw);
    return result;
  }

  private void draw(Value result) {
    if (result instanceof Value.Text text) {
      budget.bytes(text.length());
    }
  }

  private Optional<Value> empty(String function) {
    return switch (function) {
      case "builtins:list" -> Optional.of(new ItemList(retention));
      case "builtins:dict" -> Optional.of(new EntryList(retention));
      case "builtins:set" -> Optional.of(new ItemSet(retention));
      case "builtins:tuple" -> Optional.of(Value.Tuple.EMPTY);
      case "builtins:str" -> Optional.of(Plain.of(""));
      case "builtins:bytes" -> Optional.of(Plain.of(new byte[0]));
      default -> Optional.empty();
    };
  }

  private Optional<Value> compute(String function, Value first, List<Value> rest) {
    return switch (function) {
      case "builtins:list", "builtins:set" -> Plain.items(first).map(this::list);
      case "builtins:tuple" -> Plain.items(first).map(Value.Tuple::new);
      case "builtins:dict" -> first instanceof EntryList ? Optional.of(first) : Optional.empty();
      case "builtins:chr", "builtins:unichr" ->
          Plain.integer(first)
              .filter(point -> point >= 0 && point <= Character.MAX_CODE_POINT)
              .map(point -> Plain.of(Character.toString(point.intValue())));
      case "builtins:ord" ->
          Plain.text(first)
              .filter(text -> text.codePointCount(0, text.length()) == 1)
              .map(text -> Value.Int.of(text.codePointAt(0)));
      case "builtins:str", "builtins:unicode" -> string(first, rest);
      case "builtins:bytes", "builtins:bytearray" -> toBytes(first, rest);
      case "builtins:bytes.decode", "builtins:bytearray.decode" ->
          recoding.decode(first, rest.isEmpty() ? "utf-8" : Plain.text(rest.get(0)).orElse(""));
      case "builtins:bytes.fromhex", "builtins:bytearray.fromhex" ->
          recoding.transform("binascii:unhexlify", first);
      case "builtins:bytes.join" -> joinBytes(first, rest);
      case "operator:add", "operator:concat" ->
          rest.isEmpty() ? Optional.empty() : add(first, rest.get(0));
      case "operator:mul" -> rest.isEmpty() ? Optional.empty() : repeat(first, rest.get(0));
      case "operator:mod" -> rest.isEmpty() ? Optional.empty() : format(first, rest.get(0));
      case "operator:getitem" -> rest.isEmpty() ? Optional.empty() : item(first, rest.get(0));
      case "codecs:encode" ->
          recoding.encode(first, rest.isEmpty() ? "utf-8" : Plain.text(rest.get(0)).orElse(""));
      case "codecs:decode" ->
          recoding.decode(first, rest.isEmpty() ? "utf-8" : Plain.text(rest.get(0)).orElse(""));
      default -> recoding.transform(function, first);
    };
  }

  Value list(List<Value> items) {
    var list = new ItemList(retention);
    items.forEach(list::add);
    return list;
  }

  private Optional<Value> string(Value first, List<Value> rest) {
    if (!rest.isEmpty()) {
      return recoding.decode(first, Plain.text(rest.get(0)).orElse(""));
    }
    return first instanceof Value.Text
        ? Optional.of(first)
        : Plain.integer(first).map(number -> Plain.of(number.toString()));
  }

  private Optional<Value> toBytes(Value first, List<Value> rest) {
    if (first instanceof Value.Bytes) {
      return Optional.of(first);
    }
    if (!rest.isEmpty()) {
      return recoding.encode(first, Plain.text(rest.get(0)).orElse(""));
    }
    return first instanceof Value.Text
        ? Optional.empty()
        : Plain.items(first)
            .flatMap(
                items -> {
                  byte[] bytes = new byte[items.size()];
                  for (int i = 0; i < bytes.length; i++) {
                    Optional<Long> number = Plain.integer(items.get(i));
                    if (number.isEmpty()) {
                      return Optional.empty();
                    }
                    bytes[i] = number.get().byteValue();
                  }
                  return Optional.of(Plain.of(bytes));
                });
  }

  private Optional<Value> joinBytes(Value separator, List<Value> rest) {
    Optional<byte[]> between = Plain.bytes(separator);
    Optional<List<Value>> items = rest.isEmpty() ? Optional.empty() : Plain.items(rest.get(0));
    if (between.isEmpty() || items.isEmpty()) {
      return Optional.empty();
    }
    var out = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < items.get().size(); i++) {
      Optional<byte[]> part = Plain.bytes(items.get().get(i));
      if (part.isEmpty() || out.size() > Plain.LONGEST) {
        return Optional.empty();
      }
      out.writeBytes(i == 0 ? new byte[0] : between.get());
      out.writeBytes(part.get());
    }
    return Optional.of(Plain.of(out.toByteArray()));
  }

  private Optional<Value> add(Value left, Value right) {
    Optional<String> a = Plain.text(left);
    Optional<String> b = Plain.text(right);
    if (a.isPresent() && b.isPresent()) {
      return limited(a.get() + b.get());
    }
    Optional<byte[]> c = Plain.bytes(left);
    Optional<byte[]> d = Plain.bytes(right);
    if (c.isPresent() && d.isPresent() && c.get().length + d.get().length <= Plain.LONGEST) {
      byte[] both = java.util.Arrays.copyOf(c.get(), c.get().length + d.get().length);
      System.arraycopy(d.get(), 0, both, c.get().length, d.get().length);
      return Optional.of(Plain.of(both));
    }
    return Optional.empty();
  }

  private static Optional<Value> repeat(Value left, Value right) {
    Optional<String> text = Plain.text(left);
    Optional<Long> count = Plain.integer(right);
    return text.isPresent()
            && count.isPresent()
            && text.get().length() * Math.max(0, count.get()) <= Plain.LONGEST
            && count.get() <= Plain.LONGEST
        ? Optional.of(Plain.of(text.get().repeat((int) Math.max(0, count.get()))))
        : Optional.empty();
  }

  /** {@code '%s%s' % (a, b)}, and {@code '{}{}'.format(a, b)}, with texts and integers only. */
  private static Optional<Value> format(Value pattern, Value arguments) {
    List<Value> values =
        arguments instanceof Value.Tuple tuple ? tuple.items() : List.of(arguments);
    return fill(pattern, values, "%s", "%d", "%c");
  }

  private static Optional<Value> fill(Value pattern, List<Value> values, String... marks) {
    Optional<String> text = Plain.text(pattern);
    if (text.isEmpty() || values.size() > Plain.MOST_ITEMS) {
      return Optional.empty();
    }
    var out = new StringBuilder();
    int at = 0;
    for (Value value : values) {
      int next = -1;
      int length = 0;
      for (String mark : marks) {
        int found = text.get().indexOf(mark, at);
        if (found >= 0 && (next < 0 || found < next)) {
          next = found;
          length = mark.length();
        }
      }
      Optional<String> shown =
          Plain.text(value).or(() -> Plain.integer(value).map(number -> number.toString()));
      if (next < 0 || shown.isEmpty() || out.length() > Plain.LONGEST) {
        return Optional.empty();
      }
      out.append(text.get(), at, next).append(shown.get());
      at = next + length;
    }
    return limited(out.append(text.get(), at, text.get().length()).toString());
  }

  private static Optional<Value> limited(String text) {
    return text.length() <= Plain.LONGEST ? Optional.of(Plain.of(text)) : Optional.empty();
  }

  private static Optional<Value> item(Value container, Value key) {
    if (container instanceof Value.Mapping mapping) {
      return Plain.text(key).flatMap(mapping::get);
    }
    Optional<List<Value>> items = Plain.items(container);
    Optional<Long> index = Plain.integer(key);
    if (items.isEmpty() || index.isEmpty()) {
      return Optional.empty();
    }
    int size = items.get().size();
    long at = index.get() < 0 ? index.get() + size : index.get();
    return at >= 0 && at < size ? Optional.of(items.get().get((int) at)) : Optional.empty();
  }

  private Optional<Value> method(String name, List<Value> arguments) {
    Optional<String> known = Plain.text(arguments.get(0));
    List<Value> rest = arguments.subList(1, arguments.size());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    String text = known.get();
    return switch (name) {
      case "join" -> rest.isEmpty() ? Optional.empty() : join(text, rest.get(0));
      case "lower", "casefold" -> limited(text.toLowerCase(Locale.ROOT));
      case "upper" -> limited(text.toUpperCase(Locale.ROOT));
      case "strip" -> strip(text, rest, true, true);
      case "lstrip" -> strip(text, rest, true, false);
      case "rstrip" -> strip(text, rest, false, true);
      case "swapcase" -> limited(swapCase(text));
      case "replace" ->
          rest.size() == 2
                  && Plain.text(rest.get(0)).isPresent()
                  && Plain.text(rest.get(1)).isPresent()
                  && text.length() < 1 << 16
                  && Plain.text(rest.get(1)).get().length() < 64
              ? limited(text.replace(Plain.text(rest.get(0)).get(), Plain.text(rest.get(1)).get()))
              : Optional.empty();
      case "removeprefix" ->
          affix(rest).map(a -> Plain.of(text.startsWith(a) ? text.substring(a.length()) : text));
      case "removesuffix" ->
          affix(rest)
              .map(
                  a ->
                      Plain.of(
                          text.endsWith(a) ? text.substring(0, text.length() - a.length()) : text));
      case "format" -> fill(arguments.get(0), rest, "{}");
      case "encode" ->
          recoding.encode(
              arguments.get(0), rest.isEmpty() ? "utf-8" : Plain.text(rest.get(0)).orElse(""));
      case "split" -> affix(rest).filter(a -> !a.isEmpty()).map(a -> split(text, a));
      case "__add__" -> rest.isEmpty() ? Optional.empty() : add(arguments.get(0), rest.get(0));
      case "__mul__" -> rest.isEmpty() ? Optional.empty() : repeat(arguments.get(0), rest.get(0));
      case "__getitem__" -> rest.isEmpty() ? Optional.empty() : item(arguments.get(0), rest.get(0));
      default -> Optional.empty();
    };
  }

  private static Optional<String> affix(List<Value> rest) {
    return rest.isEmpty() ? Optional.empty() : Plain.text(rest.get(0));
  }

  private Value split(String text, String separator) {
    var parts = new ArrayList<Value>();
    int at = 0;
    for (int next = text.indexOf(separator);
        next >= 0 && parts.size() < Plain.MOST_ITEMS;
        next = text.indexOf(separator, at)) {
      parts.add(Plain.of(text.substring(at, next)));
      at = next + separator.length();
    }
    parts.add(Plain.of(text.substring(at)));
    return list(Collections.unmodifiableList(parts));
  }

  private static Optional<Value> join(String separator, Value parts) {
    return Plain.items(parts)
        .flatMap(
            items -> {
              var out = new StringBuilder();
              for (int i = 0; i < items.size(); i++) {
                Optional<String> part = Plain.text(items.get(i));
                if (part.isEmpty() || out.length() > Plain.LONGEST) {
                  return Optional.empty();
                }
                out.append(i == 0 ? "" : separator).append(part.get());
              }
              return limited(out.toString());
            });
  }

  private static Optional<Value> strip(String text, List<Value> rest, boolean left, boolean right) {
    String set = affix(rest).orElse(" \t\n\r\f\u000b");
    int from = 0;
    int to = text.length();
    while (left && from < to && set.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (right && to > from && set.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return Optional.of(Plain.of(text.substring(from, to)));
  }

  private static String swapCase(String text) {
    var out = new StringBuilder();
    text.chars()
        .forEach(
            c ->
                out.append(
                    (char)
                        (Character.isUpperCase(c)
                            ? Character.toLowerCase(c)
                            : Character.toUpperCase(c))));
    return out.toString();
  }
}
