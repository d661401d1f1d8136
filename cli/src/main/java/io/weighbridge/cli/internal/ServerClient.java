package io.weighbridge.cli.internal;

import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A running server, as commands that change its state talk to it ({@code docs/api.md}). The token
 * comes from a file or the environment, never from the command line, where other users of the
 * machine would see it.
 */
final class ServerClient {
  private static final URI HERE = URI.create("http://127.0.0.1:8080");

  private final URI server;
  private final Optional<String> token;

  private ServerClient(URI server, Optional<String> token) {
    this.server = server;
    this.token = token;
  }

  static ServerClient of(Arguments arguments, Map<String, String> environment) {
    String url =
        arguments
            .value("url")
            .or(() -> Optional.ofNullable(environment.get("WEIGHBRIDGE_URL")))
            .filter(text -> !text.isBlank())
            .orElse(HERE.toString());
    return new ServerClient(address(url), token(arguments, environment));
  }

  private static URI address(String url) {
    try {
      URI uri = URI.create(url.strip().replaceFirst("/+$", ""));
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new CliException("not an address: \"" + url + "\" (write http://host:port)", e);
    }
    throw new CliException("not an address: \"" + url + "\" (write http://host:port)");
  }

  private static Optional<String> token(Arguments arguments, Map<String, String> environment) {
    Optional<String> file = arguments.value("token-file");
    if (file.isPresent()) {
      try {
        return Optional.of(Files.readString(Path.of(file.get())).strip());
      } catch (IOException e) {
        throw new CliException("cannot read " + file.get() + ": " + Reasons.of(e), e);
      }
    }
    return Optional.ofNullable(environment.get("WEIGHBRIDGE_TOKEN"))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** An answer: its status, and its JSON (an empty object where there is none). */
  record Answer(int status, Json body) {
    boolean good() {
      return status >= 200 && status < 300;
    }

    /** The server's words about what went wrong. */
    String error() {
      return body.text("error").orElse("it answered with status " + status);
    }
  }

  /**
   * Asks.
   *
   * @param path below {@code /api/weighbridge/}, encoded
   * @param body sent as JSON; {@link Json.Null} sends none
   * @throws CliException when nothing answers, or not a Weighbridge, or the token is refused
   */
  Answer call(String method, String path, Json body) {
    URI address = URI.create(server + "/api/weighbridge/" + path);
    var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    if (body == Json.Null.NULL) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body.write()));
    }
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build()) {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      Answer answer = new Answer(response.statusCode(), json(response.body()));
      if (answer.status() == 401 || answer.status() == 403) {
        throw new CliException(
            answer.error()
                + (token.isPresent()
                    ? ""
                    : " (give a token with --token-file or WEIGHBRIDGE_TOKEN)"));
      }
      return answer;
    } catch (IOException e) {
      throw new CliException(
          "no server at " + server + ": " + Reasons.of(e) + " (start one with: weighbridge serve)",
          e);
    } catch (IllegalArgumentException e) {
      throw new CliException("the token is not one line of printable ASCII", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    }
  }

  private Json json(byte[] body) {
    if (body.length == 0) {
      return Json.object().build();
    }
    try {
      return Json.parse(body, JsonLimits.WIRE);
    } catch (JsonException e) {
      throw new CliException("what answers at " + server + " is not a Weighbridge", e);
    }
  }
}
