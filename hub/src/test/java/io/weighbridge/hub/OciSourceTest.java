package io.weighbridge.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.hub.internal.OciCredentials;
import io.weighbridge.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a registry's shapes on loopback; {@code scripts/sources.py} has a whole one. */
class OciSourceTest {
  private static final String MODEL = "application/vnd.cncf.model.";
  private static final String KIT = "application/vnd.kitops.modelkit.";
  private static final String INDEX = "/v2/org/m/manifests/";

  @TempDir Path home;
  private FakeStore registry;
  private final List<Json> layers = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    registry = new FakeStore();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] tar(String name, byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out)) {
      var entry = new TarArchiveEntry(name, true);
      entry.setSize(bytes.length);
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private OciSourceTest layer(String type, String path, byte[] bytes) {
    return layer(type, path, digest(bytes), new BytesContent(bytes));
  }

  private OciSourceTest layer(String type, String path, String digest, Content content) {
    registry.at("/v2/org/m/blobs/" + digest, exchange -> registry.bytes(exchange, content));
    var layer =
        Json.object().put("mediaType", type).put("digest", digest).put("size", content.size());
    if (!path.isEmpty()) {
      layer.put("annotations", Json.object().put("org.cncf.model.filepath", path).build());
    }
    layers.add(layer.build());
    return this;
  }

  private String manifest() {
    return Json.object()
        .put("schemaVersion", 2)
        .put("layers", Json.array(layers))
        .build()
        .writePretty();
  }

  private SourceFiles open(String reference, boolean verify) {
    registry.text(INDEX + "v1", manifest());
    var access =
        new Sources.Access(
            Map.of("DOCKER_CONFIG", home.toString()), Optional.empty(), false, verify);
    Source source =
        Sources.of(access).stream().filter(one -> one.accepts("oci://")).findFirst().orElseThrow();
    return source.open("oci://" + registry.host() + "/org/m" + reference);
  }

  private static String text(SourceFiles files, String path) {
    SourceFiles.File file =
        files.files().stream().filter(one -> one.path().equals(path)).findFirst().orElseThrow();
    try (Content content = file.open().get()) {
      return new String(content.bytes(0, (int) content.size()), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyWayOfPackingGivesItsFiles() throws IOException {
    layer(MODEL + "weight.v1.raw", "weights/a.bin", utf8("raw"));
    layer(MODEL + "weight.config.v1.tar", "config.json", tar("config.json", utf8("{}")));
    layer(MODEL + "doc.v1.tar+gzip", "README.md", gzip(tar("README.md", utf8("# card"))));
    layer(KIT + "model.v1.tar+gzip", "", gzip(tar("./model/b.bin", utf8("kit"))));
    layer("application/vnd.oci.image.layer.v1.tar", "", tar("models/c.bin", utf8("image")));
    try (SourceFiles files = open(":v1", false)) {
      assertThat(files.name())
          .isEqualTo("oci://" + registry.host() + "/org/m@" + digest(utf8(manifest())));
      assertThat(files.files())
          .extracting(SourceFiles.File::path)
          .containsExactly(
              "README.md", "config.json", "model/b.bin", "models/c.bin", "weights/a.bin");
      assertThat(text(files, "weights/a.bin")).isEqualTo("raw");
      assertThat(text(files, "config.json")).isEqualTo("{}");
      assertThat(text(files, "README.md")).isEqualTo("# card");
      assertThat(text(files, "model/b.bin")).isEqualTo("kit");
      assertThat(text(files, "models/c.bin")).isEqualTo("image");
      assertThat(files.notes()).isEmpty();
    }
  }

  @Test
  void aTarThatWouldLeaveTheFolderIsGivenAsTheArchiveThatItIs() throws IOException {
    byte[] evil = tar("../../out", utf8("x"));
    layer(MODEL + "weight.v1.tar", "model", evil);
    layer(MODEL + "weight.v1.raw", "../../etc/cron.d/x", utf8("x"));
    try (SourceFiles files = open(":v1", false)) {
      assertThat(files.files())
          .extracting(SourceFiles.File::path)
          .containsExactly("../../etc/cron.d/x", "model");
      assertThat(text(files, "model")).isEqualTo(new String(evil, StandardCharsets.UTF_8));
      assertThatThrownBy(() -> text(files, "../../etc/cron.d/x"))
          .isInstanceOf(ContentException.class)
          .hasMessageContaining("written to");
    }
  }

  @Test
  void aLaterLayerHidesNoEarlierOne() {
    layer(MODEL + "weight.v1.raw", "a.bin", utf8("first"));
    layer(MODEL + "weight.v1.raw", "a.bin", utf8("second"));
    try (SourceFiles files = open(":v1", false)) {
      assertThat(text(files, "a.bin")).isEqualTo("first");
      assertThat(text(files, "a.bin (2)")).isEqualTo("second");
    }
  }

  @Test
  void bytesThatDoNotHaveTheirDigestAreNotJudged() {
    layer(MODEL + "weight.v1.raw", "a.bin", digest(utf8("good")), new BytesContent(utf8("evil")));
    try (SourceFiles files = open(":v1", false)) {
      assertThatThrownBy(() -> text(files, "a.bin"))
          .isInstanceOf(ContentException.class)
          .hasMessageContaining("is not what was announced");
    }
    String pinned = digest(utf8("another manifest"));
    registry.text(INDEX + pinned, manifest());
    assertThatThrownBy(() -> open("@" + pinned, false))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("another manifest");
  }

  @Test
  void aLargeLayerIsReadByRangesAndThatIsSaid() {
    SparseModel model = SparseModel.of(10L << 30);
    layer(MODEL + "weight.v1.raw", "model.safetensors", "sha256:" + "0".repeat(64), model);
    try (SourceFiles files = open(":v1", false);
        Content content = files.files().getFirst().open().get()) {
      assertThat(content.bytes(0, 8)).isEqualTo(model.bytes(0, 8));
      assertThat(files.notes()).singleElement().asString().contains("1 layer was read by ranges");
    }
    assertThat(registry.sent.get()).isLessThan(100_000);
  }

  @Test
  void withVerificationALargeLayerIsFetchedAndChecked() {
    SparseModel model = SparseModel.of(40 << 20);
    layer(MODEL + "weight.v1.raw", "model.safetensors", "sha256:" + "0".repeat(64), model);
    try (SourceFiles files = open(":v1", true)) {
      assertThatThrownBy(() -> files.files().getFirst().open().get())
          .isInstanceOf(ContentException.class)
          .hasMessageContaining("is not what was announced");
    }
  }

  private void askForToken(String realm) {
    registry.at(
        INDEX + "v1",
        exchange -> {
          if ("Bearer secret-token"
              .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            FakeStore.reply(exchange, 200, manifest());
          } else {
            exchange
                .getResponseHeaders()
                .set(
                    "WWW-Authenticate",
                    "Bearer realm=\"" + realm + "\",service=\"reg\",scope=\"repository:*:push\"");
            FakeStore.reply(exchange, 401, "{}");
          }
        });
  }

  @Test
  void theTokenIsForPullingAndStaysWithItsRegistry() throws IOException {
    byte[] bytes = utf8("weights");
    try (var cdn = new FakeStore()) {
      layer(MODEL + "weight.v1.raw", "a.bin", bytes);
      cdn.at("/blob", exchange -> cdn.bytes(exchange, new BytesContent(bytes)));
      registry.at(
          "/v2/org/m/blobs/" + digest(bytes),
          exchange -> {
            exchange.getResponseHeaders().set("Location", cdn.url() + "/blob");
            FakeStore.reply(exchange, 307, "");
          });
      registry.text(INDEX + "v1", "{}");
      String token = "/token?scope=repository%3Aorg%2Fm%3Apull&service=reg";
      registry.text(token, "{\"token\": \"secret-token\"}");
      Files.writeString(
          home.resolve("config.json"),
          "{\"auths\": {\"" + registry.host() + "\": {\"auth\": \"bWU6cGFzcw==\"}}}");
      var access =
          new Sources.Access(
              Map.of("DOCKER_CONFIG", home.toString()), Optional.empty(), false, false);
      askForToken(registry.url() + "/token");
      try (SourceFiles files =
          Sources.of(access).get(2).open("oci://" + registry.host() + "/org/m:v1")) {
        assertThat(text(files, "a.bin")).isEqualTo("weights");
      }
      assertThat(registry.seen)
          .filteredOn(seen -> seen.target().equals(token))
          .extracting(seen -> seen.header("Authorization"))
          .containsExactly("Basic bWU6cGFzcw==");
      assertThat(cdn.seen).isNotEmpty().allMatch(seen -> seen.header("Authorization") == null);
    }
  }

  @Test
  void aRegistryCannotSendUsElsewhereForAToken() {
    askForToken("http://169.254.169.254/token");
    var access = new Sources.Access(Map.of(), Optional.empty(), false, false);
    assertThatThrownBy(
            () -> Sources.of(access).get(2).open("oci://" + registry.host() + "/org/m:v1"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("to where none is asked for");
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io, ghcr.io, true",
    "registry-1.docker.io, auth.docker.io, true",
    "registry.example.com, gitlab.example.com, true",
    "registry.example.co.uk, evil.co.uk, false",
    "ghcr.io, evil.io, false",
    "10.0.0.1, 10.0.0.2, false",
    "registry.gitlab.com, gitlab.com, true",
  })
  void passwordsGoToTheRegistrysOwnDomainOnly(String registryHost, String tokenHost, boolean may) {
    assertThat(OciCredentials.mayGoTo(registryHost, tokenHost)).isEqualTo(may);
  }

  @Test
  void anIndexNamesWhatCanBeChosen() {
    registry.text(
        INDEX + "all", "{\"manifests\": [{\"digest\": \"sha256:" + "a".repeat(64) + "\"}]}");
    assertThatThrownBy(() -> open(":all", false))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("sha256:aaaa");
  }

  @ParameterizedTest
  @CsvSource({"''", "'/Upper'", "'/a//b:v'", "'/a@sha256:12'", "'/a:b:c'", "'/../x'"})
  void whatIsNoReferenceIsRefused(String rest) {
    var access = new Sources.Access(Map.of(), Optional.empty(), false, false);
    assertThatThrownBy(() -> Sources.of(access).get(2).open("oci://reg.example.com" + rest))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("not an OCI reference");
  }
}
