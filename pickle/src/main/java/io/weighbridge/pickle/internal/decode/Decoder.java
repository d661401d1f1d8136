package io.weighbridge.pickle.internal.decode;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Content;
import io.weighbridge.pickle.Opcode;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one opcode after another, with its operand, exactly as CPython does; where its two
 * implementations differ, the more lenient one is followed, so that nothing which either of them
 * would execute is missed.
 *
 * <p>A cursor: {@link #next()} moves, the accessors describe the opcode it stands on. Payloads are
 * not copied; they are told by their offset and length.
 */
public final class Decoder {
  /** Module and attribute names and persistent ids beyond this are refused; numbers not judged. */
  private static final int LONGEST_LINE = 1 << 15;

  /** Integers of more bytes are counted, not computed. */
  private static final int LARGEST_INTEGER = 1 << 10;

  /** Python writes a float in at most 24 characters. */
  private static final int LONGEST_REPR = 24;

  private static final int OPCODES_PER_DRAW = 1 << 12;

  private final Window window;
  private final Budget budget;
  private int undrawn;
  private long opcodes;

  private long start;
  private int code;
  private long number;
  private double real;
  private int realDigits;
  private @Nullable BigInteger big;
  private boolean truth;
  private long dataAt;
  private long dataLength;
  private String line = "";
  private String secondLine = "";

  public Decoder(Content content, long from, Budget budget) {
    this.window = new Window(content, from, budget);
    this.budget = budget;
  }

  /**
   * Moves to the next opcode.
   *
   * @throws MalformedStream when the bytes end, or are no opcode, or its operand is malformed
   */
  public Opcode next() {
    if (++undrawn == OPCODES_PER_DRAW) {
      drawOpcodes();
    }
    start = window.position();
    code = window.next();
    if (code < 0) {
      throw new MalformedStream("the stream ends without STOP", start, true);
    }
    Opcode opcode = Opcode.of(code);
    if (opcode == null) {
      throw new MalformedStream("byte 0x" + Integer.toHexString(code) + " is no opcode", start);
    }
    Opcode.Operand operand = opcode.operand();
    if (operand != Opcode.Operand.NONE) {
      operand(operand);
    }
    return opcode;
  }

  /** Draws what was read since the last draw; to be called once a stream ends. */
  public void drawOpcodes() {
    opcodes += undrawn;
    budget.opcodes(undrawn);
    undrawn = 0;
  }

  private void operand(Opcode.Operand operand) {
    switch (operand) {
      case NONE -> {}
      case UINT1 -> number = unsigned(1);
      case UINT2 -> number = unsigned(2);
      case UINT4 -> number = unsigned(4);
      case INT4 -> number = (int) unsigned(4);
      case UINT8 -> number = unsigned(8);
      case FLOAT8 -> {
        realDigits = 0;
        real = Double.longBitsToDouble(Long.reverseBytes(unsigned(8)));
      }
      case DECIMAL_LINE -> {
        if (!shortDecimal()) {
          decimal(numberLine());
        }
      }
      case LONG_LINE -> {
        if (!shortDecimal()) {
          decimal(withoutL(numberLine()));
        }
      }
      case FLOAT_LINE -> {
        realDigits = plainReal();
        if (realDigits == 0) {
          real = NumberText.real(numberLine(), start);
        }
      }
      case STRING_LINE -> quoted();
      case UNICODE_LINE -> data(lineLength(), 1);
      case TEXT_LINE -> line = shortLine();
      case TWO_LINES -> {
        line = shortLine();
        secondLine = shortLine();
      }
      case LONG1 -> integer(unsigned(1));
      case LONG4 -> integer((int) unsigned(4));
      case COUNTED1 -> data(unsigned(1), 0);
      case COUNTED4 -> data(unsigned(4), 0);
      // Negative for pickle.py, a length for _pickle (cpython issue 135321).
      case COUNTED4_SIGNED -> data(unsigned(4), 0);
      case COUNTED8 -> data(unsigned(8), 0);
    }
  }

  private long unsigned(int size) {
    if (!window.require(size)) {
      throw truncated();
    }
    long value = window.peekUnsigned(0, size);
    window.skip(size);
    return value;
  }

  private void data(long length, int terminator) {
    if (length < 0) {
      throw new MalformedStream("negative length " + length, start);
    }
    if (length > window.left()) {
      throw truncated();
    }
    dataAt = window.position();
    dataLength = length;
    window.skip(length + terminator);
  }

  /**
   * The escapes between a STRING's quotes; the quotes are not part of the payload. White space
   * behind them is dropped by Python 2 and early Python 3.
   */
  private void quoted() {
    long line = lineLength();
    long length = line;
    while (length > 2 && isBlank(byteAhead(length - 1))) {
      length--;
    }
    if (length < 2) {
      throw new MalformedStream("a STRING without quotes", start);
    }
    int first = byteAhead(0);
    if (first != byteAhead(length - 1) || first != '\'' && first != '"') {
      throw new MalformedStream("a STRING without quotes", start);
    }
    dataAt = window.position() + 1;
    dataLength = length - 2;
    window.skip(line + 1);
  }

  private static boolean isBlank(int b) {
    return b >= 0 && b <= ' ';
  }

  private int byteAhead(long distance) {
    return distance < 1 << 12 && window.require((int) distance + 1)
        ? window.peek((int) distance)
        : window.content().bytes(window.position() + distance, 1)[0];
  }

  private void integer(long length) {
    truth = false;
    if (length >= 0 && length <= 8) {
      number = length == 0 ? 0 : unsigned((int) length);
      int unused = 64 - 8 * (int) length;
      number = length == 0 ? 0 : number << unused >> unused;
      big = null;
      return;
    }
    data(length, 0);
    int kept = (int) Math.min(length, LARGEST_INTEGER);
    byte[] bytes = window.content().bytes(dataAt + length - kept, kept);
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte low = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = low;
    }
    big = new BigInteger(bytes);
  }

  /** Reads a line of a minus and at most 18 digits, as nearly all are, without making a text. */
  private boolean shortDecimal() {
    int length = window.bufferedLine(1 + 18);
    int first = length > 1 && window.peek(0) == '-' ? 1 : 0;
    if (length <= 0 || length - first > 18 || window.peek(first) == '0' && length > first + 1) {
      return false;
    }
    long value = 0;
    for (int i = first; i < length; i++) {
      int digit = window.peek(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      value = value * 10 + digit;
    }
    number = first > 0 ? -value : value;
    truth = false;
    big = null;
    window.skip(length + 1L);
    return true;
  }

  /** The length of a line as Python's {@code repr} writes finite floats, then skipped; else 0. */
  private int plainReal() {
    int length = window.bufferedLine(LONGEST_REPR);
    int at = length > 0 && window.peek(0) == '-' ? 1 : 0;
    int dots = 0;
    for (int i = at; i < length; i++) {
      int c = window.peek(i);
      if (c == '.' && dots == 0 && i > at) {
        dots++;
      } else if (c < '0' || c > '9') {
        return 0;
      }
    }
    if (length <= at) {
      return 0;
    }
    dataAt = window.position();
    window.skip(length + 1L);
    return length;
  }

  private void decimal(String text) {
    truth = text.length() == 2 && (text.equals("01") || text.equals("00"));
    big = null;
    if (truth) {
      number = text.charAt(1) - '0';
      return;
    }
    BigInteger value = NumberText.integer(text, start);
    if (value.bitLength() < Long.SIZE) {
      number = value.longValue();
    } else {
      big = value;
    }
  }

  private static String withoutL(String text) {
    return text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * The text of a number. Behind a NUL may be anything for _pickle, which reads C strings. White
   * space, zeros and hexadecimal digits may go on for any length: whether such a line is a number
   * is not computed, and what might be one is a bound that is reached, not the end of the stream.
   */
  private String numberLine() {
    long length = lineLength();
    if (length > LONGEST_LINE && window.require(LONGEST_LINE)) {
      String beginning = PythonText.utf8(window.take(LONGEST_LINE));
      if (NumberText.mayBecomeNumber(beginning)) {
        throw new BudgetExceeded("a number of " + length + " characters");
      }
      throw new MalformedStream("a line of " + length + " bytes", start);
    }
    String text = shortLine();
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private String shortLine() {
    long length = lineLength();
    if (length > LONGEST_LINE || !window.require((int) length + 1)) {
      throw new MalformedStream("a line of " + length + " bytes", start);
    }
    byte[] bytes = window.take((int) length);
    window.skip(1);
    return PythonText.utf8(bytes);
  }

  private long lineLength() {
    long length = window.lineLength();
    if (length < 0) {
      throw truncated();
    }
    return length;
  }

  private MalformedStream truncated() {
    return new MalformedStream("the stream ends within an operand", start, true);
  }

  /** What is being read. */
  public Content content() {
    return window.content();
  }

  /** Where the opcode starts. */
  public long start() {
    return start;
  }

  /** Where the next opcode starts. */
  public long end() {
    return window.position();
  }

  /** Bytes from here to the content's end. */
  public long left() {
    return window.left();
  }

  /** Opcodes read so far. */
  public long opcodes() {
    return opcodes + undrawn;
  }

  /** An integer operand that fits; for PUT, GET and the like the index. */
  public long number() {
    return number;
  }

  /**
   * The operand of INT, LONG, LONG1, LONG4 when it does not fit into a long (only the topmost 1024
   * bytes of larger ones), else null.
   */
  public @Nullable BigInteger big() {
    return big;
  }

  /** Whether an INT is written as a boolean. */
  public boolean truth() {
    return truth;
  }

  public double real() {
    return realDigits == 0
        ? real
        : Double.parseDouble(PythonText.latin1(window.content().bytes(dataAt, realDigits)));
  }

  /** The length of a float's text at {@link #dataAt()}; 0 when there is none, or a rare one. */
  public int realDigits() {
    return realDigits;
  }

  /** Where the payload of a text or byte string starts. */
  public long dataAt() {
    return dataAt;
  }

  public long dataLength() {
    return dataLength;
  }

  /** The first line of GLOBAL and INST (module), or the persistent id. */
  public String line() {
    return line;
  }

  /** The second line of GLOBAL and INST (name). */
  public String secondLine() {
    return secondLine;
  }

  /** Goes on reading elsewhere: raw bytes within a stream, or a stream of its own, were read. */
  public void seek(long to) {
    window.seek(to);
  }
}
