package io.weighbridge.content;

import io.weighbridge.content.internal.StreamDecoders;

/** A compressed stream around one content, recognised by its first bytes. */
public enum Compression {
  /** RFC 1952, any number of members. */
  GZIP("gzip"),
  /** RFC 1950. */
  ZLIB("zlib"),
  BZIP2("bzip2"),
  XZ("xz"),
  /** The older .lzma form, which has no signature. */
  LZMA("lzma"),
  /** LZ4 frame format 1.6. */
  LZ4("lz4"),
  /** RFC 8878. */
  ZSTD("zstd");

  private final String text;

  Compression(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /**
   * Unpacks the stream, to memory or a temporary file. The forms give no size that could be
   * believed, so this decodes to the end. Close the result.
   *
   * <p>Damage, a decompression bomb too, is a problem; what was unpacked before it is there.
   */
  public Unpacked unpack(Content content, Budget budget) {
    return StreamDecoders.unpack(this, content, budget);
  }

  /**
   * What a stream holds.
   *
   * @param consumed bytes of the packed content that belong to the stream
   * @param problems bytes behind it, a ratio like a bomb's, a broken end
   */
  public record Unpacked(Content content, long consumed, java.util.List<Problem> problems)
      implements AutoCloseable {
    public Unpacked {
      problems = java.util.List.copyOf(problems);
    }

    @Override
    public void close() {
      content.close();
    }
  }
}
