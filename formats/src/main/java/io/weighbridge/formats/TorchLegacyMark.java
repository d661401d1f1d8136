package io.weighbridge.formats;

/** The pickled magic number 0x1950a86a20f9469cfc6c that opens a legacy torch file. */
final class TorchLegacyMark {
  private static final int[] NUMBER = {
    0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.'
  };

  private TorchLegacyMark() {}

  /** Behind PROTO, and behind a FRAME when the protocol has frames. */
  static boolean isAt(byte[] head) {
    int start = head.length > 11 && (head[2] & 0xFF) == 0x95 ? 11 : 2;
    if (head.length < start + NUMBER.length) {
      return false;
    }
    for (int i = 0; i < NUMBER.length; i++) {
      if ((head[start + i] & 0xFF) != NUMBER[i]) {
        return false;
      }
    }
    return true;
  }
}
