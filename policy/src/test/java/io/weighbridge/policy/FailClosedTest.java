package io.weighbridge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Verdict;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What must hold for the standard policy whatever a revision looks like; seeded. */
class FailClosedTest {
  private static final int ROUNDS = 400;
  private static final Policy STANDARD = Policy.standard();
  private static final List<String> PATHS =
      List.of(
          "config.json",
          "tokenizer.json",
          "model.safetensors",
          "model.safetensors.index.json",
          "model-00001-of-00002.safetensors",
          "model-00002-of-00002.safetensors",
          "pytorch_model.bin",
          "modeling_x.py",
          "train.py",
          "README.md",
          "onnx/model.onnx",
          "unet/config.json",
          "unet/diffusion_pytorch_model.safetensors",
          "unet/diffusion_pytorch_model.bin",
          "model.gguf");

  /** Path to verdict; the worst coverage that the verdict allows is drawn with it. */
  private record Draw(Map<String, Verdict> verdicts, Random random) {
    static Draw from(long seed) {
      var random = new Random(seed);
      var verdicts = new LinkedHashMap<String, Verdict>();
      for (String path : PATHS) {
        if (random.nextInt(3) > 0) {
          verdicts.put(path, verdict(random));
        }
      }
      return new Draw(verdicts, random);
    }

    private static Verdict verdict(Random random) {
      int roll = random.nextInt(40);
      return roll == 0 ? Verdict.MALICIOUS : roll < 9 ? Verdict.SUSPICIOUS : Verdict.SAFE;
    }

    Sample sample() {
      Sample sample = Sample.of("acme/model");
      verdicts.forEach(
          (path, verdict) -> {
            if (path.endsWith(".index.json") && verdict == Verdict.SAFE) {
              sample.index(
                  path, "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
            } else {
              Coverage coverage = verdict == Verdict.SAFE ? Coverage.FULL : Coverage.PARTIAL;
              sample.file(path, format(path), verdict, coverage);
            }
          });
      return sample.naming("config.json", "modeling_x.py");
    }

    private static String format(String path) {
      return switch (path.substring(path.lastIndexOf('.') + 1)) {
        case "json" -> "json";
        case "bin" -> "torch-zip";
        case "py" -> "script";
        case "md" -> "text";
        case "onnx" -> "onnx";
        case "gguf" -> "gguf";
        default -> "safetensors";
      };
    }
  }

  @Test
  void nothingIsServedThatWasNotShownSafe() {
    int admitted = 0;
    int filtered = 0;
    for (long seed = 0; seed < ROUNDS; seed++) {
      Draw draw = Draw.from(seed);
      Decision decision = draw.sample().by(STANDARD);

      Set<String> served = new HashSet<>(draw.verdicts().keySet());
      decision.leftOut().forEach(served::remove);
      if (decision.outcome() == Outcome.ADMIT) {
        admitted++;
        filtered += decision.leftOut().isEmpty() ? 0 : 1;
        assertThat(served)
            .as("seed %d", seed)
            .allMatch(path -> draw.verdicts().get(path) == Verdict.SAFE);
      }
      if (draw.verdicts().containsValue(Verdict.MALICIOUS)) {
        assertThat(decision.outcome()).as("seed %d", seed).isEqualTo(Outcome.BLOCK);
      }
    }
    assertThat(admitted).isGreaterThan(ROUNDS / 50);
    assertThat(filtered).isGreaterThan(ROUNDS / 100);
  }

  @Test
  void aWorseFileNeverGivesABetterOutcome() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Draw draw = Draw.from(seed);
      if (draw.verdicts().isEmpty()) {
        continue;
      }
      List<String> paths = List.copyOf(draw.verdicts().keySet());
      String path = paths.get(draw.random().nextInt(paths.size()));
      Decision before = draw.sample().by(STANDARD);
      draw.verdicts().computeIfPresent(path, (same, verdict) -> verdict.worst(Verdict.SUSPICIOUS));
      Decision suspicious = draw.sample().by(STANDARD);
      draw.verdicts().put(path, Verdict.MALICIOUS);
      Decision malicious = draw.sample().by(STANDARD);

      assertThat(suspicious.outcome()).as("seed %d", seed).isGreaterThanOrEqualTo(before.outcome());
      assertThat(malicious.outcome()).as("seed %d", seed).isEqualTo(Outcome.BLOCK);
    }
  }

  @Test
  void whatIsLeftOutLeavesAModelThatLeavesNothingMoreOut() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Draw draw = Draw.from(seed);
      Decision decision = draw.sample().by(STANDARD);
      decision.leftOut().forEach(draw.verdicts()::remove);

      Decision again = draw.sample().by(STANDARD);

      assertThat(again.leftOut()).as("seed %d", seed).isEmpty();
      assertThat(again.outcome()).as("seed %d", seed).isEqualTo(decision.outcome());
    }
  }
}
