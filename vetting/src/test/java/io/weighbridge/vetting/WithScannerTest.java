package io.weighbridge.vetting;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Content;
import io.weighbridge.hub.FolderUpstream;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Policy;
import io.weighbridge.policy.Reason;
import io.weighbridge.scan.Scanner;
import io.weighbridge.sourcing.NameIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The standard policy over what the scanner itself says of small files of real shapes. */
class WithScannerTest {
  private static final ModelId MODEL = new ModelId("org", "tiny");

  @TempDir Path root;

  @BeforeEach
  void aSmallModel() throws IOException {
    write(
        "config.json",
        "{\"model_type\":\"bert\",\"architectures\":[\"BertModel\"],\"vocab_size\":3}");
    write("README.md", "---\nlicense: mit\npipeline_tag: fill-mask\n---\n# tiny\n");
    write(
        "LICENSE", "MIT License\n\nPermission is hereby granted, free of charge, to any person\n");
    write(".gitattributes", "*.safetensors filter=lfs diff=lfs merge=lfs -text\n");
    write(
        "tokenizer.json",
        """
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
         "pre_tokenizer":{"type":"Whitespace"},"post_processor":null,"decoder":null,
         "model":{"type":"WordLevel","vocab":{"[UNK]":0,"hello":1},"unk_token":"[UNK]"}}
        """);
    write(
        "tokenizer_config.json",
        "{\"tokenizer_class\":\"PreTrainedTokenizerFast\",\"unk_token\":\"[UNK]\"}");
    write("sub/dir/extra.txt", "hello\n");
    write("model.safetensors", safetensors());
  }

  private void write(String path, String text) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = root.resolve(MODEL.toString()).resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static byte[] safetensors() {
    byte[] header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}      "
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length + 16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  private Vetted vet() {
    Vetting vetting =
        new Vetting(
            Policy.standard(), Scanner.standard()::scan, NameIndex.standard(), Clock.systemUTC());
    try (var upstream = new FolderUpstream("folder", root)) {
      ModelInfo info = upstream.model(MODEL, "");
      List<Artifact> artifacts =
          upstream.tree(MODEL, info.commit()).stream()
              .map(
                  file ->
                      new Artifact(
                          file, digest(upstream, info, file), () -> open(upstream, info, file)))
              .toList();
      return vetting.vet(upstream, info, artifacts, Progress.NONE);
    }
  }

  private static Content open(FolderUpstream upstream, ModelInfo info, RepoFile file) {
    return upstream.open(info.id(), info.commit(), file);
  }

  private static String digest(FolderUpstream upstream, ModelInfo info, RepoFile file) {
    try (Content content = open(upstream, info, file)) {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(content.bytes(0, (int) content.size())));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void admitsASmallModelWhole() {
    Vetted vetted = vet();

    assertThat(vetted.decision().reasons())
        .filteredOn(reason -> reason.outcome() != Outcome.ADMIT)
        .extracting(Reason::message)
        .isEmpty();
    assertThat(vetted.decision().leftOut()).isEmpty();
    assertThat(vetted.decision().outcome()).isEqualTo(Outcome.ADMIT);
  }

  @Test
  void servesASafePickleWithAHint() throws IOException {
    write("sub/weights.bin", new byte[] {(byte) 0x80, 4, 'N', '.', (byte) 0x80, 4, 'N', '.'});

    Vetted vetted = vet();

    assertThat(vetted.decision().outcome()).isEqualTo(Outcome.ADMIT);
    assertThat(vetted.decision().leftOut()).isEmpty();
    assertThat(Refusal.warning(vetted.decision()).orElseThrow())
        .contains("sub/weights.bin is a pickle (judged safe)");
  }

  @Test
  void blocksAPickleThatRunsACommand() throws IOException {
    write("pytorch_model.bin", "cposix\nsystem\n(S'echo pwned'\ntR.");

    Vetted vetted = vet();

    assertThat(vetted.decision().outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(Refusal.line(MODEL, vetted.decision(), java.util.Optional.empty()))
        .contains("pytorch_model.bin", "system(", "echo pwned", "[malicious-file]");
  }

  @Test
  void leavesOutWhatCannotBeShownSafe() throws IOException {
    write("pytorch_model.bin", "cacme.models\nrestore\n(S'x'\ntR.");
    write("noise.dat", new byte[] {7, 0, 3, 1, 9, 0, 0, 2, 5, 5, 1, 0, 3, 3, 3, 3});

    Vetted vetted = vet();

    assertThat(vetted.decision().outcome()).isEqualTo(Outcome.ADMIT);
    assertThat(vetted.decision().leftOut()).containsExactly("noise.dat", "pytorch_model.bin");
    assertThat(vetted.filtered()).isTrue();
  }

  @Test
  void asksAPersonAboutAModelThatIsOnlyAnUnclearPickle() throws IOException {
    Files.delete(root.resolve(MODEL + "/model.safetensors"));
    write("pytorch_model.bin", "cacme.models\nrestore\n(S'x'\ntR.");

    Vetted vetted = vet();

    assertThat(vetted.decision().outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(vetted.decision().message()).startsWith("pytorch_model.bin: ");
  }
}
