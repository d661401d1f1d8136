package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.Content;
import io.weighbridge.pickle.Opcode;
import io.weighbridge.pickle.PickleStream;
import io.weighbridge.pickle.Value;
import io.weighbridge.pickle.internal.decode.Decoder;
import io.weighbridge.pickle.internal.decode.MalformedStream;
import java.util.Optional;

/**
 * joblib's arrays: after the BUILD of a {@code NumpyArrayWrapper} the array's bytes follow within
 * the stream; those of object arrays are a pickle of their own (joblib/numpy_pickle.py, {@code
 * read_array}).
 */
final class JoblibArray {
  /** How far raw bytes are looked at as opcodes. */
  private static final int PROBED_OPCODES = 1 << 12;

  private JoblibArray() {}

  /** What an unpickler that does not know joblib would make of the raw bytes. */
  interface AsOpcodes {
    void read(long offset);
  }

  static boolean isWrapper(Value value) {
    return value instanceof Built built
        && built.callee() instanceof Value.Global type
        && type.name().equals("NumpyArrayWrapper")
        && type.module().equals("joblib.numpy_pickle");
  }

  /** Moves past the array's bytes and returns what stands for the array. */
  static Value read(
      Built wrapper, Content content, Decoder decoder, Session session, AsOpcodes other) {
    long at = decoder.start();
    NumpyDtype dtype =
        wrapper
            .attribute("dtype")
            .flatMap(NumpyDtype::of)
            .orElseThrow(() -> new MalformedStream("a joblib array of unknown dtype", at));
    if (dtype.objects()) {
      return objects(content, decoder, session);
    }
    long length = length(wrapper, dtype, at);
    long from = decoder.end();
    Optional<Value> alignment = wrapper.attribute("numpy_array_alignment_bytes");
    if (alignment.isPresent() && alignment.get() != Value.Constant.NONE) {
      if (decoder.left() < 1) {
        throw new MalformedStream("a joblib array without its bytes", at, true);
      }
      from += 1 + (content.bytes(from, 1)[0] & 0xff);
    }
    if (from > content.size() || length > content.size() - from) {
      throw new MalformedStream("a joblib array without its bytes", at, true);
    }
    if (mayAct(content, decoder.end(), session)) {
      other.read(decoder.end());
    }
    decoder.seek(from + length);
    return wrapper;
  }

  private static Value objects(Content content, Decoder decoder, Session session) {
    PickleStream array = new Machine(content, decoder.end(), session).run();
    if (!array.complete()) {
      throw new MalformedStream("within an object array: " + array.problem(), array.end());
    }
    decoder.seek(array.end());
    return array.value();
  }

  private static long length(Built wrapper, NumpyDtype dtype, long at) {
    if (!(wrapper.attribute("shape").orElse(null) instanceof Value.Tuple shape)) {
      throw new MalformedStream("a joblib array of unknown shape", at);
    }
    long length = dtype.itemSize();
    for (Value dimension : shape.items()) {
      if (!(dimension instanceof Value.Int size) || size.value() < 0) {
        throw new MalformedStream("a joblib array of unknown shape", at);
      }
      try {
        length = Math.multiplyExact(length, size.value());
      } catch (ArithmeticException e) {
        throw new MalformedStream("a joblib array of impossible size", at);
      }
    }
    return length;
  }

  /** Whether the bytes, read as opcodes, get as far as an import or a call. */
  private static boolean mayAct(Content content, long from, Session session) {
    var decoder = new Decoder(content, from, session.budget());
    try {
      for (int i = 0; i < PROBED_OPCODES; i++) {
        Opcode opcode = decoder.next();
        switch (opcode) {
          case GLOBAL,
              STACK_GLOBAL,
              INST,
              OBJ,
              REDUCE,
              NEWOBJ,
              NEWOBJ_EX,
              BUILD,
              EXT1,
              EXT2,
              EXT4 -> {
            return true;
          }
          case STOP -> {
            return false;
          }
          default -> {}
        }
      }
      return true;
    } catch (MalformedStream e) {
      return false;
    }
  }
}
