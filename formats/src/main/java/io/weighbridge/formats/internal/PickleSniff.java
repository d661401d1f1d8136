package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import java.util.Arrays;

/**
 * Tells pickles from other bytes by walking opcodes with the stack's depth alone. Every byte string
 * begins like something, so what counts is that an unpickler would get to an import or a call, or
 * to a proper STOP, before it gives up. What is read strictly here is a pickle and nothing else;
 * {@link PickleReading} decides about the rest.
 */
public final class PickleSniff {
  /** More opcodes than this without a fault are a pickle beyond doubt. */
  private static final int ENOUGH = 10_000;

  /** The same behind an announcement. */
  private static final int ENOUGH_ANNOUNCED = 64;

  private static final int HEAD = 512;

  /** Bytes of a text on a line of its own; longer ones are not looked for. */
  private static final int LONGEST_TEXT = 1 << 26;

  /** Of distant contents only so far is looked at for a second meaning. */
  private static final long NEAR = 64 << 10;

  private final Cursor in;
  private final boolean lenient;
  private final long most;
  private int depth;
  private int[] marks = new int[16];
  private int marked;
  private int imports;
  private int calls;
  private int opcodes;

  private PickleSniff(Content content, Budget budget, long offset, boolean lenient) {
    this.in = new Cursor(content, budget, offset);
    this.lenient = lenient;
    this.most = lenient && content.distant() ? NEAR : Long.MAX_VALUE;
  }

  /** Whether an unpickler that reads from {@code offset} would do anything. */
  public static boolean isPickle(Content content, long offset, Budget budget) {
    var sniff = new PickleSniff(content, budget, offset, false);
    boolean announced = false;
    boolean stopped = false;
    try {
      announced = sniff.announced();
      stopped = sniff.walk(announced);
    } catch (ContentException e) {
      // It broke; what came before decides.
    }
    if (announced) {
      return sniff.calls > 0 || sniff.imports > 0 || sniff.opcodes >= ENOUGH_ANNOUNCED || stopped;
    }
    boolean acts = sniff.calls > 0 || sniff.opcodes >= ENOUGH;
    return (acts || stopped && (sniff.imports > 0 || sniff.opcodes >= 3))
        && (!looksLikeText(content, offset)
            || PickleReading.isWhole(content.slice(offset, content.size() - offset), budget));
  }

