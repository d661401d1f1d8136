package io.weighbridge.pickle;

import io.weighbridge.content.Content;
import io.weighbridge.pickle.internal.decode.PythonText;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle puts together, as far as that can be known without executing it. Constants are
 * known; what a call returns is known by its callee and arguments; the rest is {@link Unknown}.
 *
 * <p>Containers can hold themselves, as in Python: walk them with a bound. Those that a stream can
 * change after their creation are interfaces; they do not change once the stream was read.
 */
public sealed interface Value {

  /**
   * Whether nothing in it can act: a constant, a container of such, or an object of an allowed
   * class that was made of such.
   */
  default boolean inert() {
    return true;
  }

  /**
   * Values in it, itself included, where what is shared counts each time it occurs: what whoever
   * walks through it visits. Of a container that holds itself, and of one that was filled after it
   * was put into another, only what was there then. At most {@link #MOST_EXPANDED}.
   */
  default long expanded() {
    return 1;
  }

  /** Counts of values stop here. */
  long MOST_EXPANDED = 1L << 60;

  private static long sum(List<Value> items) {
    long sum = 1;
    for (int i = 0; i < items.size(); i++) {
      sum = Math.min(MOST_EXPANDED, sum + items.get(i).expanded());
    }
    return sum;
  }

  /** The constants of which there is one each. */
  enum Constant implements Value {
    NONE,
    TRUE,
    FALSE
  }

  record Int(long value) implements Value {
    private static final Int[] SMALL = new Int[256];

    static {
      for (int i = 0; i < SMALL.length; i++) {
        SMALL[i] = new Int(i);
      }
    }

    public static Int of(long value) {
      return value >= 0 && value < SMALL.length ? SMALL[(int) value] : new Int(value);
    }
  }

  /** An integer beyond 64 bits; of one beyond 1024 bytes only the top is kept. */
  record BigInt(BigInteger value) implements Value {}

  /** A float. Digits of a text are read when asked for: few are. */
  final class Real implements Value {
    private static final int LENGTH_BITS = 8;

    private final @Nullable Content content;

    /** The number's bits; of a text its offset and, in the lowest bits, its length. */
    private final long bits;

    public Real(double value) {
      this.content = null;
      this.bits = Double.doubleToRawLongBits(value);
    }

    /**
     * A text of less than 256 characters: digits, with a minus, a fraction or an exponent at most.
     */
    public Real(Content content, long offset, int length) {
      this.content = content;
      this.bits = offset << LENGTH_BITS | length;
    }

    public double value() {
      if (content == null) {
        return Double.longBitsToDouble(bits);
      }
      int length = (int) bits & (1 << LENGTH_BITS) - 1;
      return Double.parseDouble(PythonText.latin1(content.bytes(bits >>> LENGTH_BITS, length)));
    }
  }

  /**
   * An inert value that was not kept, since there were too many.
   *
   * @param expanded a power of two
   */
  record Forgotten(Kind kind, long expanded) implements Value {
    /** What it was. */
    public enum Kind {
      NUMBER,
      TUPLE
    }

    public static final Forgotten NUMBER = new Forgotten(Kind.NUMBER, 1);
    private static final Forgotten[] TUPLES = new Forgotten[Long.SIZE];

    static {
      for (int i = 0; i < TUPLES.length; i++) {
        TUPLES[i] = new Forgotten(Kind.TUPLE, Math.min(MOST_EXPANDED, 1L << Math.min(i, 62)));
      }
    }

