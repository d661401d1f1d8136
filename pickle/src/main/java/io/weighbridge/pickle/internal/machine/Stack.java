package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import io.weighbridge.pickle.internal.decode.MalformedStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stack with its marks. A pop never reaches below the topmost mark, as in CPython. */
final class Stack {
  private @Nullable Value[] values = new Value[16];
  private int size;
  private int[] marks = new int[4];
  private int depth;
  private long at;

  /** Tells where the running opcode is, for messages. */
  void at(long offset) {
    at = offset;
  }

  int size() {
    return size;
  }

  void push(Value value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  void mark() {
    if (depth == marks.length) {
      marks = Arrays.copyOf(marks, depth * 2);
    }
    marks[depth++] = size;
  }

  int marks() {
    return depth;
  }

  Value pop() {
    Value value = top();
    values[--size] = null;
    return value;
  }

  Value top() {
    if (size == floor()) {
      throw new MalformedStream("the stack is empty", at);
    }
    Value value = values[size - 1];
    if (value == null) {
      throw new IllegalStateException("a hole in the stack");
    }
    return value;
  }

  boolean empty() {
    return size == floor();
  }

  private int floor() {
    return depth == 0 ? 0 : marks[depth - 1];
  }

  /** How many values lie above the topmost mark. */
  int aboveMark() {
    if (depth == 0) {
      throw new MalformedStream("no MARK on the stack", at);
    }
    return size - marks[depth - 1];
  }

  /** The value at a distance above the topmost mark. */
  Value aboveMark(int index) {
    Value value = values[marks[depth - 1] + index];
    if (value == null) {
      throw new IllegalStateException("a hole in the stack");
    }
    return value;
  }

  /** The value just below the topmost mark, or null when a mark or nothing is there. */
  @Nullable Value belowMark() {
    int floor = size - aboveMark();
    boolean reaches = floor > (depth > 1 ? marks[depth - 2] : 0);
    return reaches ? values[floor - 1] : null;
  }

  /** Drops the topmost mark and what is above it. */
  void dropMark() {
    int floor = size - aboveMark();
    Arrays.fill(values, floor, size, null);
    size = floor;
    depth--;
  }

  /** Takes what is above the topmost mark, and drops the mark. */
  List<Value> takeMark() {
    int count = aboveMark();
    var items = new Value[count];
    for (int i = 0; i < count; i++) {
      items[i] = aboveMark(i);
    }
    dropMark();
    return Collections.unmodifiableList(Arrays.asList(items));
  }

  Stack copy() {
    var copy = new Stack();
    copy.values = values.clone();
    copy.size = size;
    copy.marks = marks.clone();
    copy.depth = depth;
    return copy;
  }
}
