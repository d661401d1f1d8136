package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.BytesContent;
import io.weighbridge.pickle.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Constants taken out of values, and put back; bounded, since a stream can ask for a lot. */
final class Plain {
  /** Longest text or byte string that is computed with. */
  static final int LONGEST = 1 << 22;

  /** Most items of a list that is computed with. */
  static final int MOST_ITEMS = 1 << 12;

  private Plain() {}

  static Optional<String> text(Value value) {
    return value instanceof Value.Text text ? text.text(LONGEST) : Optional.empty();
  }

  static Optional<byte[]> bytes(Value value) {
    return value instanceof Value.Bytes bytes && bytes.length() <= LONGEST
        ? Optional.of(bytes.content().bytes(bytes.offset(), (int) bytes.length()))
        : Optional.empty();
  }

  /** The bytes of a byte string, or of text as ASCII-like decoders take it. */
  static Optional<byte[]> bytesOrText(Value value) {
    return bytes(value)
        .or(() -> text(value).map(text -> text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static Optional<Long> integer(Value value) {
    return value instanceof Value.Int number ? Optional.of(number.value()) : Optional.empty();
  }

  /** The items of a container all of whose items are known. */
  static Optional<List<Value>> items(Value value) {
    Optional<List<Value>> items =
        switch (value) {
          case Value.Tuple tuple -> Optional.of(tuple.items());
          case Value.FrozenSet set -> Optional.of(set.items());
          case Value.Sequence list when list.size() == list.items().size() ->
              Optional.of(list.items());
          case Value.Members set when set.size() == set.items().size() -> Optional.of(set.items());
          case Value.Instance iterator -> iterated(iterator);
          case Value.Text text -> text.text(MOST_ITEMS).map(Plain::characters);
          case Value.Bytes bytes when bytes.length() <= MOST_ITEMS ->
              bytes(bytes).map(Plain::integers);
          default -> Optional.empty();
        };
    return items.filter(list -> list.size() <= MOST_ITEMS);
  }

  /** What is left of {@code iter(items)} and {@code reversed(items)}, as long as none was taken. */
  private static Optional<List<Value>> iterated(Value.Instance iterator) {
    if (!(iterator.callee() instanceof Value.Global function)
        || !(iterator.arguments() instanceof Value.Tuple arguments)
        || arguments.items().size() != 1
        || !iterator.states().isEmpty()) {
      return Optional.empty();
    }
    return switch (function.qualified()) {
      case "iter" -> items(arguments.items().get(0));
      case "reversed" -> items(arguments.items().get(0)).map(List::reversed);
      default -> Optional.empty();
    };
  }

  private static List<Value> characters(String text) {
    var items = new ArrayList<Value>();
    text.codePoints().forEach(point -> items.add(of(Character.toString(point))));
    return items;
  }

  private static List<Value> integers(byte[] bytes) {
    var items = new ArrayList<Value>();
    for (byte b : bytes) {
      items.add(Value.Int.of(b & 0xff));
    }
    return items;
  }

  static Value of(String text) {
    return new Value.Text(text);
  }

  static Value of(byte[] bytes) {
    return new Value.Bytes(new BytesContent(bytes), 0, bytes.length, false);
  }
}
