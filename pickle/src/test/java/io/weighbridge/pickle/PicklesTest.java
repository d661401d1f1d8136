package io.weighbridge.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PicklesTest {

  static PickleReport analyze(String latin1) {
    return Pickles.analyze(
        new BytesContent(latin1.getBytes(StandardCharsets.ISO_8859_1)),
        Budget.standard(),
        PickleContext.WHOLE);
  }

  @Test
  void plainDataIsSafeAndFullyUnderstood() {
    PickleReport report = analyze("\u0080\u0004}(\u008c\u0001aK\u0001\u008c\u0001b]K\u0002au.");

    assertThat(report.verdict()).isEqualTo(Verdict.SAFE);
    assertThat(report.coverage()).isEqualTo(Coverage.FULL);
    assertThat(report.streams()).hasSize(1);
    assertThat(report.streams().get(0).value()).isInstanceOf(Value.Mapping.class);
  }

  @Test
  void aDangerousCallIsShownAsPython() {
    PickleReport report = analyze("cos\nsystem\n(S'echo hello'\ntR.");

    assertThat(report.verdict()).isEqualTo(Verdict.MALICIOUS);
    Effect effect = report.effects().get(0);
    assertThat(effect.expression()).isEqualTo("os.system('echo hello')");
    assertThat(effect.pathText()).isEqualTo("GLOBAL@0 → REDUCE@27");
    assertThat(report.findings(Location.of("x")).get(0).rule()).isEqualTo("pickle/dangerous-call");
  }

  @Test
  void callsBeforeABrokenTailCount() {
    PickleReport report = analyze("cos\nsystem\n(S'echo hello'\ntR\u00ff");

    assertThat(report.verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(report.coverage()).isEqualTo(Coverage.PARTIAL);
  }

  @Test
  void hexadecimalTextKeepsAll64Bits() {
    byte[] bytes =
        "cos\nsystem\n(I0xFFFFFFFFFFFFFFFF\ntR."
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    PickleReport report =
        Pickles.analyze(
            new io.weighbridge.content.BytesContent(bytes),
            io.weighbridge.content.Budget.standard(),
            PickleContext.WHOLE);
    assertThat(report.effects())
        .extracting(Effect::expression)
        .containsExactly("os.system(0xffffffffffffffff)");
  }
}
