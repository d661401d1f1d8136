package io.weighbridge.content;

/**
 * A tar member, with the names and sizes that its pax and GNU extension records give it.
 *
 * @param type the type flag of its header, such as {@code '0'} or {@code '2'}
 * @param dataOffset where its data begins in the archive
 * @param sparse stored with holes in a GNU sparse form, which this reader does not expand
 */
public record TarMember(
    String name,
    char type,
    long size,
    String linkTarget,
    long headerOffset,
    long dataOffset,
    boolean sparse)
    implements Member {

  @Override
  public Kind kind() {
    return switch (type) {
      case '0', '\0', '7', 'S' -> name.endsWith("/") ? Kind.DIRECTORY : Kind.FILE;
      case '1' -> Kind.HARD_LINK;
      case '2' -> Kind.SYMBOLIC_LINK;
      case '3', '4', '6' -> Kind.DEVICE;
      case '5', 'D' -> Kind.DIRECTORY;
      default -> Kind.OTHER;
    };
  }
}
