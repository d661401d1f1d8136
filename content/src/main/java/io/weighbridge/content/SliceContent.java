package io.weighbridge.content;

import java.nio.ByteBuffer;

/** A window on another content. */
record SliceContent(Content whole, long offset, long size) implements Content {

  SliceContent {
    if (offset < 0 || size < 0 || offset > whole.size() - size) {
      throw new ContentException("slice " + offset + "+" + size + " of " + whole.size());
    }
  }

  @Override
  public int read(long position, ByteBuffer into) {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    long left = size - position;
    if (left <= 0) {
      return 0;
    }
    if (into.remaining() <= left) {
      return whole.read(offset + position, into);
    }
    int limit = into.limit();
    into.limit(into.position() + (int) left);
    try {
      return whole.read(offset + position, into);
    } finally {
      into.limit(limit);
    }
  }

  @Override
  public boolean concurrent() {
    return whole.concurrent();
  }

  @Override
  public boolean distant() {
    return whole.distant();
  }

  @Override
  public void prefetch(long from, long length) {
    long start = Math.clamp(from, 0, size);
    whole.prefetch(offset + start, Math.clamp(length, 0, size - start));
  }
}
