package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.acceptance.ScriptedHub.Script;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command line judges a hub's model by the parts that loaders interpret, and says so. */
class FromAfarTest {
  private static final String MODEL = "hf://org/honest";
  private static final Map<String, byte[]> FILES = Lies.honest(3);

  @SuppressWarnings("NullAway.Init") // set before each
  private ScriptedHub hub;

  @SuppressWarnings("NullAway.Init") // set before each
  private Path folder;

  @BeforeEach
  void start() throws IOException {
    hub = new ScriptedHub();
    hub.publish("org/honest", FILES, Script.HONEST);
    folder = Places.fresh("from-afar");
    Files.createDirectories(folder);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private int run(String... arguments) throws InterruptedException {
    try (Proc proc =
        Proc.start(
            folder.resolve("messages"),
            Map.of("HF_ENDPOINT", hub.url(), "HF_HOME", folder.toString()),
            GateProcess.command(List.of(), List.of(arguments)))) {
      return proc.await(Duration.ofMinutes(2));
    }
  }

  private Json json(String... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("output.json");
    String[] all = Arrays.copyOf(arguments, arguments.length + 4);
    List<String> more = List.of("--format", "json", "--output", output.toString());
    for (int i = 0; i < more.size(); i++) {
      all[arguments.length + i] = more.get(i);
    }
    assertThat(run(all)).as(messages()).isIn(0, 1);
    return Json.parse(Files.readString(output));
  }

  private String messages() throws IOException {
    Path messages = folder.resolve("messages");
    return Files.exists(messages) ? Files.readString(messages) : "";
  }

  private static long total() {
    return FILES.values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  @Test
  void scanReadsLittleAndSaysHowMuch() throws Exception {
    Json report = json("scan", MODEL);

    assertThat(report.text("verdict")).contains("safe");
    Json fetched = report.get("fetched").orElseThrow();
    assertThat(fetched.number("total")).hasValue(total());
    assertThat(fetched.number("bytes").orElseThrow()).isPositive().isLessThan(total() / 50);
    assertThat(fetched.number("requests").orElseThrow()).isLessThanOrEqualTo(FILES.size() + 2);
  }

  @Test
  void vetTakesTheHubsWordForDigestsUnlessToldToCheck() throws Exception {
    Json fetched = json("vet", MODEL).get("fetched").orElseThrow();
    assertThat(fetched.number("bytes").orElseThrow()).isLessThan(total() / 50);
    assertThat(fetched.items("announcedDigests").stream().map(Json::write))
        .containsExactly('"' + Lies.WEIGHTS + '"');

    Json whole = json("vet", "--whole", MODEL).get("fetched").orElseThrow();
    assertThat(whole.number("bytes")).hasValue(total());
    assertThat(whole.items("announcedDigests")).isEmpty();
  }

  @Test
  void aDigestThatIsCheckedAndWrongEndsIt() throws Exception {
    byte[] other = Lies.weights(FILES).clone();
    other[other.length / 2] ^= 1;
    hub.publish(
        "org/honest",
        FILES,
        request -> request.kind() == ScriptedHub.Kind.STORE && request.serve(other, "store-tag"));

    assertThat(run("vet", "--whole", MODEL)).isEqualTo(2);
    assertThat(messages()).contains("other bytes of " + Lies.WEIGHTS + " than it announced");
  }
}
