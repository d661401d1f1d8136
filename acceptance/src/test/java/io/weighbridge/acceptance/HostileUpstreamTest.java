package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.acceptance.Lies.Lie;
import io.weighbridge.acceptance.ScriptedHub.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * A gate before an upstream that lies in every way that we know of. Whatever it does: a client
 * never gets a whole file that is wrong, nor a byte that a loader interprets and that was not
 * judged; it gets an error that says why; and the gate goes on serving others within its memory.
 */
class HostileUpstreamTest {
  private static final String TOKEN = "hf_" + "S3cret".repeat(6);
  private static final int PATIENCE = 12; // answers of "ask again", each given after up to 8 s

  /**
   * What a client has at the end.
   *
   * @param bytes as far as they came
   * @param complete whether the answer was successful and came to its end
   */
  record Had(int status, byte[] bytes, boolean complete, String reason) {}

  @Test
  void noLieReachesAClient() throws Exception {
    Path folder = Places.fresh("hostile-upstream");
    Map<String, byte[]> honest = Lies.honest(1);
    List<Lie> lies = Lies.all();
    try (var hub = new ScriptedHub();
        GateProcess gate = start(folder, hub)) {
      lies.forEach(lie -> hub.publish(lie.model(), lie.announced(), lie.script()));
      hub.publish("org/honest", honest, Script.HONEST);

      Map<Lie, Had> had = all(lies, lie -> fetch(gate.url, lie.model(), Lies.WEIGHTS, lie));
      var softly = new SoftAssertions();
      had.forEach((lie, what) -> check(softly, lie, what, honest.get(Lies.WEIGHTS)));
      softly.assertAll();

      assertThat(new HubClient(gate.url).snapshot("org/honest", "main").get(Lies.WEIGHTS))
          .as("an honest model, after all that, in 256 MB")
          .isEqualTo(honest.get(Lies.WEIGHTS));
      assertThat(hub.tokensAtTheStore()).as("tokens that left the hub's origin").isEmpty();
      assertThat(gate.output()).doesNotContain(TOKEN);
    }
  }

  @Test
  void aLiarDoesNotSpoilAnHonestModelWithTheSameWeights() throws Exception {
    Path folder = Places.fresh("hostile-twin");
    try (var hub = new ScriptedHub();
        GateProcess gate = start(folder, hub)) {
      for (int i = 0; i < 4; i++) {
        Map<String, byte[]> files = Lies.honest(i);
        String liar = "lies/twin-" + i;
        hub.publish(
            liar,
            files,
            request ->
                request.kind() == ScriptedHub.Kind.STORE
                    && request.redirect(request.exchange().getRequestURI().toString()));
        hub.publish("org/twin-" + i, files, Script.HONEST);
        String honest = "org/twin-" + i;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
          Future<Had> lied = threads.submit(() -> fetch(gate.url, liar, Lies.WEIGHTS));
          Future<Map<String, byte[]>> served =
              threads.submit(() -> new HubClient(gate.url).snapshot(honest, "main"));

          assertThat(served.get().get(Lies.WEIGHTS)).isEqualTo(Lies.weights(files));
          assertThat(lied.get().bytes())
              .satisfiesAnyOf(
                  bytes -> assertThat(bytes).isEmpty(),
                  bytes -> assertThat(bytes).isEqualTo(Lies.weights(files)));
        }
      }
    }
  }

  private static void check(SoftAssertions softly, Lie lie, Had had, byte[] judged) {
    String about = lie.name() + " (" + had.status() + " " + had.reason() + ")";
    softly.assertThat(had.complete()).as(about + ": no whole file").isFalse();
    int interpreted = Math.min(had.bytes().length, Lies.dataStart(judged));
    if (had.status() == 200) {
      softly
          .assertThat(Arrays.mismatch(had.bytes(), 0, interpreted, judged, 0, interpreted))
          .as(about + ": interpreted bytes are those that were judged")
          .isNegative();
      return;
    }
    softly.assertThat(had.bytes()).as(about + ": no byte").isEmpty();
    softly.assertThat(had.reason()).as(about + ": a reason").isNotBlank().doesNotContain(TOKEN);
    if (lie.lasting()) {
      softly.assertThat(had.status()).as(about + ": refused").isIn(403, 502, 503);
    } else {
      softly.assertThat(had.status()).as(about + ": not now").isIn(429, 502, 503, 504);
    }
  }

  /** With the hub's token, a name that leads inside, and little memory. */
  private static GateProcess start(Path folder, ScriptedHub hub) throws Exception {
    GateProcess gate =
        GateProcess.start(folder.resolve("gate"), hub.url(), Policies.STANDARD_AND_ONE_DENIED);
    gate.kill();
    Path configuration = folder.resolve("gate/weighbridge.yaml");
    Path token = Files.writeString(folder.resolve("gate/token"), TOKEN);
    Path hosts = Files.writeString(folder.resolve("gate/hosts"), "10.1.2.3 inside.test\n");
    Files.writeString(
        configuration,
        Files.readString(configuration).stripTrailing()
            + "\n    token-file: "
            + token
            + "\nlimits:\n  concurrent-vettings: 64\n");
    gate.restart("-Xmx256m", "-Djdk.net.hosts.file=" + hosts);
    return gate;
  }

  private static <T> Map<Lie, T> all(List<Lie> lies, Asking<T> asking) throws Exception {
    var answers = new LinkedHashMap<Lie, T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures =
          threads.invokeAll(lies.stream().map(lie -> (Callable<T>) () -> asking.of(lie)).toList());
      for (int i = 0; i < lies.size(); i++) {
        answers.put(lies.get(i), futures.get(i).get());
      }
    }
    return answers;
  }

  private interface Asking<T> {
    T of(Lie lie) throws Exception;
  }

  /** One file, asked for again as long as the gate says "later" to a lie that can be found out. */
  private static Had fetch(String gate, String model, String path, Lie lie)
      throws InterruptedException {
    Had had = fetch(gate, model, path);
    for (int i = 0; lie.lasting() && had.status() == 429 && i < PATIENCE; i++) {
      had = fetch(gate, model, path);
    }
    return had;
  }

  static Had fetch(String gate, String model, String path) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(gate + "/" + model + "/resolve/main/" + path))
            .header("User-Agent", "unknown/None; hf_hub/2.4.0; python/3.11")
            .timeout(Duration.ofSeconds(120))
            .build();
    var bytes = new ByteArrayOutputStream();
    int status = 0;
    String reason = "";
    try {
      HttpResponse<InputStream> response =
          Proc.HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
      status = response.statusCode();
      reason = response.headers().firstValue("X-Error-Message").orElse("");
      try (InputStream body = response.body()) {
        byte[] buffer = new byte[16 << 10];
        for (int read; (read = body.read(buffer)) >= 0; ) {
          bytes.write(buffer, 0, read);
        }
      }
      return status == 200
          ? new Had(status, bytes.toByteArray(), true, reason)
          : new Had(status, new byte[0], false, reason);
    } catch (IOException e) {
      return new Had(status, bytes.toByteArray(), false, reason + " cut off: " + e.getMessage());
    }
  }
}
