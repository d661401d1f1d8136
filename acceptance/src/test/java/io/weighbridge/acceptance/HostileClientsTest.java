package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.acceptance.ScriptedHub.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gate with little memory before clients that mean no good. */
class HostileClientsTest {
  private static final String MODEL = "org/honest";
  private static final String FILE = "/" + MODEL + "/resolve/main/" + Lies.WEIGHTS;
  private static final Map<String, byte[]> FILES = Lies.honest(2);
  private static final byte[] WEIGHTS = weights();

  @SuppressWarnings("NullAway.Init") // set before all
  private static ScriptedHub hub;

  @SuppressWarnings("NullAway.Init") // set before all
  private static GateProcess gate;

  private static byte[] weights() {
    byte[] weights = FILES.get(Lies.WEIGHTS);
    if (weights == null) {
      throw new IllegalStateException("the model has weights");
    }
    return weights;
  }

  @BeforeAll
  static void start() throws Exception {
    Path folder = Places.fresh("hostile-clients");
    hub = new ScriptedHub();
    hub.publish(MODEL, FILES, Script.HONEST);
    gate = GateProcess.start(folder.resolve("gate"), hub.url(), Policies.STANDARD_AND_ONE_DENIED);
    gate.kill();
    gate.restart("-Xmx256m");
    new HubClient(gate.url).snapshot(MODEL, "main");
  }

  @AfterAll
  static void stop() {
    gate.close();
    hub.close();
  }

  private static void assertServes() throws IOException, InterruptedException {
    Map<String, byte[]> files = new HubClient(gate.url).snapshot(MODEL, "main");
    assertThat(files.get(Lies.WEIGHTS)).isEqualTo(WEIGHTS);
  }

  @Test
  void answersThousandsOfTinyRangesEachRightly() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<HttpResponse<byte[]>>> asks =
          IntStream.range(0, 3000)
              .mapToObj(
                  i -> (Callable<HttpResponse<byte[]>>) () -> range("bytes=" + at(i) + "-" + at(i)))
              .toList();
      int i = 0;
      for (Future<HttpResponse<byte[]>> answer : threads.invokeAll(asks)) {
        assertThat(answer.get().statusCode()).isEqualTo(206);
        assertThat(answer.get().body()).containsExactly(WEIGHTS[at(i++)]);
      }
    }
    assertServes();
  }

  private static int at(int i) {
    return (int) (i * 7919L % WEIGHTS.length);
  }

  @Test
  void aThousandRangesInOneRequestCostNoMoreThanTheFile() throws Exception {
    String many =
        IntStream.range(0, 1000)
            .mapToObj(i -> i + "-" + (WEIGHTS.length - 1))
            .collect(Collectors.joining(","));
    HttpResponse<byte[]> answer = range("bytes=" + many);

    assertThat(answer.statusCode()).isIn(200, 400, 416);
    assertThat(answer.body().length).isLessThanOrEqualTo(WEIGHTS.length);
    for (String odd :
        List.of("bytes=-0", "bytes=9-1", "bytes=" + "9".repeat(40) + "-", "bytes=x-")) {
      assertThat(range(odd).statusCode()).as(odd).isIn(200, 400, 416);
    }
  }

  private static HttpResponse<byte[]> range(String range) throws IOException, InterruptedException {
    return Proc.HTTP.send(
        HttpRequest.newBuilder(URI.create(gate.url + FILE))
            .header("Range", range)
            .timeout(Duration.ofSeconds(60))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void slowReadersHinderNobody() throws Exception {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 100; i++) {
        slow.add(ask("GET " + FILE + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n"));
      }
      assertServes();
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void requestsThatNeverEndHinderNobody() throws Exception {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 100; i++) {
        slow.add(ask("GET " + FILE + " HTTP/1.1\r\nHost: " + host() + "\r\nX-Slow: "));
      }
      assertServes();
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void abortedDownloadsOfAColdModelLeaveItToOthers() throws Exception {
    String cold = "org/cold";
    hub.publish(cold, FILES, Script.HONEST);
    String file = FILE.replace(MODEL, cold);
    for (int i = 0; i < 50; i++) {
      ask("GET " + file + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n").close();
    }
    assertThat(new HubClient(gate.url).snapshot(cold, "main").get(Lies.WEIGHTS)).isEqualTo(WEIGHTS);
    for (int i = 0; i < 100; i++) {
      try (Socket socket = ask("GET " + file + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n")) {
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
    }
    assertServes();
  }

  @Test
  void aForgedHostGetsNothing() throws Exception {
    for (String head :
        List.of(
            "GET " + FILE + " HTTP/1.1\r\nHost: evil.example\r\n",
            "GET " + FILE + " HTTP/1.1\r\nHost: " + host() + ".evil.example\r\n",
            "GET " + FILE + " HTTP/1.1\r\nHost: " + host() + "\r\nHost: evil.example\r\n",
            "GET "
                + FILE
                + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: "
                + host()
                + "\r\n",
            "GET http://evil.example" + FILE + " HTTP/1.1\r\nHost: " + host() + "\r\n",
            "GET " + FILE + " HTTP/1.1\r\n")) {
      String answer = answer(head + "Connection: close\r\n\r\n");
      assertThat(answer).as(head).matches("(?s)HTTP/1\\.1 4[0-9][0-9] .*");
      assertThat(answer).as(head).doesNotContain("\"dtype\"");
    }
  }

  @Test
  void nothingFromARequestBecomesAHeader() throws Exception {
    for (String target :
        List.of(
            "/org/x%0d%0aX-Injected:%20yes/resolve/main/a",
            "/" + MODEL + "/resolve/main%0d%0aX-Injected:%20yes/a",
            "/" + MODEL + "/resolve/main/a%0d%0aX-Injected:%20yes",
            "/" + MODEL + "/resolve/main/a%0aX-Injected:%20yes",
            "/api/models/" + MODEL + "/revision/x%0d%0aX-Injected:%20yes",
            "/api/models?search=%0d%0aX-Injected:%20yes",
            "/%0d%0aX-Injected:%20yes")) {
      String request =
          "GET "
              + target
              + " HTTP/1.1\r\nHost: "
              + host()
              + "\r\nUser-Agent: x\u0001\r\nConnection: close\r\n\r\n";
      assertNoInjection(answer(request), target);
      assertNoInjection(answer(request.replace("User-Agent: x\u0001\r\n", "")), target);
    }
  }

  private static void assertNoInjection(String answer, String target) {
    String head = answer.split("\r\n\r\n", 2)[0];
    assertThat(head).as(target).startsWith("HTTP/1.1 ");
    assertThat(Arrays.asList(head.split("\r\n|\n|\r", -1)))
        .as(target)
        .noneMatch(line -> line.startsWith("X-Injected"));
  }

  private static String host() {
    return URI.create(gate.url).getAuthority();
  }

  private static Socket ask(String request) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(gate.url).getPort());
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  private static String answer(String request) throws IOException {
    try (Socket socket = ask(request);
        InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
