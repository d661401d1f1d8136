package io.weighbridge.content;

/**
 * A zip member as one record describes it (APPNOTE.TXT 4.3.12, or 4.3.7 when {@code hidden}).
 *
 * @param flags general purpose bit flags
 * @param method compression method: 0 stored, 8 deflate, 12 bzip2, 14 LZMA, 93 Zstandard, 95 XZ
 * @param crc CRC-32 as announced
 * @param packedSize compressed size in bytes
 * @param headerOffset absolute offset of the local header
 * @param externalAttributes the upper 16 bits are the Unix mode
 * @param hidden only a local header names it: readers of the central directory do not see it,
 *     streaming readers do
 */
public record ZipMember(
    String name,
    int flags,
    int method,
    long crc,
    long packedSize,
    long size,
    long headerOffset,
    long externalAttributes,
    boolean hidden)
    implements Member {
  public static final int STORED = 0;
  public static final int DEFLATED = 8;

  private static final int TYPE = 0xF000;

  /** Encrypted in one of the ways that the format knows. */
  public boolean encrypted() {
    return (flags & (1 | 1 << 6 | 1 << 13)) != 0;
  }

  /** Sizes and CRC of the local header are zero and follow the data instead. */
  public boolean hasDescriptor() {
    return (flags & 1 << 3) != 0;
  }

  @Override
  public Kind kind() {
    return switch ((int) (externalAttributes >> 16) & TYPE) {
      case 0xA000 -> Kind.SYMBOLIC_LINK;
      case 0x2000, 0x6000, 0x1000, 0xC000 -> Kind.DEVICE;
      default -> name.endsWith("/") && size == 0 ? Kind.DIRECTORY : Kind.FILE;
    };
  }
}
