package io.weighbridge.pickle;

import org.jspecify.annotations.Nullable;

/**
 * The opcodes of pickle protocols 0 to 5, as data (CPython {@code Lib/pickletools.py}).
 *
 * <p>What an opcode does to the stack is the machine's knowledge; this table says how it is
 * written.
 */
public enum Opcode {
  // protocol 0
  INT('I', 0, Operand.DECIMAL_LINE),
  LONG('L', 0, Operand.LONG_LINE),
  STRING('S', 0, Operand.STRING_LINE),
  NONE('N', 0, Operand.NONE),
  UNICODE('V', 0, Operand.UNICODE_LINE),
  FLOAT('F', 0, Operand.FLOAT_LINE),
  APPEND('a', 0, Operand.NONE),
  LIST('l', 0, Operand.NONE),
  TUPLE('t', 0, Operand.NONE),
  DICT('d', 0, Operand.NONE),
  SETITEM('s', 0, Operand.NONE),
  POP('0', 0, Operand.NONE),
  DUP('2', 0, Operand.NONE),
  MARK('(', 0, Operand.NONE),
  GET('g', 0, Operand.DECIMAL_LINE),
  PUT('p', 0, Operand.DECIMAL_LINE),
  GLOBAL('c', 0, Operand.TWO_LINES),
  REDUCE('R', 0, Operand.NONE),
  BUILD('b', 0, Operand.NONE),
  INST('i', 0, Operand.TWO_LINES),
  STOP('.', 0, Operand.NONE),
  PERSID('P', 0, Operand.TEXT_LINE),
  // protocol 1
  BININT('J', 1, Operand.INT4),
  BININT1('K', 1, Operand.UINT1),
  BININT2('M', 1, Operand.UINT2),
  BINSTRING('T', 1, Operand.COUNTED4_SIGNED),
  SHORT_BINSTRING('U', 1, Operand.COUNTED1),
  BINUNICODE('X', 1, Operand.COUNTED4),
  BINFLOAT('G', 1, Operand.FLOAT8),
  EMPTY_LIST(']', 1, Operand.NONE),
  APPENDS('e', 1, Operand.NONE),
  EMPTY_TUPLE(')', 1, Operand.NONE),
  EMPTY_DICT('}', 1, Operand.NONE),
  SETITEMS('u', 1, Operand.NONE),
  POP_MARK('1', 1, Operand.NONE),
  BINGET('h', 1, Operand.UINT1),
  LONG_BINGET('j', 1, Operand.UINT4),
  BINPUT('q', 1, Operand.UINT1),
  LONG_BINPUT('r', 1, Operand.UINT4),
  OBJ('o', 1, Operand.NONE),
  BINPERSID('Q', 1, Operand.NONE),
  // protocol 2
  LONG1(0x8a, 2, Operand.LONG1),
  LONG4(0x8b, 2, Operand.LONG4),
  NEWTRUE(0x88, 2, Operand.NONE),
  NEWFALSE(0x89, 2, Operand.NONE),
  TUPLE1(0x85, 2, Operand.NONE),
  TUPLE2(0x86, 2, Operand.NONE),
  TUPLE3(0x87, 2, Operand.NONE),
  EXT1(0x82, 2, Operand.UINT1),
  EXT2(0x83, 2, Operand.UINT2),
  EXT4(0x84, 2, Operand.INT4),
  NEWOBJ(0x81, 2, Operand.NONE),
  PROTO(0x80, 2, Operand.UINT1),
  // protocol 3
  BINBYTES('B', 3, Operand.COUNTED4),
  SHORT_BINBYTES('C', 3, Operand.COUNTED1),
  // protocol 4
  BINBYTES8(0x8e, 4, Operand.COUNTED8),
  SHORT_BINUNICODE(0x8c, 4, Operand.COUNTED1),
  BINUNICODE8(0x8d, 4, Operand.COUNTED8),
  EMPTY_SET(0x8f, 4, Operand.NONE),
  ADDITEMS(0x90, 4, Operand.NONE),
  FROZENSET(0x91, 4, Operand.NONE),
  MEMOIZE(0x94, 4, Operand.NONE),
  STACK_GLOBAL(0x93, 4, Operand.NONE),
  NEWOBJ_EX(0x92, 4, Operand.NONE),
  FRAME(0x95, 4, Operand.UINT8),
  // protocol 5
  BYTEARRAY8(0x96, 5, Operand.COUNTED8),
  NEXT_BUFFER(0x97, 5, Operand.NONE),
  READONLY_BUFFER(0x98, 5, Operand.NONE);

  /** How the bytes after an opcode are laid out. Integers are little-endian. */
  public enum Operand {
    NONE,
    UINT1,
    UINT2,
    INT4,
    UINT4,
    UINT8,
    /** Eight bytes, big-endian IEEE 754. */
    FLOAT8,
    /** A decimal integer up to a newline; for INT also the booleans {@code 00} and {@code 01}. */
    DECIMAL_LINE,
    /** A decimal integer of any size, ending in {@code L}, up to a newline. */
    LONG_LINE,
    FLOAT_LINE,
    /** A quoted Python string literal with escapes, up to a newline. */
    STRING_LINE,
    /** Raw-unicode-escape text up to a newline. */
    UNICODE_LINE,
    /** Plain text up to a newline. */
    TEXT_LINE,
    /** Two lines of plain text: module and name. */
    TWO_LINES,
    /** A one-byte length, then that many bytes of a little-endian two's-complement integer. */
    LONG1,
    /** The same with a signed four-byte length. */
    LONG4,
    /** A length of one byte, then that many bytes. */
    COUNTED1,
    COUNTED4,
    /** A signed four-byte length (BINSTRING), then that many bytes. */
    COUNTED4_SIGNED,
    COUNTED8
  }

  private static final @Nullable Opcode[] BY_CODE = new Opcode[256];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;
  private final int protocol;
  private final Operand operand;

  Opcode(int code, int protocol, Operand operand) {
    this.code = code;
    this.protocol = protocol;
    this.operand = operand;
  }

  /** The opcode written as that byte (0 to 255), or null when there is none. */
  public static @Nullable Opcode of(int code) {
    return BY_CODE[code];
  }

  /** The byte, 0 to 255. */
  public int code() {
    return code;
  }

  /** The protocol that introduced it. */
  public int protocol() {
    return protocol;
  }

  public Operand operand() {
    return operand;
  }
}
