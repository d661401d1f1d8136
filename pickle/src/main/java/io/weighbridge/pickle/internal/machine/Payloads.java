package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.Content;
import io.weighbridge.pickle.Opcode;
import io.weighbridge.pickle.Value;
import java.util.Optional;

/** Serialized bytes that a stream hands to a loader: read as the loader would. */
final class Payloads {
  private static final int DEEPEST = 4;

  private final Content content;
  private final Session session;
  private final Report report;

  Payloads(Content content, Session session, Report report) {
    this.content = content;
    this.session = session;
    this.report = report;
  }

  /**
   * Reads every byte string among the arguments of a call.
   *
   * @param reported whether the call itself is a finding, so that unreadable bytes add nothing
   */
  void read(Built call, boolean reported) {
    boolean any = false;
    if (call.arguments() instanceof Value.Tuple tuple) {
      for (Value argument : tuple.items()) {
        Optional<Value.Bytes> bytes = bytes(argument, 0);
        if (bytes.isPresent() && bytes.get().length() > 1) {
          any = true;
          read(call, bytes.get(), reported);
        }
      }
    }
    if (!any && !reported) {
      report.unexpectedUse(
          call, "loads serialized data that cannot be seen", Opcode.REDUCE, call.offset());
    }
  }

  /** Reads one argument, which is a pickle; what is none is reported. */
  void read(Built call, int index) {
    Optional<Value.Bytes> bytes = call.argument(index).flatMap(argument -> bytes(argument, 0));
    if (bytes.isPresent()) {
      read(call, bytes.get(), false);
    } else {
      report.unexpectedUse(
          call, "loads serialized data that cannot be seen", Opcode.REDUCE, call.offset());
    }
  }

  private void read(Built call, Value.Bytes bytes, boolean reported) {
    String loader = call.callee() instanceof Value.Global global ? global.qualified() : "a loader";
    long offset = bytes.content() == content ? bytes.offset() : -1;
    boolean[] understood = new boolean[1];
    session.nested(
        loader, offset, () -> understood[0] = Streams.readAll(bytes.slice(), session).understood());
    if (!understood[0] && !reported) {
      report.unexpectedUse(
          call, "loads serialized data that is not understood", Opcode.REDUCE, call.offset());
    }
  }

  /** Bytes, or a BytesIO of bytes, at some depth among containers of one. */
  private static Optional<Value.Bytes> bytes(Value value, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    return switch (value) {
      case Value.Bytes bytes -> Optional.of(bytes);
      case Value.Instance instance
          when instance.callee() instanceof Value.Global global
              && global.name().endsWith("BytesIO") ->
          bytes(instance.arguments(), depth + 1);
      case Value.Sequence list when list.items().size() == 1 ->
          bytes(list.items().get(0), depth + 1);
      case Value.Tuple tuple when tuple.items().size() == 1 ->
          bytes(tuple.items().get(0), depth + 1);
      default -> Optional.empty();
    };
  }
}
