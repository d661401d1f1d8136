package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.Graph;
import io.weighbridge.formats.Span;
import java.util.ArrayList;
import java.util.List;

/** Paddle programs and tensors, and Caffe networks. */
public final class GraphReaders {
  private static final int LARGE = 4096;

  private final Budget budget;
  private final List<Graph.Operator> operators = new ArrayList<>();
  private final List<Span> data = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** What was read; data in order. */
  public record Read(List<Graph.Operator> operators, List<Span> data, List<Problem> problems) {}

  private GraphReaders(Budget budget) {
    this.budget = budget;
  }

  public static Read read(Content content, Format format, Budget budget) {
    var reader = new GraphReaders(budget);
    if (format == Format.CAFFE) {
      reader.caffe(Proto.of(content, budget));
    } else if (new Cursor(content, budget).u32() == 0) {
      reader.paddleTensors(content);
    } else {
      reader.paddle(Proto.of(content, budget));
    }
    return new Read(
        List.copyOf(reader.operators), List.copyOf(reader.data), List.copyOf(reader.problems));
  }

  /** ProgramDesc: blocks of operators. */
  private void paddle(Proto in) {
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        for (Proto block = in.message(); block.next(); ) {
          if (block.is(4, Proto.BYTES)) {
            paddleOperator(block.message(), block.offset());
          }
        }
      }
    }
  }

  private void paddleOperator(Proto in, long offset) {
    budget.entries(1);
    String type = "";
    while (in.next()) {
      if (in.is(3, Proto.BYTES)) {
        type = in.text(512);
      }
    }
    operators.add(new Graph.Operator("", type, "", offset));
  }

  /** LoDTensors in a row: version, levels, version, description, data. */
  private void paddleTensors(Content content) {
    var in = new Cursor(content, budget);
    try {
      while (!in.atEnd()) {
        budget.entries(1);
        if (in.u32() != 0) {
          throw new ContentException("no tensor at " + (in.position() - 4));
        }
        long levels = in.i64();
        for (long i = 0; i < levels; i++) {
          in.skip(in.length64());
        }
        if (in.u32() != 0) {
          throw new ContentException("no tensor at " + (in.position() - 4));
        }
        long length = in.u32();
        if (length > 1 << 16) {
          throw new ContentException("tensor description of " + length + " bytes");
        }
        long start = in.position();
        long size = paddleSize(content.slice(start, Math.min(length, content.size() - start)));
        in.seek(start);
        in.skip(length);
        long at = in.position();
        in.skip(size);
        data.add(new Span(Span.Kind.INERT, at, size));
      }
    } catch (ContentException e) {
      problems.add(new Problem("paddle/damaged", String.valueOf(e.getMessage()), in.position()));
    }
  }

  /** VarType.TensorDesc: type, dimensions. */
  private long paddleSize(Content description) {
    long size = 1;
    for (Proto in = Proto.of(description, budget); in.next(); ) {
      if (in.is(1, Proto.VARINT)) {
        size = multiply(size, paddleBytes(in.value()));
      } else if (in.is(2, Proto.VARINT)) {
        size = multiply(size, in.value());
      } else if (in.is(2, Proto.BYTES)) {
        for (Proto packed = in.packed(); packed.nextPacked(); ) {
          size = multiply(size, packed.value());
        }
      }
    }
    return size;
  }

  private static long multiply(long size, long by) {
    if (by < 0 || (by > 0 && size > (1L << 53) / by)) {
      throw new ContentException("tensor of impossible size");
    }
    return size * by;
  }

  private static long paddleBytes(long type) {
    return switch ((int) Math.clamp(type, -1, 100)) {
      case 0, 20, 21, 32, 33 -> 1;
      case 1, 4, 22 -> 2;
      case 2, 5 -> 4;
      case 3, 6, 23 -> 8;
      case 24 -> 16;
      default -> throw new ContentException("tensor of type " + type);
    };
  }

  /** NetParameter: layers in field 100, or 2 in the oldest form. */
  private void caffe(Proto in) {
    while (in.next()) {
      if (in.is(100, Proto.BYTES) || in.is(2, Proto.BYTES)) {
        layer(in.message(), in.offset());
      }
    }
  }

  private void layer(Proto in, long offset) {
    budget.entries(1);
    String name = "";
    String type = "";
    String code = "";
    while (in.next()) {
      switch (in.number()) {
        case 1 -> name = in.wire() == Proto.BYTES && in.isText(512) ? in.text(512) : name;
        case 2 -> type = in.wire() == Proto.BYTES && in.isText(128) ? in.text(128) : type;
        case 7 -> blob(in);
        case 130 -> code = python(in.message());
        default -> {}
      }
    }
    operators.add(new Graph.Operator(name, type, code, offset));
  }

  private void blob(Proto field) {
    if (field.wire() != Proto.BYTES || field.length() < LARGE) {
      return;
    }
    for (Proto in = field.message(); in.next(); ) {
      if (in.wire() == Proto.BYTES && (in.number() == 5 || in.number() == 8)) {
        data.add(new Span(Span.Kind.INERT, in.offset(), in.length()));
      }
    }
  }

  private static String python(Proto in) {
    String module = "";
    String layer = "";
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        module = in.text(512);
      } else if (in.is(2, Proto.BYTES)) {
        layer = in.text(512);
      }
    }
    return module + "." + layer;
  }
}
