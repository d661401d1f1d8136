package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.formats.FlatModel;
import io.weighbridge.formats.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The tables of TensorFlow Lite and ExecuTorch; field numbers are the order in their schemas. */
public final class FlatModels {
  /** BuiltinOperator.CUSTOM. */
  private static final int CUSTOM = 32;

  /** BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES: the real number is in the wider field. */
  private static final int GREATER = 127;

  private FlatModels() {}

  /**
   * What was read.
   *
   * @param buffers of tensors, in order
   */
  public record Model(
      List<FlatModel.Operator> operators, List<String> delegates, List<Span> buffers) {}

  public static Model tflite(Content content, Budget budget) {
    Flat model = Flat.root(content, budget);
    var operators = new ArrayList<FlatModel.Operator>();
    for (Flat code : model.tables(1)) {
      int old = code.u8(0, 0);
      int number = old == GREATER || code.i32(3, 0) > old ? code.i32(3, 0) : old;
      String custom = code.text(1);
      operators.add(
          number == CUSTOM || !custom.isEmpty()
              ? new FlatModel.Operator(custom, true)
              : new FlatModel.Operator(Integer.toString(number), false));
    }
    for (Flat graph : model.tables(2)) {
      graph.tables(0).forEach(tensor -> tensor.text(3));
      graph.tables(3);
    }
    var metadata = new java.util.HashSet<Integer>();
    for (Flat entry : model.tables(6)) {
      metadata.add(entry.i32(1, 0));
    }
    var buffers = new ArrayList<Span>();
    int index = 0;
    for (Flat buffer : model.tables(4)) {
      long[] data = buffer.bytes(0);
      if (data[1] > 0 && !metadata.contains(index)) {
        buffers.add(new Span(Span.Kind.INERT, data[0], data[1]));
      }
      index++;
    }
    buffers.sort(Comparator.comparingLong(Span::offset));
    return new Model(List.copyOf(operators), List.of(), List.copyOf(buffers));
  }

  public static Model executorch(Content content, Budget budget) {
    Flat program = Flat.root(content, budget);
    var operators = new ArrayList<FlatModel.Operator>();
    var delegates = new ArrayList<String>();
    for (Flat plan : program.tables(1)) {
      for (Flat operator : plan.tables(6)) {
        String overload = operator.text(1);
        String name = operator.text(0);
        boolean custom = !name.startsWith("aten::") && !name.startsWith("prim::");
        operators.add(
            new FlatModel.Operator(overload.isEmpty() ? name : name + "." + overload, custom));
      }
      for (Flat delegate : plan.tables(7)) {
        delegates.add(delegate.text(0));
      }
    }
    return new Model(List.copyOf(operators), List.copyOf(delegates), List.of());
  }
}
