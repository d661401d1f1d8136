package io.weighbridge.vetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Reason;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final ModelId MODEL = new ModelId("acme", "model");
  private static final CommitId COMMIT = new CommitId("0123456789abcdef0123456789abcdef01234567");
  private static final Optional<URI> CONSOLE =
      Optional.of(URI.create("http://gate.example:8080/console/models/acme/model"));

  private static Decision decision(Outcome outcome, List<String> leftOut, Reason... reasons) {
    return new Decision(
        outcome,
        leftOut,
        List.of(reasons),
        Optional.empty(),
        COMMIT.hex(),
        "",
        "",
        "",
        "",
        Instant.EPOCH);
  }

  private static Reason reason(String rule, Outcome outcome, String message, String next) {
    return new Reason(rule, outcome, "", false, message, next);
  }

  @Test
  void endsInTheCommandThatWouldHaveBeenRight() {
    Decision decision =
        decision(
            Outcome.BLOCK,
            List.of(),
            reason(
                "look-alike",
                Outcome.BLOCK,
                "one letter missing; publisher 12 days old",
                "Did you mean: hf download other/model"),
            reason("malicious-file", Outcome.BLOCK, "x.bin: os.system('id')", ""));

    assertThat(Refusal.line(MODEL, decision, CONSOLE))
        .isEqualTo(
            "Blocked by policy: one letter missing; publisher 12 days old; x.bin: os.system('id')"
                + " [look-alike, malicious-file]. Did you mean: hf download other/model");
  }

  @Test
  void givesADeniedIdsReasonVerbatim() {
    Decision decision =
        decision(Outcome.BLOCK, List.of(), reason("deny", Outcome.BLOCK, "not for us, sorry", ""));

    assertThat(Refusal.line(MODEL, decision, CONSOLE))
        .startsWith("Blocked by policy: not for us, sorry")
        .endsWith("Ask: http://gate.example:8080/console/models/acme/model");
  }

  @Test
  void whatWaitsSaysSoAndNamesTheReviewersCommandWithoutAConsole() {
    Decision decision =
        decision(Outcome.REVIEW, List.of(), reason("gated", Outcome.REVIEW, "terms", ""));

    assertThat(Refusal.line(MODEL, decision, Optional.empty()))
        .isEqualTo(
            "Waits for approval: terms [gated]. A reviewer can run: weighbridge approve acme/model@"
                + COMMIT.hex().substring(0, 12));
    assertThat(Refusal.line(MODEL, decision, CONSOLE))
        .endsWith(
            "Ask: http://gate.example:8080/console/models/acme/model - a reviewer can run:"
                + " weighbridge approve acme/model@"
                + COMMIT.hex().substring(0, 12));
    assertThatThrownBy(() -> Refusal.line(MODEL, decision(Outcome.ADMIT, List.of()), CONSOLE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesTheFilteredRevision() {
    Decision decision = decision(Outcome.ADMIT, List.of("a.bin", "b.py"));

    assertThat(Refusal.filtered(MODEL, decision, COMMIT))
        .isEqualTo(
            "Blocked by policy: this revision holds 2 files not served (a.bin, b.py). Without:"
                + " hf download acme/model --revision "
                + COMMIT);
  }

  @Test
  void warnsOfWhatIsNotPlain() {
    Reason hint = reason("safe-pickle", Outcome.ADMIT, "a.bin is a pickle", "");

    assertThat(Refusal.warning(decision(Outcome.ADMIT, List.of("b.py"), hint)))
        .contains("served without a file that cannot be shown safe: b.py; a.bin is a pickle");
    assertThat(Refusal.warning(decision(Outcome.ADMIT, List.of()))).isEmpty();
    assertThat(Refusal.warning(decision(Outcome.BLOCK, List.of("b.py")))).isEmpty();
  }

  @Test
  void quotesNonAsciiSoThatItCanBeRead() {
    Decision decision =
        decision(
            Outcome.BLOCK,
            List.of(),
            reason(
                "r", Outcome.BLOCK, "mod\u0435l \u201cx\u201d\u2026\r\nSet-Cookie: a\u202eb", ""));

    assertThat(Refusal.line(MODEL, decision, Optional.empty()))
        .isEqualTo(
            "Blocked by policy: mod\\u0435l \"x\"... Set-Cookie: a\\u202eb [r]. Ask whoever runs"
                + " this gate");
  }

  @Test
  void isOneLineOfAsciiWhateverTheModelSays() {
    var random = new Random(7);
    var longest = new ModelId("a".repeat(96), "b".repeat(96));
    for (int round = 0; round < 500; round++) {
      String next = random.nextBoolean() ? "Did you mean: hf download " + longest : noise(random);
      var reasons = new ArrayList<Reason>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        reasons.add(
            reason("rule-" + "x".repeat(random.nextInt(60)), Outcome.BLOCK, noise(random), next));
      }
      var decision =
          decision(
              Outcome.BLOCK, List.of(noise(random), noise(random)), reasons.toArray(Reason[]::new));
      Optional<URI> console = random.nextBoolean() ? CONSOLE : Optional.empty();

      String line = Refusal.line(longest, decision, console);
      check(line);
      assertThat(line).startsWith("Blocked by policy: ");
      if (next.startsWith("Did")) {
        assertThat(line).endsWith(next);
      }
      check(Refusal.filtered(longest, decision, COMMIT));
      assertThat(Refusal.filtered(longest, decision, COMMIT)).endsWith(COMMIT.hex());
      Refusal.warning(decision(Outcome.ADMIT, decision.leftOut())).ifPresent(RefusalTest::check);
    }
  }

  private static void check(String line) {
    assertThat(line.length()).isLessThanOrEqualTo(Refusal.LENGTH);
    assertThat(line).matches("[ -~]+");
  }

  private static String noise(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(300); i >= 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(5)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0xd800 + random.nextInt(0x800);
            case 2 -> 0x1f600 + random.nextInt(50);
            case 3 -> 0x2000 + random.nextInt(0x70);
            default -> 0x20 + random.nextInt(0x5f);
          });
    }
    return text.toString();
  }
}
