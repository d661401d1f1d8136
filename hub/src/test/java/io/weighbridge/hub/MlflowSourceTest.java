package io.weighbridge.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the shapes that MLflow 3.17.2 gave; {@code scripts/sources.py} asks a real one. */
class MlflowSourceTest {
  private static final String API = "/api/2.0/";
  private static final String ROOT = "0/dc9d/artifacts";

  private FakeStore server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeStore();
    server.text(
        API + "mlflow/model-versions/get-download-uri?name=fraud+model&version=1",
        "{\"artifact_uri\": \"mlflow-artifacts:/" + ROOT + "/model\"}");
    server.text(
        API + "mlflow/registered-models/alias?name=fraud+model&alias=champion",
        "{\"model_version\": {\"name\": \"fraud model\", \"version\": \"1\"}}");
    server.text(
        API + "mlflow/runs/get?run_id=dc9d",
        "{\"run\": {\"info\": {\"artifact_uri\": \"mlflow-artifacts:/" + ROOT + "\"}}}");
    server.text(
        API + "mlflow/logged-models/m-12",
        "{\"model\": {\"info\": {\"artifact_uri\": \"mlflow-artifacts:/" + ROOT + "/model\"}}}");
    listing(
        ROOT + "/model",
        "{\"path\": \"MLmodel\", \"is_dir\": false, \"file_size\": 3},"
            + "{\"path\": \"code\", \"is_dir\": true},"
            + "{\"path\": \"../up\", \"is_dir\": false, \"file_size\": 3}");
    listing(
        ROOT + "/model/code", "{\"path\": \"my loader.py\", \"is_dir\": false, \"file_size\": 5}");
    server.text(
        API + "mlflow-artifacts/artifacts?path=0%2Fdc9d%2Fartifacts%2Fmodel%2FMLmodel", "{}");
    listing(ROOT, "{\"path\": \"model\", \"is_dir\": true}");
    file(ROOT + "/model/MLmodel", "abc");
    file(ROOT + "/model/code/my%20loader.py", "x = 1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void listing(String path, String files) {
    server.text(
        API + "mlflow-artifacts/artifacts?path=" + path.replace("/", "%2F"),
        "{\"files\": [" + files + "]}");
  }

  private void file(String path, String text) {
    Content content = new BytesContent(text.getBytes(StandardCharsets.UTF_8));
    server.at(
        API + "mlflow-artifacts/artifacts/" + path, exchange -> server.bytes(exchange, content));
  }

  private SourceFiles open(String address) {
    var access =
        new Sources.Access(
            Map.of("MLFLOW_TRACKING_URI", server.url() + "/", "MLFLOW_TRACKING_TOKEN", "secret"),
            Optional.empty(),
            false,
            false);
    return new io.weighbridge.hub.internal.MlflowSource(access, List.of(new Elsewhere()))
        .open(address);
  }

  /** Stands for an object store. */
  private record Elsewhere() implements Source {
    @Override
    public String form() {
      return "s3://";
    }

    @Override
    public boolean accepts(String address) {
      return address.startsWith("s3://");
    }

    @Override
    public SourceFiles open(String address) {
      return new SourceFiles(
          address,
          List.of(new SourceFiles.File("there", 1, () -> new BytesContent(new byte[1]))),
          List.of(),
          () -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models:/fraud model/1",
        "models:/fraud model@champion",
        "mlflow:models:/fraud model@champion",
        "runs:/dc9d/model",
        "models:/m-12",
        "mlflow-artifacts:/" + ROOT + "/model",
      })
  void everyAddressLeadsToTheFiles(String address) {
    try (SourceFiles files = open(address)) {
      assertThat(files.files())
          .extracting(SourceFiles.File::path)
          .containsExactly("../up", "MLmodel", "code/my loader.py");
      try (Content content = files.files().getLast().open().get()) {
        assertThat(content.bytes(0, 5)).asString().isEqualTo("x = 1");
      }
      assertThatThrownBy(() -> files.files().getFirst().open().get())
          .isInstanceOf(ContentException.class);
    }
    assertThat(server.seen).allMatch(seen -> "Bearer secret".equals(seen.header("Authorization")));
  }

  @Test
  void oneArtifactIsItsOwnTarget() {
    try (SourceFiles files = open("runs:/dc9d/model/MLmodel")) {
      assertThat(files.files()).extracting(SourceFiles.File::path).containsExactly("MLmodel");
      try (Content content = files.files().getFirst().open().get()) {
        assertThat(content.bytes(0, 3)).asString().isEqualTo("abc");
      }
    }
  }

  @Test
  void artifactsInAnObjectStoreAreReadThere() {
    server.text(
        API + "mlflow/model-versions/get-download-uri?name=far&version=2",
        "{\"artifact_uri\": \"s3://bucket/far\"}");
    try (SourceFiles files = open("models:/far/2")) {
      assertThat(files.name()).isEqualTo("models:/far/2 (s3://bucket/far)");
      assertThat(files.files()).extracting(SourceFiles.File::path).containsExactly("there");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "/etc/passwd", "dbfs:/x", "models:/loop/3"})
  void noPathOfThisMachineAndNoCircleIsFollowed(String place) {
    server.text(
        API + "mlflow/model-versions/get-download-uri?name=loop&version=3",
        "{\"artifact_uri\": \"" + place + "\"}");
    assertThatThrownBy(() -> open("models:/loop/3")).isInstanceOf(HubException.class);
  }

  @Test
  void aLargeArtifactIsReadByRanges() {
    SparseModel model = SparseModel.of(10L << 30);
    listing(
        "big",
        "{\"path\": \"m.safetensors\", \"is_dir\": false, \"file_size\": " + model.size() + "}");
    server.at(
        API + "mlflow-artifacts/artifacts/big/m.safetensors",
        exchange -> server.bytes(exchange, model));
    try (SourceFiles files = open("mlflow-artifacts:/big");
        Content content = files.files().getFirst().open().get()) {
      assertThat(content.bytes(0, 8)).isEqualTo(model.bytes(0, 8));
    }
    assertThat(server.sent.get()).isLessThan(100_000);
  }

  @Test
  void anArtifactOfAnotherSizeThanListedIsNotJudged() {
    listing("odd", "{\"path\": \"a\", \"is_dir\": false, \"file_size\": 99}");
    file("odd/a", "abc");
    try (SourceFiles files = open("mlflow-artifacts:/odd")) {
      assertThatThrownBy(() -> files.files().getFirst().open().get())
          .isInstanceOf(ContentException.class)
          .hasMessageContaining("fewer bytes than the announced 99");
    }
  }
}
