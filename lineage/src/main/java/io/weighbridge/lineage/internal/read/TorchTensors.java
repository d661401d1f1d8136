package io.weighbridge.lineage.internal.read;

import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.lineage.Dtype;
import io.weighbridge.lineage.Weight;
import io.weighbridge.pickle.TorchStorage;
import io.weighbridge.pickle.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Tensors within what a torch pickle builds (torch/_utils.py, {@code _rebuild_tensor_v2}): entries
 * of dicts, at any depth, by their path. The pickle is followed symbolically, never executed.
 */
final class TorchTensors {
  private static final int MOST_DEPTH = 32;
  private static final int MOST_VALUES = 4_000_000;

  /** A tensor as the pickle describes it, before its storage was found. */
  record Described(
      Dtype dtype, List<Long> shape, List<Long> strides, long offset, TorchStorage storage) {
    /** Whether elements follow each other, outermost dimension first. */
    boolean contiguous() {
      long expected = 1;
      for (int d = shape.size() - 1; d >= 0; d--) {
        if (shape.get(d) != 1 && strides.get(d) != expected) {
          return false;
        }
        expected *= shape.get(d);
      }
      return true;
    }

    Weight.Storage place() {
      long size = dtype.blockBytes();
      return new Weight.Storage(
          storage.key(), storage.elements() * size, offset * size, contiguous());
    }
  }

  private final BiConsumer<String, Described> found;
  private final Consumer<String> problem;
  private int left = MOST_VALUES;

  TorchTensors(BiConsumer<String, Described> found, Consumer<String> problem) {
    this.found = found;
    this.problem = problem;
  }

  void walk(String path, Value value, int depth) {
    if (depth > MOST_DEPTH || --left < 0) {
      throw new BudgetExceeded("more values in the pickle than are followed");
    }
    switch (value) {
      case Value.Mapping map -> entries(path, map.entries(), map.size(), depth);
      case Value.Instance object -> instance(path, object, depth);
      case Value.Unknown(var why) -> problem.accept(path + ": " + why);
      default -> {} // constants beside the tensors: an epoch, a configuration
    }
  }

  private void entries(String path, List<Value.Entry> entries, long size, int depth) {
    if (size != entries.size()) {
      problem.accept(path + ": too many entries to keep");
    }
    for (Value.Entry entry : entries) {
      String key = entry.key() instanceof Value.Text text ? text.prefix(512) : "?";
      walk(path.isEmpty() ? key : path + "." + key, entry.value(), depth + 1);
    }
  }

  private void instance(String path, Value.Instance object, int depth) {
    String callee = object.callee() instanceof Value.Global global ? global.qualified() : "";
    switch (callee) {
      case "collections.OrderedDict" ->
          entries(path, object.entries(), object.entries().size(), depth);
      case "torch._utils._rebuild_parameter" -> {
        if (object.arguments() instanceof Value.Tuple(var items, _, _) && !items.isEmpty()) {
          walk(path, items.getFirst(), depth + 1);
        }
      }
      case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor" ->
          tensor(object)
              .ifPresentOrElse(
                  tensor -> found.accept(path, tensor),
                  () -> problem.accept(path + ": a tensor that is not understood"));
      default -> problem.accept(path + ": made by " + callee + ", which is not followed");
    }
  }

  private static Optional<Described> tensor(Value.Instance object) {
    if (!(object.arguments() instanceof Value.Tuple(var parts, _, _))
        || parts.size() < 4
        || !(parts.get(0) instanceof Value.Persistent id)
        || !(parts.get(1) instanceof Value.Int(var offset))
        || !(parts.get(2) instanceof Value.Tuple(var sizes, _, _))
        || !(parts.get(3) instanceof Value.Tuple(var steps, _, _))) {
      return Optional.empty();
    }
    List<Long> shape = numbers(sizes);
    List<Long> strides = numbers(steps);
    TorchStorage storage = TorchStorage.of(id).orElse(null);
    if (storage == null
        || offset < 0
        || shape.size() != sizes.size()
        || strides.size() != steps.size()
        || shape.size() != strides.size()
        || Weight.count(shape).isEmpty()) {
      return Optional.empty();
    }
    Dtype dtype = dtype(storage.type());
    return dtype == Dtype.OPAQUE || !within(shape, strides, offset, storage.elements())
        ? Optional.empty()
        : Optional.of(new Described(dtype, shape, strides, offset, storage));
  }

  /** Whether the last element lies within the storage. */
  private static boolean within(List<Long> shape, List<Long> strides, long offset, long elements) {
    long last = offset;
    for (int d = 0; d < shape.size(); d++) {
      long steps = shape.get(d) - 1;
      if (steps < 0) {
        return offset <= elements;
      }
      if (steps > 0 && strides.get(d) > elements / steps) {
        return false;
      }
      last += steps * strides.get(d);
    }
    return last >= 0 && last < elements;
  }

  private static List<Long> numbers(List<Value> items) {
    var numbers = new ArrayList<Long>();
    for (Value item : items) {
      if (item instanceof Value.Int(var number) && number >= 0) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private static Dtype dtype(String storage) {
    return switch (storage) {
      case "DoubleStorage" -> Dtype.F64;
      case "FloatStorage" -> Dtype.F32;
      case "HalfStorage" -> Dtype.F16;
      case "BFloat16Storage" -> Dtype.BF16;
      case "LongStorage" -> Dtype.I64;
      case "IntStorage" -> Dtype.I32;
      case "ShortStorage" -> Dtype.I16;
      case "CharStorage" -> Dtype.I8;
      case "ByteStorage" -> Dtype.U8;
      case "BoolStorage" -> Dtype.BOOL;
      default -> Dtype.OPAQUE;
    };
  }
}
