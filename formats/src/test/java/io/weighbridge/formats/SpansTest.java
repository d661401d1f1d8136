package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpansTest {
  @Test
  void whatNobodyClaimsIsUnknown() {
    Spans spans = Spans.builder(100).judged(0, 10).inert(20, 30).build();
    assertThat(spans.list())
        .containsExactly(
            new Span(Span.Kind.JUDGED, 0, 10),
            new Span(Span.Kind.UNKNOWN, 10, 10),
            new Span(Span.Kind.INERT, 20, 30),
            new Span(Span.Kind.UNKNOWN, 50, 50));
  }

  @Test
  void theMoreCarefulClaimWins() {
    Spans spans = Spans.builder(10).inert(0, 10).judged(4, 2).build();
    assertThat(spans.at(3)).isEqualTo(Span.Kind.INERT);
    assertThat(spans.at(4)).isEqualTo(Span.Kind.JUDGED);
    assertThat(spans.at(6)).isEqualTo(Span.Kind.INERT);
  }

  @Test
  void everyByteHasExactlyTheMostCarefulOfItsClaims() {
    var random = new Random(2);
    for (int round = 0; round < 300; round++) {
      int size = 1 + random.nextInt(60);
      var expected = new Span.Kind[size];
      java.util.Arrays.fill(expected, Span.Kind.UNKNOWN);
      var builder = Spans.builder(size);
      for (int claims = random.nextInt(8); claims > 0; claims--) {
        int from = random.nextInt(size + 5);
        int length = random.nextInt(size + 5);
        boolean judged = random.nextBoolean();
        for (int i = from; i < Math.min(size, from + length); i++) {
          if (judged) {
            expected[i] = Span.Kind.JUDGED;
          } else if (expected[i] != Span.Kind.JUDGED) {
            expected[i] = Span.Kind.INERT;
          }
        }
        var ignored = judged ? builder.judged(from, length) : builder.inert(from, length);
        assertThat(ignored).isSameAs(builder);
      }
      Spans spans = builder.build();
      long at = 0;
      for (Span span : spans.list()) {
        assertThat(span.offset()).isEqualTo(at);
        at = span.end();
      }
      assertThat(at).isEqualTo(size);
      for (int i = 0; i < size; i++) {
        assertThat(spans.at(i)).isEqualTo(expected[i]);
      }
    }
  }
}
