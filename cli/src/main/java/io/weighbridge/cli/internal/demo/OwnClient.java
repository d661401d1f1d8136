package io.weighbridge.cli.internal.demo;

import io.weighbridge.hub.HubWire;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The Hub's download protocol in its shortest form, for machines without huggingface_hub: revision,
 * tree, files. Prints the server's words, as that client does.
 */
final class OwnClient implements DemoClient {
  @Override
  public String description() {
    return "our own client (pip install huggingface_hub to see the real one)";
  }

  @Override
  public String command(ModelId id) {
    return "hf download " + id;
  }

  @Override
  public Pulled pull(URI endpoint, ModelId id, Path folder) {
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build()) {
      Json info = json(get(http, endpoint.resolve("/api/models/" + id + "/revision/main")).body());
      String commit = info.text("sha").orElseThrow(() -> new Refused("no commit in the answer"));
      URI tree = endpoint.resolve("/api/models/" + id + "/tree/" + commit + "?recursive=true");
      List<RepoFile> files = HubWire.readTree(json(get(http, tree).body()));
      for (RepoFile file : files) {
        URI address = endpoint.resolve("/" + id + "/resolve/" + commit + "/" + file.path());
        Path target = folder.resolve(file.path().text());
        Files.createDirectories(target.getParent());
        Files.write(target, get(http, address).body());
      }
      return new Pulled(true, List.of(folder.toString()));
    } catch (Refused e) {
      return new Pulled(false, List.of("Error: " + e.getMessage()));
    } catch (IOException e) {
      return new Pulled(false, List.of("Error: " + endpoint + ": " + e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Pulled(false, List.of("interrupted"));
    }
  }

  private static Json json(byte[] body) {
    return Json.parse(body, JsonLimits.WIRE);
  }

  private static HttpResponse<byte[]> get(HttpClient http, URI address)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .header("User-Agent", "weighbridge-demo")
            .timeout(Duration.ofSeconds(30))
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() == 200) {
      return response;
    }
    throw new Refused(
        response.statusCode()
            + " "
            + response.headers().firstValue("X-Error-Code").orElse("")
            + ": "
            + response.headers().firstValue("X-Error-Message").orElse("no reason given"));
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
