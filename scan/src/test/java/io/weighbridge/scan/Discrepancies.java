package io.weighbridge.scan;

import static io.weighbridge.scan.PickleCode.little;
import static io.weighbridge.scan.PickleCode.protocol;

import io.weighbridge.content.Content;
import java.nio.ByteBuffer;

/**
 * Streams that CPython's three readers of pickles (pickle, _pickle, pickletools) take differently:
 * arXiv:2605.15084, table I, by the number of the row there. One reader stops at the first opcodes;
 * another goes on and makes the call behind them.
 */
final class Discrepancies {
  private Discrepancies() {}

  static byte[] write(String row) {
    PickleCode start =
        switch (row) {
          case "1" -> protocol(0).op("I0x10\n0");
          case "2" -> protocol(0).op("I1\0x\n0");
          case "3" -> protocol(0).raw('U', 1, 0xff, '0');
          case "4" -> protocol(0).op("I1\nI2\n(");
          case "5" -> protocol(0).op("I1\np0\n0I2\np0\n0");
          case "6" -> protocol(0).op("I+0\n0");
          case "8" -> protocol(2).op("I1\n(e0");
          case "9" -> protocol(0).op("I1\np99999999999999999999\n0");
          case "10" -> protocol(2).op("I1\nr").raw(little(4, 0x7fffffff)).op("0");
          case "11" -> protocol(2).global("collections", "OrderedDict").op("]").raw(0x81).op("0");
          case "12" -> protocol(0).op("F 1.5\n0");
          case "13" -> protocol(2).global("collections", "OrderedDict").op(")R]b0");
          case "14" -> protocol(4).frame(100_000);
          case "15" -> protocol(4).frame(2).op("K\1").frame(1).op("K\2" + "00");
          case "16" -> protocol(4).frame(40).frame(6).op("K\1" + "0K\1" + "0");
          case "18" ->
              protocol(2).global("collections", "OrderedDict").op(")RN]").raw(0x86).op("b0");
          default -> throw new IllegalArgumentException("no stream for row " + row);
        };
    return start.effect().stop();
  }

  /**
   * A frame that ends within the length of BINBYTES: what follows is an argument for pickletools,
   * and opcodes for a reader that drops what is left of its buffer (cpython issue 154848).
   */
  static byte[] frameDivergence() {
    byte[] hidden = protocol(0).effect().op("0(").stop();
    return protocol(5)
        .op("N(")
        .frame(2)
        .raw('B', 7)
        .raw(1, 0, 0)
        .raw(java.util.Arrays.copyOf(hidden, 263))
        .op("1")
        .stop();
  }

  /** Row 7: BINSTRING of 2 GiB and one byte, zeros that nobody holds in memory, then the call. */
  static ScanFile longText() {
    long length = 0x8000_0001L;
    byte[] head = protocol(2).raw('T').raw(little(4, length)).toBytes();
    byte[] tail = protocol(0).op("0").effect().stop();
    return new ScanFile("model.pkl", () -> new Sparse(head, length, tail));
  }

  /** Bytes, zeros, bytes. */
  private record Sparse(byte[] head, long zeros, byte[] tail) implements Content {
    private static final byte[] ZEROS = new byte[1 << 16];

    @Override
    public long size() {
      return head.length + zeros + tail.length;
    }

    @Override
    public int read(long position, ByteBuffer into) {
      int count = (int) Math.min(into.remaining(), Math.max(0, size() - position));
      for (int done = 0; done < count; ) {
        long at = position + done;
        long behind = at - head.length - zeros;
        if (at < head.length) {
          into.put(head[(int) at]);
          done++;
        } else if (behind >= 0) {
          into.put(tail[(int) behind]);
          done++;
        } else {
          int some = (int) Math.min(Math.min(-behind, count - done), ZEROS.length);
          into.put(ZEROS, 0, some);
          done += some;
        }
      }
      return count;
    }

    @Override
    public void close() {}
  }

  /** Row 17: the arguments of a call as a list, which pickle.py spreads like a tuple. */
  static byte[] argumentsAsList() {
    return protocol(0).global("os", "system").op("(l").text("echo x").op("aR").stop();
  }
}
