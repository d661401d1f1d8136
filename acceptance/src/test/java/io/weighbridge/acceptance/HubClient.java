package io.weighbridge.acceptance;

import io.weighbridge.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a current client does to download a snapshot, over plain HTTP: revision, tree, then each
 * file by commit, obeying 429 with Retry-After.
 */
final class HubClient {
  private final String url;

  HubClient(String url) {
    this.url = url;
  }

  /** An answer that is neither a success nor asks to come back. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int status;

    Refused(int status, String text) {
      super(status + " " + text);
      this.status = status;
    }
  }

  /** The connection ended before the file did. */
  static final class Cut extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient byte[] prefix;

    Cut(byte[] prefix, IOException cause) {
      super("cut after " + prefix.length + " bytes", cause);
      this.prefix = prefix;
    }

    /** What had come until then. */
    byte[] prefix() {
      return prefix.clone();
    }
  }

  /** All files of a branch by path, each checked against its announced size. */
  Map<String, byte[]> snapshot(String model, String revision)
      throws IOException, InterruptedException {
    String commit =
        Json.parse(text(get("/api/models/" + model + "/revision/" + revision)))
            .text("sha")
            .orElseThrow();
    var files = new LinkedHashMap<String, byte[]>();
    Json tree =
        Json.parse(
            text(get("/api/models/" + model + "/tree/" + commit + "?recursive=true&expand=false")));
    for (Json entry : ((Json.Arr) tree).items()) {
      if (entry.text("type").orElse("").equals("file")) {
        String path = entry.text("path").orElseThrow();
        byte[] bytes = get("/" + model + "/resolve/" + commit + "/" + path);
        long size = entry.number("size").orElseThrow();
        if (bytes.length != size) {
          throw new IOException(path + ": " + bytes.length + " bytes, announced " + size);
        }
        files.put(path, bytes);
      }
    }
    return files;
  }

  byte[] get(String path) throws IOException, InterruptedException {
    for (int tries = 0; ; tries++) {
      HttpResponse<InputStream> response =
          Proc.HTTP.send(
              HttpRequest.newBuilder(URI.create(url + path))
                  .version(java.net.http.HttpClient.Version.HTTP_1_1)
                  .header("User-Agent", "unknown/None; hf_hub/2.4.0; python/3.11")
                  .timeout(Duration.ofSeconds(60))
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      byte[] body = whole(response.body());
      if (response.statusCode() / 100 == 2) {
        return body;
      }
      if (response.statusCode() != 429 || tries == 5) {
        throw new Refused(response.statusCode(), text(body));
      }
      TimeUnit.SECONDS.sleep(response.headers().firstValueAsLong("Retry-After").orElse(10));
    }
  }

  private static byte[] whole(InputStream body) throws Cut {
    var got = new ByteArrayOutputStream();
    try (body) {
      body.transferTo(got);
      return got.toByteArray();
    } catch (IOException e) {
      throw new Cut(got.toByteArray(), e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
