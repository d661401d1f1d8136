package io.weighbridge.cli.internal.demo;

import io.weighbridge.cli.internal.CliException;
import io.weighbridge.cli.internal.Terminal;
import io.weighbridge.cli.internal.TerminalText;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the acts share: the gate, the hub behind it, a client before it, and the audience.
 *
 * @param models the hub's models, {@code namespace/name/files}
 * @param work an empty folder, gone afterwards
 */
record Stage(
    URI gate,
    URI hub,
    Path models,
    Path work,
    DemoClient client,
    Terminal terminal,
    HttpClient http)
    implements AutoCloseable {

  /** An answer of the gate. */
  record Answer(int status, String reason, Json body) {}

  static Stage of(URI gate, URI hub, Path models, Path work, DemoClient client, Terminal terminal) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    return new Stage(gate, hub, models, work, client, terminal, http);
  }

  /** Asks the gate something, as any program could. */
  Answer ask(String path) {
    HttpResponse<byte[]> answer = get(path);
    String reason = answer.headers().firstValue("X-Error-Message").orElse("");
    try {
      Json body =
          answer.body().length == 0 ? Json.Null.NULL : Json.parse(answer.body(), JsonLimits.WIRE);
      return new Answer(answer.statusCode(), reason, body);
    } catch (JsonException e) {
      throw unanswered(path, e);
    }
  }

  /** A document of the gate as it is. */
  byte[] document(String path) {
    HttpResponse<byte[]> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new CliException("demo: the gate answers " + path + " with " + answer.statusCode());
    }
    return answer.body();
  }

  private HttpResponse<byte[]> get(String path) {
    var request =
        HttpRequest.newBuilder(gate.resolve(path))
            .header("User-Agent", "weighbridge-demo")
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw unanswered(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    }
  }

  private static CliException unanswered(String path, Exception e) {
    return new CliException("demo: the gate does not answer " + path + ": " + e.getMessage(), e);
  }

  void heading(int number, String title) {
    terminal.out().println();
    terminal.out().println(terminal.bold(number + "  " + title));
    terminal.out().flush();
  }

  /** A line under a heading. */
  void say(String line) {
    terminal.out().println("   " + line);
    terminal.out().flush();
  }

  /** A fact with its name; text that a model or a hub wrote is made harmless. */
  void fact(String name, String text) {
    say(String.format("%-10s ", name) + TerminalText.safe(text));
  }

  /** A command as a developer types it. */
  void command(String command) {
    say(terminal.bold("$ " + command));
  }

  /** What somebody else printed, line by line. */
  void verbatim(List<String> lines) {
    lines.forEach(line -> say(terminal.dim("| ") + TerminalText.safe(line)));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
