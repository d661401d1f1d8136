package io.weighbridge.pickle;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Values as exact text, for comparing; unlike the product's expressions nothing is shortened. */
final class Shown {
  private Shown() {}

  static String of(Value value) {
    return switch (value) {
      case Value.Constant constant ->
          switch (constant) {
            case NONE -> "None";
            case TRUE -> "True";
            case FALSE -> "False";
          };
      case Value.Int number -> Long.toString(number.value());
      case Value.BigInt number -> number.value().toString();
      case Value.Real number -> real(number.value());
      case Value.Forgotten forgotten -> "forgotten " + forgotten.kind();
      case Value.Text text -> "'" + text.prefix(1 << 16) + "'";
      case Value.Bytes bytes -> (bytes.mutable() ? "bytearray" : "b") + hex(bytes);
      case Value.Tuple tuple ->
          "(" + items(tuple.items()) + (tuple.items().size() == 1 ? ",)" : ")");
      case Value.FrozenSet set -> "frozenset{" + items(set.items()) + "}";
      case Value.Sequence list -> "[" + items(list.items()) + "]";
      case Value.Members set -> "{" + items(set.items()) + "}";
      case Value.Mapping mapping -> "{" + entries(mapping.entries()) + "}";
      case Value.Global global -> global.qualified();
      case Value.Instance instance -> instance(instance);
      case Value.Persistent id -> "pid" + of(id.id());
      case Value.OutOfBand _ -> "buffer";
      case Value.Unknown unknown -> "unknown: " + unknown.why();
    };
  }

  private static String instance(Value.Instance instance) {
    var text = new StringBuilder(of(instance.callee()));
    String arguments = of(instance.arguments());
    text.append(arguments.endsWith(",)") ? arguments.replace(",)", ")") : arguments);
    for (Value state : instance.states()) {
      text.append('+').append(of(state));
    }
    if (!instance.items().isEmpty()) {
      text.append('[').append(items(instance.items())).append(']');
    }
    if (!instance.entries().isEmpty()) {
      text.append('{').append(entries(instance.entries())).append('}');
    }
    return text.toString();
  }

  private static String items(List<Value> items) {
    var shown = new ArrayList<String>();
    items.forEach(item -> shown.add(of(item)));
    return String.join(", ", shown);
  }

  private static String entries(List<Value.Entry> entries) {
    var shown = new ArrayList<String>();
    entries.forEach(entry -> shown.add(of(entry.key()) + ": " + of(entry.value())));
    return String.join(", ", shown);
  }

  private static String hex(Value.Bytes bytes) {
    return HexFormat.of().formatHex(bytes.content().bytes(bytes.offset(), (int) bytes.length()));
  }

  private static String real(double value) {
    return Double.isNaN(value)
        ? "nan"
        : Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : Double.toString(value);
  }
}
