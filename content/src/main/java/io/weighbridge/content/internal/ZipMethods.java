package io.weighbridge.content.internal;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** Decoders of the rare zip methods; apart, so that ordinary zips load none of them. */
final class ZipMethods {
  /** Most memory, in KiB, for the dictionary of an LZMA or XZ stream. */
  static final int DICTIONARY_KIB = 96 << 10;

  private ZipMethods() {}

  static InputStream decoder(int method, ContentStream source, long size) throws IOException {
    return switch (method) {
      case 9 -> new Deflate64CompressorInputStream(source);
      case 12 -> new BZip2CompressorInputStream(source, true);
      case 14 -> lzma(source, size);
      case 93, 20 -> new io.airlift.compress.v3.zstd.ZstdJavaInputStream(source);
      case 95 -> new XZInputStream(source, DICTIONARY_KIB);
      default -> throw new IOException("compression method " + method + " is not known");
    };
  }

  /** APPNOTE.TXT 5.8.8: version, properties size, properties, then a raw LZMA stream. */
  private static InputStream lzma(ContentStream source, long size) throws IOException {
    byte[] head = source.readNBytes(9);
    if (head.length < 9 || head[2] != 5 || head[3] != 0) {
      throw new IOException("bad LZMA properties");
    }
    int dictionary =
        (head[5] & 0xFF) | (head[6] & 0xFF) << 8 | (head[7] & 0xFF) << 16 | (head[8] & 0xFF) << 24;
    if (dictionary < 0 || dictionary >> 10 > DICTIONARY_KIB) {
      throw new IOException(
          "LZMA dictionary of " + Integer.toUnsignedString(dictionary) + " bytes");
    }
    var stream = new LZMAInputStream(source, size, head[4], dictionary);
    stream.enableRelaxedEndCondition();
    return stream;
  }
}
