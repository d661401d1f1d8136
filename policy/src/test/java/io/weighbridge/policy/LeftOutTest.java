package io.weighbridge.policy;

import static io.weighbridge.policy.Outcome.ADMIT;
import static io.weighbridge.policy.Outcome.BLOCK;
import static io.weighbridge.policy.Outcome.REVIEW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Which files the standard policy leaves out, and when it asks a person instead. */
class LeftOutTest {
  private static final Policy STANDARD = Policy.standard();

  record Case(String name, Sample sample, Outcome outcome, List<String> leftOut) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Sample bare() {
    return Sample.of("acme/model").safe("config.json", "json").safe("tokenizer.json", "json");
  }

  private static Sample sharded() {
    return bare()
        .index(
            "model.safetensors.index.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors")
        .safe("model-00001-of-00002.safetensors", "safetensors");
  }

  static final List<Case> CASES =
      List.of(
          new Case(
              "pickle beside safetensors",
              Sample.whole().suspicious("pytorch_model.bin", "torch-zip"),
              ADMIT,
              List.of("pytorch_model.bin")),
          new Case(
              "only a pickle",
              bare().suspicious("pytorch_model.bin", "torch-zip"),
              REVIEW,
              List.of()),
          new Case(
              "pickle beside safetensors without config",
              Sample.of("acme/model").weights().suspicious("pytorch_model.bin", "torch-zip"),
              REVIEW,
              List.of()),
          new Case(
              "pickle beside safetensors of a name that no loader looks for",
              bare().safe("extra.safetensors", "safetensors").suspicious("model.bin", "pickle"),
              REVIEW,
              List.of()),
          new Case(
              "pickle beside complete shards",
              sharded()
                  .safe("model-00002-of-00002.safetensors", "safetensors")
                  .suspicious("pytorch_model.bin", "torch-zip"),
              ADMIT,
              List.of("pytorch_model.bin")),
          new Case(
              "pickle beside shards of which one is missing",
              sharded().suspicious("pytorch_model.bin", "torch-zip"),
              REVIEW,
              List.of()),
          new Case(
              "a shard that is not shown safe",
              sharded().suspicious("model-00002-of-00002.safetensors", "safetensors"),
              REVIEW,
              List.of()),
          new Case(
              "shards without a readable index",
              bare()
                  .index("model.safetensors.index.json")
                  .safe("model-00001-of-00001.safetensors", "safetensors")
                  .suspicious("pytorch_model.bin", "torch-zip"),
              REVIEW,
              List.of()),
          new Case(
              "script that nobody names",
              Sample.whole().suspicious("train.py", "python"),
              ADMIT,
              List.of("train.py")),
          new Case(
              "script that the tokenizer names",
              Sample.whole()
                  .naming("tokenizer.json", "tokenization_acme.py")
                  .suspicious("tokenization_acme.py", "python")
                  .suspicious("train.py", "python"),
              REVIEW,
              List.of("train.py")),
          new Case(
              "tokenizer that is not shown safe",
              Sample.whole().suspicious("spiece.model", "unknown"),
              REVIEW,
              List.of()),
          new Case(
              "config that is not shown safe",
              Sample.of("acme/model").weights().suspicious("config.json", "json"),
              REVIEW,
              List.of()),
          new Case(
              "exports to other frameworks",
              Sample.whole().unknown("onnx/model.onnx").unknown("tf_model.h5").unknown("rust.ot"),
              ADMIT,
              List.of("onnx/model.onnx", "rust.ot", "tf_model.h5")),
          new Case(
              "a part of a pipeline that only has a pickle",
              Sample.of("acme/pipeline")
                  .safe("model_index.json", "json")
                  .safe("unet/config.json", "json")
                  .safe("unet/diffusion_pytorch_model.fp16.safetensors", "safetensors")
                  .suspicious("unet/diffusion_pytorch_model.bin", "torch-zip")
                  .safe("vae/config.json", "json")
                  .suspicious("vae/diffusion_pytorch_model.bin", "torch-zip"),
              REVIEW,
              List.of("unet/diffusion_pytorch_model.bin")),
          new Case(
              "single-file checkpoint beside a pipeline",
              Sample.of("acme/pipeline")
                  .safe("model_index.json", "json")
                  .safe("unet/config.json", "json")
                  .safe("unet/diffusion_pytorch_model.safetensors", "safetensors")
                  .suspicious("v1-5.ckpt", "torch-zip"),
              ADMIT,
              List.of("v1-5.ckpt")),
          new Case(
              "adapter",
              Sample.of("acme/adapter")
                  .safe("adapter_config.json", "json")
                  .safe("adapter_model.safetensors", "safetensors")
                  .suspicious("training_args.bin", "torch-zip"),
              ADMIT,
              List.of("training_args.bin")),
          new Case(
              "GGUF carries its own configuration",
              Sample.of("acme/quantised")
                  .safe("model-q4.gguf", "gguf")
                  .suspicious("convert.py", "python"),
              ADMIT,
              List.of("convert.py")),
          new Case(
              "a malicious file is never left out",
              Sample.whole()
                  .suspicious("train.py", "python")
                  .malicious("pytorch_model.bin", "os.system('id')"),
              BLOCK,
              List.of("train.py")));

  @ParameterizedTest
  @FieldSource("CASES")
  void leavesOut(Case wanted) {
    Decision decision = wanted.sample().by(STANDARD);

    assertThat(decision.leftOut()).isEqualTo(wanted.leftOut());
    assertThat(decision.outcome()).isEqualTo(wanted.outcome());
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void whatIsLeftOutIsOnRecordAndNotTheReasonOfTheOutcome(Case wanted) {
    Decision decision = wanted.sample().by(STANDARD);

    for (String path : decision.leftOut()) {
      assertThat(decision.reasons())
          .anyMatch(reason -> reason.file().equals(path) && reason.outcome() == BLOCK);
      assertThat(decision.counting()).noneMatch(reason -> reason.file().equals(path));
    }
  }
}
