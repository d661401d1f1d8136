package io.weighbridge.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

class CompressionTest {
  private final Budget budget = Budget.standard();

  private static byte[] pack(Compression kind, byte[] data) throws IOException {
    if (kind == Compression.ZSTD) {
      var compressor = new ZstdJavaCompressor();
      byte[] out = new byte[compressor.maxCompressedLength(data.length)];
      return Arrays.copyOf(out, compressor.compress(data, 0, data.length, out, 0, out.length));
    }
    var out = new ByteArrayOutputStream();
    try (OutputStream packer =
        switch (kind) {
          case GZIP -> new GZIPOutputStream(out);
          case ZLIB -> new DeflaterOutputStream(out);
          case BZIP2 -> new BZip2CompressorOutputStream(out);
          case XZ -> new XZOutputStream(out, new LZMA2Options(1));
          case LZMA -> new LZMAOutputStream(out, new LZMA2Options(1), -1);
          default -> new FramedLZ4CompressorOutputStream(out);
        }) {
      packer.write(data);
    }
    return out.toByteArray();
  }

  private byte[] unpack(Compression kind, byte[] packed) {
    try (var unpacked = kind.unpack(new BytesContent(packed), budget)) {
      assertThat(unpacked.problems()).isEmpty();
      return unpacked.content().bytes(0, (int) unpacked.content().size());
    }
  }

  private static byte[] sample(int size) {
    byte[] data = new byte[size];
    new Random(7).nextBytes(data);
    Arrays.fill(data, 0, size / 2, (byte) 'a');
    return data;
  }

  @ParameterizedTest
  @EnumSource
  void everyFormUnpacksToWhatWasPacked(Compression kind) throws IOException {
    byte[] data = sample(300_000);
    assertThat(unpack(kind, pack(kind, data))).isEqualTo(data);
  }

  @ParameterizedTest
  @EnumSource
  void damageKeepsWhatCameBeforeAndIsReported(Compression kind) throws IOException {
    byte[] packed = pack(kind, sample(300_000));
    byte[] cut = Arrays.copyOf(packed, packed.length / 2);
    try (var unpacked = kind.unpack(new BytesContent(cut), budget)) {
      assertThat(unpacked.problems()).extracting(Problem::rule).contains("stream/damaged");
      byte[] kept = unpacked.content().bytes(0, (int) unpacked.content().size());
      assertThat(kept).isEqualTo(Arrays.copyOf(sample(300_000), kept.length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void mutatedStreamsNeverEscapeTheirExceptions(Compression kind) throws IOException {
    byte[] packed = pack(kind, sample(2000));
    var random = new Random(kind.ordinal());
    for (int i = 0; i < 150; i++) {
      byte[] mutated = packed.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      var small =
          new Budget(new Budget.Limits(1 << 24, 1 << 24, 1000, 1000, 4, Duration.ofMinutes(5)));
      try (var unpacked = kind.unpack(new BytesContent(mutated), small)) {
        assertThat(unpacked.content().size()).isLessThanOrEqualTo(1 << 24);
      } catch (ContentException | BudgetExceeded expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void gzipMembersAreJoinedAndOtherBytesBehindThemAreReported() throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(pack(Compression.GZIP, "first ".getBytes(StandardCharsets.UTF_8)));
    out.write(pack(Compression.GZIP, "second".getBytes(StandardCharsets.UTF_8)));
    assertThat(unpack(Compression.GZIP, out.toByteArray())).asString().isEqualTo("first second");
    int end = out.size();
    out.write("tail".getBytes(StandardCharsets.UTF_8));
    try (var unpacked = Compression.GZIP.unpack(new BytesContent(out.toByteArray()), budget)) {
      assertThat(unpacked.consumed()).isEqualTo(end);
      assertThat(unpacked.problems())
          .extracting(Problem::rule)
          .containsExactly("stream/trailing-data");
    }
  }

  @Test
  void bytesBehindAZlibStreamAreReported() throws IOException {
    byte[] packed = pack(Compression.ZLIB, sample(100));
    byte[] longer = Arrays.copyOf(packed, packed.length + 5);
    try (var unpacked = Compression.ZLIB.unpack(new BytesContent(longer), budget)) {
      assertThat(unpacked.consumed()).isEqualTo(packed.length);
    }
  }

  @Test
  void manyZerosAreABomb() throws IOException {
    byte[] packed = pack(Compression.GZIP, new byte[12 << 20]);
    try (var unpacked = Compression.GZIP.unpack(new BytesContent(packed), budget)) {
      assertThat(unpacked.problems()).extracting(Problem::rule).containsExactly("archive/bomb");
    }
  }

  @Test
  void whatDoesNotFitInMemoryGoesToAFileThatVanishes() throws IOException {
    byte[] data = sample(9 << 20);
    try (var unpacked =
        Compression.LZ4.unpack(new BytesContent(pack(Compression.LZ4, data)), budget)) {
      assertThat(unpacked.content().size()).isEqualTo(data.length);
      assertThat(unpacked.content().bytes(data.length - 100, 100))
          .isEqualTo(Arrays.copyOfRange(data, data.length - 100, data.length));
    }
  }

  @Test
  void unpackingDrawsFromTheBudget() throws IOException {
    byte[] packed = pack(Compression.GZIP, new byte[100_000]);
    var small = new Budget(new Budget.Limits(1 << 20, 50_000, 10, 10, 2, Duration.ofMinutes(5)));
    assertThatThrownBy(() -> Compression.GZIP.unpack(new BytesContent(packed), small))
        .isInstanceOf(BudgetExceeded.class);
  }
}
