package io.weighbridge.content;

/**
 * A member of a 7z archive.
 *
 * @param index its place in the archive, which identifies it
 */
public record SevenZipMember(String name, Kind kind, long size, int index) implements Member {
  /** 7z keeps all records in one header at the end. */
  @Override
  public long headerOffset() {
    return -1;
  }
}
