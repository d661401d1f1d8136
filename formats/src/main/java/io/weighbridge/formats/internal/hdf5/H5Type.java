package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.Cursor;

/**
 * A datatype message (specification IV.A.2.d), as far as it tells text from the rest.
 *
 * @param size of one element in bytes
 * @param variableText a string of variable length, kept in a global heap
 */
record H5Type(String name, int size, boolean fixedText, boolean variableText) {
  private static final String[] CLASSES = {
    "integer",
    "float",
    "time",
    "string",
    "bitfield",
    "opaque",
    "compound",
    "reference",
    "enumeration",
    "variable-length",
    "array",
    "complex"
  };

  static H5Type read(Cursor in) {
    int first = in.u8();
    int kind = first & 0x0F;
    int bits = in.u8();
    in.skip(2);
    long size = in.u32();
    String name = kind < CLASSES.length ? CLASSES[kind] : "class " + kind;
    boolean variable = kind == 9 && (bits & 0x0F) == 1;
    int kept = size > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) size;
    return new H5Type(variable ? "string" : name, kept, kind == 3, variable);
  }
}
