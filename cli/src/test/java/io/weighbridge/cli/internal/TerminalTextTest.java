package io.weighbridge.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTextTest {
  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "naïve 模型 ✓, naïve 模型 ✓",
    "'a\nb\tc\r', a\\nb\\tc\\r",
    "'\u001b]0;title\u0007', \\u001b]0;title\\u0007",
    "a\u202eb\u2066c\u200bd, a\\u202eb\\u2066c\\u200bd",
    "x\u009b31m, x\\u009b31m",
    "\ud83d\ude00, \ud83d\ude00",
    "lone \ud83d end, lone \\ud83d end",
  })
  void nothingThatActsOrHidesIsLeft(String text, String safe) {
    assertThat(TerminalText.safe(text)).isEqualTo(safe);
  }
}
