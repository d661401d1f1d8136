package io.weighbridge.cli.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackersHubTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path temp;

  @Test
  void itLooksLikeAHubToOurOwnUpstreamClient() throws IOException {
    DemoModels.write(temp);
    try (var hub = AttackersHub.start(temp, NOW);
        var client = new HttpUpstream(HttpUpstreamOptions.of("hub", hub.address()))) {
      ModelInfo genuine = client.model(DemoModels.GENUINE, "main");
      List<RepoFile> files = client.tree(genuine.id(), genuine.commit());
      assertThat(files)
          .extracting(file -> file.path().text())
          .containsExactly(
              "LICENSE",
              "README.md",
              "config.json",
              "model.safetensors",
              "tokenizer.json",
              "tokenizer_config.json",
              "vocab.txt");
      for (RepoFile file : files) {
        byte[] stored =
            Files.readAllBytes(temp.resolve(genuine.id().toString()).resolve(file.path().text()));
        try (var in = client.stream(genuine.id(), genuine.commit(), file, 0)) {
          assertThat(in.readAllBytes()).isEqualTo(stored);
        }
      }
      var young = client.publisher(DemoModels.LOOK_ALIKE.namespace()).orElseThrow();
      assertThat(young.since()).contains(NOW.minus(11, ChronoUnit.DAYS));
      assertThatThrownBy(() -> client.model(new ModelId("no", "such"), "main"))
          .isInstanceOfSatisfying(
              HubException.class,
              e -> assertThat(e.kind()).isEqualTo(HubException.Kind.REPO_NOT_FOUND));
    }
  }

  @Test
  void theTwoDifferInTheirWeightsOnlyAndThePayloadCanReachNobody() throws IOException {
    DemoModels.write(temp);
    Path genuine = temp.resolve(DemoModels.GENUINE.toString());
    Path lookAlike = temp.resolve(DemoModels.LOOK_ALIKE.toString());
    for (String copied : List.of("README.md", "LICENSE", "config.json", "tokenizer.json")) {
      assertThat(lookAlike.resolve(copied)).hasSameBinaryContentAs(genuine.resolve(copied));
    }
    assertThat(lookAlike.resolve("model.safetensors")).doesNotExist();
    String weights =
        Files.readString(lookAlike.resolve("pytorch_model.bin"), StandardCharsets.ISO_8859_1);
    assertThat(weights).contains("cos\nsystem\n", DemoModels.PAYLOAD);
    assertThat(DemoModels.PAYLOAD).contains(".invalid/");
  }
}