    /** Stands for a tuple of so many values, rounded up. */
    public static Forgotten tuple(long expanded) {
      return TUPLES[Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, expanded) - 1)];
    }
  }

  /** A str. Its characters are decoded when asked for. */
  final class Text implements Value {
    /** How the stream writes it. */
    public enum Encoding {
      UTF8,
      LATIN1,
      ESCAPED,
      RAW_UNICODE_ESCAPE
    }

    private final @Nullable Content content;
    private final long offset;
    private final long length;
    private final Encoding encoding;
    private @Nullable String decoded;

    /** A view of the operand's bytes. */
    public Text(Content content, long offset, long length, Encoding encoding) {
      this.content = content;
      this.offset = offset;
      this.length = length;
      this.encoding = encoding;
    }

    /** Text that no operand holds: it was computed. */
    public Text(String text) {
      this.content = null;
      this.offset = -1;
      this.length = text.length();
      this.encoding = Encoding.UTF8;
      this.decoded = text;
    }

    /** Where the operand's bytes start, or -1 for computed text. */
    public long offset() {
      return offset;
    }

    /** The operand's size in bytes; the characters of computed text. */
    public long length() {
      return length;
    }

    /** The text, when its operand has at most {@code most} bytes. */
    public Optional<String> text(int most) {
      return length > most ? Optional.empty() : Optional.of(prefix(most));
    }

    /** The text of the operand's first {@code most} bytes. */
    public String prefix(int most) {
      if (decoded != null) {
        return decoded.length() <= most ? decoded : decoded.substring(0, most);
      }
      if (content == null) {
        return "";
      }
      byte[] bytes = content.bytes(offset, (int) Math.min(length, most));
      String text =
          switch (encoding) {
            case UTF8 -> PythonText.utf8(bytes);
            case LATIN1 -> PythonText.latin1(bytes);
            case ESCAPED -> PythonText.escaped(bytes);
            case RAW_UNICODE_ESCAPE -> PythonText.rawUnicodeEscape(bytes);
          };
      if (length <= 256 && length <= most) {
        decoded = text;
      }
      return text;
    }
  }

  /** A bytes or bytearray: a part of the stream, not copied. */
  record Bytes(Content content, long offset, long length, boolean mutable) implements Value {
    public Content slice() {
      return content.slice(offset, length);
    }
  }

  /** A tuple; the list must not change. */
  record Tuple(List<Value> items, boolean inert, long expanded) implements Value {
    public static final Tuple EMPTY = new Tuple(List.of());

    public Tuple(List<Value> items) {
      this(items, allInert(items), sum(items));
    }
  }

  /** A frozenset; the list must not change. */
  record FrozenSet(List<Value> items, boolean inert, long expanded) implements Value {
    public FrozenSet(List<Value> items) {
      this(items, allInert(items), sum(items));
    }
  }

  private static boolean allInert(List<Value> items) {
    for (Value item : items) {
      if (!item.inert()) {
        return false;
      }
    }
    return true;
  }

  /** A list. Of a very long one only the first items are kept, and those that are not plain. */
  non-sealed interface Sequence extends Value {
    List<Value> items();

    /** Items put in, kept or not. */
    long size();
  }

  /** A set. */
  non-sealed interface Members extends Value {
    List<Value> items();

    long size();
  }

  /** A dict, in the order of insertion; a key may occur twice, the last counts. */
  non-sealed interface Mapping extends Value {
    List<Entry> entries();

    long size();

    /** The value under a text key. */
    Optional<Value> get(String key);
  }

  record Entry(Value key, Value value) {}

  /** A class, function or other attribute of a module, imported by the stream. */
  record Global(String module, String name, long offset) implements Value {
    @Override
    public boolean inert() {
      return false;
    }

    /** {@code module.name}, as in Python. */
    public String qualified() {
      return module.equals("builtins") ? name : module + "." + name;
    }
  }

  /** What calling something returned: an object of a class, or a function's result. */
  non-sealed interface Instance extends Value {
    Value callee();

    /** Positional arguments; a tuple unless the stream computed them. */
    Value arguments();

    /** Keyword arguments, when there are any. */
    Optional<Mapping> keywords();

    /** What BUILD handed to it, in order. */
    List<Value> states();

    /** What APPENDS or ADDITEMS put into it. */
    List<Value> items();

    /** What SETITEMS put into it. */
    List<Entry> entries();

    /** Where the call is. */
    long offset();
  }

  /** What a persistent id stands for; torch: a storage. */
  record Persistent(Value id, long offset) implements Value {
    @Override
    public boolean inert() {
      return false;
    }
  }

  /** An out-of-band buffer (protocol 5). */
  record OutOfBand(long offset) implements Value {}

  /** Nothing is known about it; {@code why} says in a few words what could not be followed. */
  record Unknown(String why) implements Value {
    @Override
    public boolean inert() {
      return false;
    }
  }
}
