package io.weighbridge.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real SDK against the shapes of S3's answers; {@code scripts/sources.py} has a whole peer. */
class S3SourceTest {
  private static final Map<String, String> SDK =
      Map.of("aws.accessKeyId", "id", "aws.secretAccessKey", "secret", "aws.region", "eu-west-1");

  private FakeStore store;

  @BeforeAll
  static void credentials() {
    SDK.forEach(System::setProperty);
  }

  @AfterAll
  static void noCredentials() {
    SDK.keySet().forEach(System::clearProperty);
  }

  @BeforeEach
  void start() throws IOException {
    store = new FakeStore();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private SourceFiles open(String address) {
    var access = new Sources.Access(Map.of(), Optional.of(URI.create(store.url())), false, false);
    for (Source source : Sources.of(access)) {
      if (source.accepts(address)) {
        return source.open(address);
      }
    }
    throw new AssertionError("nobody accepts " + address);
  }

  private void object(String key, Content content) {
    store.at(
        "/bucket/" + key,
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"tag\"");
          String wanted = exchange.getRequestHeaders().getFirst("If-Match");
          if (wanted != null && !wanted.equals("\"tag\"")) {
            FakeStore.reply(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
          } else {
            store.bytes(exchange, content);
          }
        });
  }

  private void listing(String prefix, String... entries) {
    var xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (String entry : entries) {
      xml.append(entry);
    }
    store.text(
        "/bucket?list-type=2&prefix=" + prefix.replace("/", "%2F"),
        xml.append("</ListBucketResult>").toString());
  }

  private static String entry(String key, long size, String tag) {
    return "<Contents><Key>"
        + key
        + "</Key><Size>"
        + size
        + "</Size><ETag>&quot;"
        + tag
        + "&quot;</ETag></Contents>";
  }

  @Test
  void tenGigabytesAreReadInPlace() {
    SparseModel model = SparseModel.of(10L << 30);
    object("model.safetensors", model);
    try (SourceFiles files = open("s3://bucket/model.safetensors")) {
      assertThat(files.files())
          .extracting(SourceFiles.File::path)
          .containsExactly("model.safetensors");
      try (Content content = files.files().getFirst().open().get()) {
        assertThat(content.size()).isEqualTo(model.size());
        assertThat(content.distant()).isTrue();
        assertThat(content.bytes(0, 8)).isEqualTo(model.bytes(0, 8));
        assertThat(content.bytes(model.size() - 100, 100)).isEqualTo(new byte[100]);
      }
    }
    assertThat(store.sent.get()).isBetween(108L, 100_000L);
    assertThat(store.seen)
        .allMatch(seen -> String.valueOf(seen.header("Authorization")).contains("eu-west-1/s3"));
  }

  @Test
  void aPrefixIsTheFolderBelowIt() {
    listing(
        "models/bert/",
        entry("models/bert/", 0, "tag"),
        entry("models/bert/sub/config.json", 2, "tag"),
        entry("models/bert/a.bin", 3, "tag"),
        entry("models/bert/../up.bin", 3, "tag"));
    object("models/bert/a.bin", new BytesContent("abc".getBytes(StandardCharsets.US_ASCII)));
    try (SourceFiles files = open("s3://bucket/models/bert")) {
      assertThat(files.files())
          .extracting(SourceFiles.File::path)
          .containsExactly("../up.bin", "a.bin", "sub/config.json");
      assertThatThrownBy(() -> files.files().getFirst().open().get())
          .isInstanceOf(ContentException.class)
          .hasMessageContaining("'..'");
      try (Content content = files.files().get(1).open().get()) {
        assertThat(content.bytes(0, 3)).asString().isEqualTo("abc");
      }
    }
  }

  @Test
  void anObjectThatChangedSinceItWasListedIsNotRead() {
    listing("m/", entry("m/a.bin", 3, "older"));
    object("m/a.bin", new BytesContent("abc".getBytes(StandardCharsets.US_ASCII)));
    try (SourceFiles files = open("s3://bucket/m/")) {
      try (Content content = files.files().getFirst().open().get()) {
        assertThatThrownBy(() -> content.bytes(0, 3))
            .isInstanceOf(ContentException.class)
            .hasMessageContaining("changed since it was listed");
      }
    }
  }

  @Test
  void whatIsNotThereOrNotOursIsSaid() {
    listing("none/");
    assertThatThrownBy(() -> open("s3://bucket/none"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("nothing is at s3://bucket/none");
    store.at(
        "/bucket?list-type=2&prefix=secret%2F",
        exchange ->
            FakeStore.reply(
                exchange,
                403,
                "<Error><Code>AccessDenied</Code><Message>no right</Message></Error>"));
    assertThatThrownBy(() -> open("s3://bucket/secret/"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("AccessDenied");
    assertThatThrownBy(() -> open("s3://B/x")).hasMessageContaining("not a bucket");
  }
}
