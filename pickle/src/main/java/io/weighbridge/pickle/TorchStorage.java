package io.weighbridge.pickle;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tensor storage that a pickle refers to by its persistent id (torch/serialization.py): {@code
 * ("storage", class, key, location, elements)}.
 *
 * @param type the storage class's name, such as {@code FloatStorage}
 * @param key name of the archive member, or of the entry in a legacy file's list
 * @param location device, such as {@code cpu}
 * @param elements of the type's size
 */
public record TorchStorage(String type, String key, String location, long elements) {

  /** The storage that a persistent id means; empty when it means something else. */
  public static Optional<TorchStorage> of(Value.Persistent persistent) {
    if (!(persistent.id() instanceof Value.Tuple tuple) || tuple.items().size() < 5) {
      return Optional.empty();
    }
    List<Value> parts = tuple.items();
    if (parts.get(0) instanceof Value.Text kind
        && kind.text(16).filter("storage"::equals).isPresent()
        && parts.get(1) instanceof Value.Global type
        && parts.get(2) instanceof Value.Text key
        && parts.get(3) instanceof Value.Text location
        && parts.get(4) instanceof Value.Int elements) {
      return Optional.of(
          new TorchStorage(type.name(), key.prefix(256), location.prefix(256), elements.value()));
    }
    return Optional.empty();
  }

  /** Bytes of one element; empty for a type that is not known. */
  public OptionalInt elementSize() {
    return switch (type) {
      case "ByteStorage",
          "CharStorage",
          "BoolStorage",
          "UntypedStorage",
          "QInt8Storage",
          "QUInt8Storage",
          "QUInt4x2Storage",
          "QUInt2x4Storage" ->
          OptionalInt.of(1);
      case "HalfStorage", "BFloat16Storage", "ShortStorage" -> OptionalInt.of(2);
      case "FloatStorage", "IntStorage", "QInt32Storage" -> OptionalInt.of(4);
      case "DoubleStorage", "LongStorage", "ComplexFloatStorage" -> OptionalInt.of(8);
      case "ComplexDoubleStorage" -> OptionalInt.of(16);
      default -> OptionalInt.empty();
    };
  }
}
