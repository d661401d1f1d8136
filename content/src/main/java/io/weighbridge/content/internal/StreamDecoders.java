package io.weighbridge.content.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Compression;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** Picks the decoder of a stream, and looks at what it left over. */
public final class StreamDecoders {
  private StreamDecoders() {}

  public static Compression.Unpacked unpack(Compression kind, Content content, Budget budget) {
    var problems = new ArrayList<Problem>();
    var source = new ContentStream(content);
    InputStream decoder;
    try {
      decoder = decoder(kind, source);
    } catch (IOException | RuntimeException e) {
      // Some decoders read the first block at once, so damage there is damage like any other.
      problems.add(Problem.of("stream/damaged", kind.text() + ": " + e.getMessage()));
      return new Compression.Unpacked(new BytesContent(new byte[0]), content.size(), problems);
    }
    var unpacked = SpooledContent.partial(decoder, source, budget);
    unpacked
        .damage()
        .ifPresent(
            damage -> problems.add(Problem.of("stream/damaged", kind.text() + ": " + damage)));
    long consumed = content.size();
    if (decoder instanceof Framed framed && unpacked.damage().isEmpty()) {
      consumed = framed.consumed();
      if (consumed < content.size()) {
        problems.add(
            new Problem(
                "stream/trailing-data",
                (content.size() - consumed) + " bytes follow the " + kind.text() + " stream",
                consumed));
      }
    }
    if (SpooledContent.isBomb(unpacked.size(), content.size())) {
      problems.add(
          Problem.of("archive/bomb", content.size() + " bytes unpack to " + unpacked.size()));
    }
    return new Compression.Unpacked(unpacked, consumed, problems);
  }

  private static InputStream decoder(Compression kind, ContentStream source) throws IOException {
    return switch (kind) {
      case GZIP -> new GzipStream(source);
      case ZLIB -> new ZlibStream(source);
      case BZIP2 -> new BZip2CompressorInputStream(source, true);
      case XZ -> new XZInputStream(source, ZipMethods.DICTIONARY_KIB);
      case LZMA -> new LZMAInputStream(source, ZipMethods.DICTIONARY_KIB);
      case LZ4 -> new FramedLZ4CompressorInputStream(source, true);
      case ZSTD -> new io.airlift.compress.v3.zstd.ZstdJavaInputStream(source);
    };
  }

  /** A decoder that knows where its stream ended. */
  interface Framed {
    long consumed();
  }

  private static final class ZlibStream extends InflaterInputStream implements Framed {
    private final ContentStream source;

    ZlibStream(ContentStream source) {
      super(source, new Inflater(), 8 << 10);
      this.source = source;
    }

    @Override
    public long consumed() {
      return source.consumed() - inf.getRemaining();
    }

    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }
}
