package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.formats.Format;

/** Walks of formats that are only data; each returns where the data ends. */
public final class DataWalks {
  private DataWalks() {}

  public static long end(Content content, Format format, Budget budget) {
    return switch (format) {
      case XGBOOST -> Ubjson.end(content, budget);
      case GGML -> GgmlWalk.end(content, budget);
      case CATBOOST -> catboost(content, budget);
      case MXNET -> mxnet(content, budget);
      case TFRECORD -> tfrecord(content, budget);
      case SENTENCEPIECE -> sentencePiece(content, budget);
      default -> throw new ContentException("no walk");
    };
  }

  /** "CBM1", the size of a FlatBuffer, the FlatBuffer, and parts for categories and text. */
  private static long catboost(Content content, Budget budget) {
    var in = new Cursor(content, budget, 4);
    long size = in.u32();
    long start = in.position();
    in.skip(size);
    Flat core = Flat.root(content.slice(start, size), budget);
    String version = core.text(0);
    if (!version.startsWith("FlabuffersModel") && !version.startsWith("FlatbuffersModel")) {
      throw new ContentException("model of format " + version);
    }
    return content.size();
  }

  /** src/ndarray/ndarray.cc: a list of arrays, then their names. */
  private static long mxnet(Content content, Budget budget) {
    var in = new Cursor(content, budget, 16);
    long arrays = in.length64();
    for (long i = 0; i < arrays; i++) {
      budget.entries(1);
      mxnetArray(in);
    }
    long names = in.length64();
    for (long i = 0; i < names; i++) {
      budget.entries(1);
      in.skip(in.length64());
    }
    return in.position();
  }

  private static void mxnetArray(Cursor in) {
    long magic = in.u32();
    boolean v3 = magic == 0xF993FACAL;
    long dimensions;
    if (v3 || magic == 0xF993FAC9L) {
      if (in.i32() != 0) {
        throw new ContentException("sparse array at " + in.position());
      }
      dimensions = in.u32();
    } else if (magic == 0xF993FAC8L) {
      dimensions = in.u32();
    } else {
      throw new ContentException("no array at " + (in.position() - 4));
    }
    if (dimensions > 32) {
      throw new ContentException("array of " + dimensions + " dimensions");
    }
    long count = 1;
    for (long i = 0; i < dimensions; i++) {
      long size = in.i64();
      if (size < 0 || (size > 0 && count > (1L << 53) / size)) {
        throw new ContentException("array of impossible size at " + in.position());
      }
      count *= size;
    }
    if (dimensions == 0) {
      return;
    }
    in.skip(8);
    int type = in.i32();
    int bytes =
        switch (type) {
          case 0, 4 -> 4;
          case 1, 6 -> 8;
          case 2, 8, 9, 12 -> 2;
          case 3, 5, 7 -> 1;
          default -> throw new ContentException("array of type " + type);
        };
    in.skip(count * bytes);
  }

  /** Length, CRC of the length, data, CRC of the data. */
  private static long tfrecord(Content content, Budget budget) {
    var in = new Cursor(content, budget);
    while (!in.atEnd()) {
      long length = in.i64();
      if (length < 0 || length > in.remaining()) {
        throw new ContentException("record of " + Long.toUnsignedString(length) + " bytes");
      }
      in.skip(4);
      in.skip(length);
      in.skip(4);
    }
    return in.position();
  }

  /** Fields of sentencepiece_model.proto: pieces, trainer, normalizer, self-test, denormalizer. */
  private static long sentencePiece(Content content, Budget budget) {
    for (Proto in = Proto.of(content, budget); in.next(); ) {
      if (in.number() > 5 || in.wire() != Proto.BYTES) {
        throw new ContentException("field " + in.number() + " of no SentencePiece model");
      }
    }
    return content.size();
  }
}
