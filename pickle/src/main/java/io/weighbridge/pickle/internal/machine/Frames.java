package io.weighbridge.pickle.internal.machine;

/**
 * The frame that is being read. Frames only tell a reader how much to fetch; a stream in which they
 * disagree with the opcodes is read differently by CPython's two unpicklers.
 */
final class Frames {
  private long end = -1;

  boolean open() {
    return end >= 0;
  }

  /** Starts a frame at {@code from}; false when it cannot be one. */
  boolean enter(long from, long length, long left) {
    boolean nested = open() && from < end;
    end = length < 0 || length > left ? -1 : from + length;
    return !nested && end >= 0;
  }

  /** Whether an opcode lies within the frame, or behind it. Closes a frame that was passed. */
  boolean holds(long start, long stop) {
    if (start >= end) {
      end = -1;
      return true;
    }
    return stop <= end;
  }

  boolean unfinished(long stop) {
    return open() && stop < end;
  }

  void leave() {
    end = -1;
  }
}
