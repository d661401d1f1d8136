package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.util.ArrayList;

/**
 * GGML, as it was before GGUF: parameters, a vocabulary, tensors to the end of the file, with no
 * table that says where anything is. Which parameters there are depends on the program; those of
 * whisper.cpp (still in use) and llama.cpp (ggmf, ggjt) are known here.
 */
final class GgmlWalk {
  private static final long GGML = 0x67676d6cL;
  private static final long GGMF = 0x67676d66L;
  private static final long GGJT = 0x67676a74L;
  private static final int MOST_TOKENS = 1 << 20;

  private final Cursor in;
  private final Budget budget;

  private GgmlWalk(Content content, Budget budget) {
    this.in = new Cursor(content, budget);
    this.budget = budget;
  }

  static long end(Content content, Budget budget) {
    var walk = new GgmlWalk(content, budget);
    long magic = walk.in.u32();
    if (magic == GGML) {
      walk.whisper();
    } else if (magic == GGMF || magic == GGJT) {
      walk.llama(magic == GGJT);
    } else {
      throw new ContentException("GGML of a kind that is not read here");
    }
    return walk.in.position();
  }

  /** Eleven parameters, the mel filters, the vocabulary, the tensors. */
  private void whisper() {
    in.skip(44);
    long mels = in.u32();
    long points = in.u32();
    if (mels > 1 << 16 || points > 1 << 16) {
      throw new ContentException("filters of " + mels + " by " + points);
    }
    in.skip(mels * points * 4);
    vocabulary(in.u32(), 0);
    tensors(1);
  }

  /** A version, seven parameters of which the first is the vocabulary's size, and so on. */
  private void llama(boolean aligned) {
    in.skip(4);
    long tokens = in.u32();
    in.skip(24);
    vocabulary(tokens, 4);
    tensors(aligned ? 32 : 1);
  }

  private void vocabulary(long tokens, int score) {
    if (tokens > MOST_TOKENS) {
      throw new ContentException("vocabulary of " + tokens + " tokens");
    }
    for (long i = 0; i < tokens; i++) {
      in.skip(in.u32() + score);
    }
  }

  private void tensors(int alignment) {
    while (!in.atEnd()) {
      budget.entries(1);
      long dimensions = in.u32();
      long name = in.u32();
      int type = in.i32();
      if (dimensions > 4 || name > 4096) {
        throw new ContentException("no tensor at " + (in.position() - 12));
      }
      var shape = new ArrayList<Long>();
      for (long i = 0; i < dimensions; i++) {
        shape.add(in.u32());
      }
      in.skip(name);
      long size = GgmlTypes.size(type, shape);
      if (size < 0) {
        throw new ContentException("tensor of type " + type + " and shape " + shape);
      }
      in.skip((alignment - in.position() % alignment) % alignment);
      in.skip(size);
    }
  }
}
