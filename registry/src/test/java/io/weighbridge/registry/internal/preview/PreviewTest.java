package io.weighbridge.registry.internal.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.formats.Spans;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.registry.internal.preview.Preview.Look;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is read of a file before it is fetched, and what that is good for. */
class PreviewTest {
  private static final int NUMBERS = 2 << 20;
  private static final long KIB = 1 << 10;

  private static byte[] weights() {
    byte[] header =
        "{\"w\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(NUMBERS, NUMBERS)
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length + NUMBERS)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  /** Counts what is read of it. */
  private record Counted(Content bytes, AtomicLong read) implements Content {
    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public int read(long position, ByteBuffer into) {
      int count = bytes.read(position, into);
      read.addAndGet(count);
      return count;
    }
  }

  private static Preview seen(Content content) {
    Look look = Preview.look(() -> content);
    assertThat(look).isInstanceOf(Look.Seen.class);
    return ((Look.Seen) look).preview();
  }

  @Test
  void littleOfAWeightFileIsReadAndAllOfThatIsHeldAgainstWhatArrives() {
    byte[] weights = weights();
    var read = new AtomicLong();
    try (Preview preview = seen(new Counted(new BytesContent(weights), read))) {
      assertThat(preview.settle()).isTrue();
      assertThat(read.get()).isLessThan(200 * KIB);
      assertThat(preview.mismatch(0, weights, weights.length)).isEmpty();
      byte[] other = weights.clone();
      other[20] ^= 1;
      assertThat(preview.mismatch(0, other, other.length)).hasValue(20);
      byte[] piece = Arrays.copyOfRange(other, 7, 4096);
      assertThat(preview.mismatch(7, piece, piece.length)).hasValue(20);
      other = weights.clone();
      other[NUMBERS / 2] ^= 1;
      assertThat(preview.mismatch(0, other, other.length)).as("numbers were not read").isEmpty();
    }
  }

  @Test
  void judgedBytesAreReadFromWhatIsKeptAndNowhereElse() {
    byte[] weights = weights();
    var read = new AtomicLong();
    Preview preview = seen(new Counted(new BytesContent(weights), read));
    assertThat(preview.settle()).isTrue();
    long before = read.get();
    assertThat(preview.judged(0, 40)).isTrue();
    assertThat(preview.judged(8, 100_000)).isFalse();
    var buffer = ByteBuffer.allocate(32);
    assertThat(preview.read(8, buffer)).isEqualTo(32);
    assertThat(buffer.array()).isEqualTo(Arrays.copyOfRange(weights, 8, 40));
    assertThat(read.get()).isEqualTo(before);
    assertThatThrownBy(() -> preview.read(NUMBERS / 2, ByteBuffer.allocate(1)))
        .isInstanceOf(ContentException.class);
    preview.close();
    assertThatThrownBy(() -> preview.read(8, ByteBuffer.allocate(1)))
        .isInstanceOf(ContentException.class);
  }

  @Test
  void theTailReachesBackOverNumbersThatNobodyHasYet() {
    long size = 10 << 20;
    long least = 128 * KIB;
    assertThat(Held.from(Spans.builder(size).judged(0, 100).inert(100, size - 100).build(), size))
        .isEqualTo(size - least);
    long directory = size - 300 * KIB;
    Spans zip =
        Spans.builder(size)
            .judged(0, 100)
            .inert(100, directory - 100)
            .judged(directory, size - directory)
            .build();
    assertThat(Held.from(zip, size)).isEqualTo(directory - least);
    Spans few = Spans.builder(size).judged(0, 500).inert(500, 40).judged(540, size - 540).build();
    assertThat(Held.from(few, size)).isEqualTo(500);
  }

  @Test
  void whatActsOnAPrefixAndWhatIsNotUnderstoodIsFetchedWhole() {
    byte[] json = "[%s1]".formatted("1,".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
    assertThat(Preview.look(() -> new BytesContent(json))).isInstanceOf(Look.FetchWhole.class);
    byte[] unknown = new byte[2 << 20];
    Arrays.fill(unknown, (byte) 0xF7);
    assertThat(Preview.look(() -> new BytesContent(unknown))).isInstanceOf(Look.FetchWhole.class);
  }

  @Test
  void anUpstreamThatAnswersRangesWronglyMaySendTheWholeAndOneThatIsDownIsAskedLater() {
    assertThat(
            Preview.look(
                () -> {
                  throw new HubException(Kind.BAD_ANSWER, "another range");
                }))
        .isInstanceOf(Look.FetchWhole.class);
    assertThatThrownBy(
            () ->
                Preview.look(
                    () -> {
                      throw new HubException(Kind.UNAVAILABLE, "down");
                    }))
        .isInstanceOf(HubException.class);
  }
}
