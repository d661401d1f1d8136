package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.RegistryConfig;
import io.weighbridge.registry.RegistryConfig.UpstreamConfig;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.scan.Scanner;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate as a server opens it: configuration, folder upstream, the real scanner. */
class OpenGateTest {
  @TempDir Path temporary;
  private Path models;

  @BeforeEach
  void models() throws IOException {
    models = Files.createDirectories(temporary.resolve("models"));
    Path model = Files.createDirectories(models.resolve("acme/tiny"));
    Files.writeString(model.resolve("config.json"), "{\"model_type\":\"bert\"}");
    byte[] header =
        "{\"w\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}"
            .getBytes(StandardCharsets.UTF_8);
    var file = java.nio.ByteBuffer.allocate(8 + header.length + 2);
    file.order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
    Files.write(model.resolve("model.safetensors"), file.array());
  }

  private RegistryConfig config() {
    return RegistryConfig.standard(temporary.resolve("data"))
        .withUpstreams(List.of(UpstreamConfig.folder("models", models)));
  }

  private static OpenGate open(RegistryConfig config) {
    Scanner scanner = Scanner.standard();
    return OpenGate.open(config, scanner::scan, Scanner.rulesDigest(), Clock.systemUTC());
  }

  private static void expect(RegistryConfig config, String text) {
    assertThatThrownBy(() -> open(config).close())
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(text)
        .satisfies(e -> assertThat(e.toString().lines()).hasSize(1));
  }

  @Test
  void aFolderIsAnUpstreamWhoseModelsAreWeighedAndServed() {
    try (var open = open(config())) {
      Answer answer =
          open.gate()
              .ask(new ModelId("acme", "tiny"), "main", TestGate.ADA, Duration.ofSeconds(60));
      assertThat(answer).isInstanceOf(Answer.Served.class);
      ServedRevision revision = ((Answer.Served) answer).revision();
      assertThat(revision.files())
          .extracting(file -> file.report().format())
          .contains("safetensors");
      assertThat(open.gate().health()).allMatch(Gate.HealthCheck::ok);
      assertThat(open.id()).matches("[0-9a-f-]{36}");
    }
  }

  @Test
  void aSecondGateOnTheFolderIsRefusedAndTheFirstGoesOn() {
    try (var first = open(config())) {
      expect(config(), "is in use by process");
      assertThat(first.gate().health()).allMatch(Gate.HealthCheck::ok);
    }
    open(config()).close();
  }

  @Test
  void whatIsWrongIsSaidInOneLineAndTheFolderIsFreeAgain() throws IOException {
    expect(config().withPolicy(temporary.resolve("none.yaml")), "cannot read the policy");
    Path policy = Files.writeString(temporary.resolve("policy.yaml"), "version: 1\nrulez: []\n");
    expect(config().withPolicy(policy), "policy.yaml");
    expect(
        config().withUpstreams(List.of(UpstreamConfig.folder("gone", temporary.resolve("gone")))),
        "upstream 'gone'");
    expect(
        config()
            .withUpstreams(
                List.of(
                    new UpstreamConfig(
                        "hub",
                        UpstreamConfig.Kind.HUB,
                        Optional.of(URI.create("http://127.0.0.1:1")),
                        Optional.empty(),
                        List.of("*"),
                        Optional.of(temporary.resolve("no.token")),
                        false,
                        Optional.empty()))),
        "cannot read the token file");
    open(config()).close();
  }
}
