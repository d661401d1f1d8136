package io.weighbridge.formats.internal.hdf5;

/**
 * A message of an object header (specification IV.A.2).
 *
 * @param offset of its data in the content
 * @param shared whether the data is only a reference to where it is kept
 */
record H5Message(int type, long offset, int length, boolean shared) {
  static final int DATASPACE = 0x01;
  static final int LINK_INFO = 0x02;
  static final int DATATYPE = 0x03;
  static final int LINK = 0x06;
  static final int EXTERNAL_FILES = 0x07;
  static final int LAYOUT = 0x08;
  static final int FILTERS = 0x0B;
  static final int ATTRIBUTE = 0x0C;
  static final int CONTINUATION = 0x10;
  static final int SYMBOL_TABLE = 0x11;
  static final int ATTRIBUTE_INFO = 0x15;
}
