package io.weighbridge.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  @Test
  void readsAcrossItsBufferAndBackwards() {
    byte[] bytes = random(100_000);
    var in = new Cursor(new BytesContent(bytes), Budget.standard());
    var random = new Random(6);
    for (int i = 0; i < 2000; i++) {
      int at = random.nextInt(bytes.length - 8);
      in.seek(at);
      long expected =
          java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong(at);
      assertThat(in.i64()).isEqualTo(expected);
      assertThat(in.position()).isEqualTo(at + 8);
    }
    in.seek(10);
    assertThat(in.bytes(90_000)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 10, 90_010));
    assertThat(in.u8()).isEqualTo(bytes[90_010] & 0xFF);
  }

  @Test
  void lengthsBeyondTheEndAreRefusedBeforeAnythingIsAllocated() {
    byte[] bytes = new byte[16];
    java.util.Arrays.fill(bytes, (byte) 0x7F);
    var in = new Cursor(new BytesContent(bytes), Budget.standard());
    assertThatThrownBy(in::length64).isInstanceOf(ContentException.class);
    assertThatThrownBy(() -> in.bytes(Integer.MAX_VALUE)).isInstanceOf(ContentException.class);
    assertThatThrownBy(() -> in.skip(-1)).isInstanceOf(ContentException.class);
    assertThatThrownBy(() -> in.seek(17)).isInstanceOf(ContentException.class);
  }

  @Test
  void whatIsSkippedIsNotPaidFor() {
    var budget = Budget.standard();
    var in = new Cursor(new BytesContent(new byte[10 << 20]), budget);
    in.u8();
    in.skip(9 << 20);
    in.u8();
    assertThat(budget.bytesSpent()).isLessThan(100_000);
  }
}