  private static boolean looksLikeText(Content content, long offset) {
    byte[] head = content.bytes(offset, (int) Math.min(HEAD, content.size() - offset));
    for (byte b : head) {
      if (b >= 0 && b < ' ' && !(b >= '\t' && b <= '\r')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether an unpickler could get to an import, in the first pickle or in one right behind it:
   * cheap, and sure only when it says no. Lines may be of any length and hold anything.
   */
  static boolean mayImport(Content content, Budget budget) {
    var sniff = new PickleSniff(content, budget, 0, true);
    try {
      while (sniff.imports == 0 && sniff.in.position() < sniff.most) {
        int opcode = sniff.in.u8();
        if (opcode == '.') {
          require(sniff.depth > 0);
          sniff.depth = 0;
          sniff.marked = 0;
        } else {
          sniff.step(opcode);
        }
      }
    } catch (ContentException e) {
      // It broke; what came before decides.
    }
    return sniff.imports > 0;
  }

  private boolean announced() {
    long start = in.position();
    boolean proto = in.u8() == 0x80 && in.u8() <= 5;
    in.seek(start);
    return proto;
  }

  private boolean walk(boolean announced) {
    int enough = announced ? ENOUGH_ANNOUNCED : ENOUGH;
    while (opcodes < enough) {
      int opcode = in.u8();
      if (opcode == '.') {
        opcodes++;
        return depth > 0;
      }
      step(opcode);
      opcodes++;
      if (calls > 0 || (announced && imports > 0)) {
        return false;
      }
    }
    return false;
  }

  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> require(in.u8() <= 5);
      case 0x95 -> in.i64();
      case '(' -> mark();
      case 'P' -> {
        // Asks a loader that knows the file; those that read any file refuse.
        require(!lenient);
        longLine();
        depth++;
      }
      case 'I', 'L', 'F', 'V' -> {
        longLine();
        depth++;
      }
      case 'S' -> {
        require(isQuoted());
        depth++;
      }
      case 'g' -> {
        require(index());
        depth++;
      }
      case 'p' -> {
        require(index());
        need(1);
      }
      case 'N', ']', ')', '}', 0x88, 0x89, 0x8f, 0x97 -> depth++;
      case 'K', 'h' -> skip(1);
      case 'M' -> skip(2);
      case 'J', 'j' -> skip(4);
      case 'G' -> skip(8);
      case 'q' -> {
        need(1);
        in.skip(1);
      }
      case 'r' -> {
        need(1);
        in.skip(4);
      }
      case 'U', 'C', 0x8a, 0x8c -> skip(in.u8());
      case 'T', 'X', 'B' -> skip(in.u32());
      case 0x8b -> skip(in.u32());
      case 0x8d, 0x8e, 0x96 -> skip(in.length64());
      case 0x82 -> extension(1);
      case 0x83 -> extension(2);
      case 0x84 -> extension(4);
      case 'c' -> {
        require(names());
        imports++;
        depth++;
      }
      case 0x93 -> {
        pop(2, 1);
        imports++;
      }
      case 'i' -> {
        require(names());
        toMark();
        depth++;
        imports++;
        calls++;
      }
      case 'o' -> {
        int above = depth;
        toMark();
        require(depth < above);
        depth++;
        calls++;
      }
      case 'R', 0x81 -> call(2);
      case 0x92 -> call(3);
      case 'b' -> {
        pop(2, 1);
        calls += imports > 0 ? 1 : 0;
      }
      case '0' -> pop();
      case '2' -> {
        need(1);
        depth++;
      }
      case 'a' -> pop(2, 1);
      case 's' -> pop(3, 1);
      case 'Q', 0x85 -> need(1);
      case 0x86 -> pop(2, 1);
      case 0x87 -> pop(3, 1);
      case 0x94, 0x98 -> need(1);
      case 't', 'l', 'd', 0x91 -> {
        toMark();
        depth++;
      }
      case 'e', 'u', 0x90 -> {
        toMark();
        need(1);
      }
      case '1' -> toMark();
      default -> throw new ContentException("no opcode");
    }
  }

  private void mark() {
    if (marked == marks.length) {
      marks = Arrays.copyOf(marks, marked * 2);
    }
    marks[marked++] = depth;
  }

  private void toMark() {
    require(marked > 0);
    depth = marks[--marked];
  }

  /** POP takes the mark itself when nothing is above it. */
  private void pop() {
    if (marked > 0 && marks[marked - 1] == depth) {
      marked--;
    } else {
      pop(1, 0);
    }
  }

  private void pop(int taken, int given) {
    need(taken);
    depth += given - taken;
  }

  private void need(int items) {
    require(depth - (marked > 0 ? marks[marked - 1] : 0) >= items);
  }

  private void call(int taken) {
    pop(taken, 1);
    calls += imports > 0 ? 1 : 0;
  }

  private void extension(int bytes) {
    in.skip(bytes);
    depth++;
    imports++;
  }

  private void skip(long count) {
    in.skip(count);
    depth++;
  }

  /** Skips a line of text, which may be a whole model as text; returns its length. */
  private long longLine() {
    long length = 0;
    while (in.u8() != '\n') {
      require(++length <= (lenient ? most : LONGEST_TEXT));
    }
    return length;
  }

  /** Skips a line that must hold a quoted text; white space may follow it. */
  private boolean isQuoted() {
    long start = in.position();
    long length = longLine();
    long end = in.position();
    in.seek(start);
    int quote = length > 1 ? in.u8() : -1;
    int kept = (int) Math.min(length - 1, 1 << 10);
    in.seek(end - 1 - Math.max(0, kept));
    byte[] last = in.bytes(Math.max(0, kept));
    in.seek(end);
    int at = last.length;
    while (at > 0 && last[at - 1] <= ' ' && last[at - 1] >= 0) {
      at--;
    }
    return at > 0 && (quote == '\'' || quote == '"') && last[at - 1] == quote;
  }

  private byte[] line() {
    long start = in.position();
    int length = 0;
    while (in.u8() != '\n') {
      require(++length <= 1 << 16);
    }
    long end = in.position();
    in.seek(start);
    byte[] line = in.bytes(length);
    in.seek(end);
    return line;
  }

  private boolean index() {
    if (lenient) {
      longLine();
      return true;
    }
    return digits(line());
  }

  private boolean names() {
    if (lenient) {
      longLine();
      longLine();
      return true;
    }
    byte[] module = line();
    byte[] name = line();
    return importable(module) && importable(name);
  }

  /** No spaces or controls, but for the carriage return that a careless newline leaves. */
  private static boolean importable(byte[] line) {
    for (int i = 0; i < line.length; i++) {
      int c = line[i] & 0xFF;
      if (c <= 0x20 && !(c == '\r' && i == line.length - 1)) {
        return false;
      }
    }
    return line.length > 0;
  }

  private static boolean digits(byte[] line) {
    for (byte b : line) {
      if ((b < '0' || b > '9') && b != '\r') {
        return false;
      }
    }
    return line.length > 0;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new ContentException("no pickle");
    }
  }
}
