package io.weighbridge.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code weighbridge serve} as a process of its own, from the classes under test. */
final class GateProcess implements AutoCloseable {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private final Path folder;
  final String url;
  private Proc proc;

  private GateProcess(Path folder, String url, Proc proc) {
    this.folder = folder;
    this.url = url;
    this.proc = proc;
  }

  /** What to put in front of what; {@code upstream} is a hub's URL. */
  static GateProcess start(Path folder, String upstream, String policy)
      throws IOException, InterruptedException {
    return start(folder, upstream, policy, "");
  }

  /** As above, with more lines of configuration. */
  static GateProcess start(Path folder, String upstream, String policy, String more)
      throws IOException, InterruptedException {
    return start(Map.of(), folder, upstream, policy, more);
  }

  /** In an environment with more in it. */
  static GateProcess startIn(
      Map<String, String> environment, Path folder, String upstream, String policy)
      throws IOException, InterruptedException {
    return start(environment, folder, upstream, policy, "");
  }

  private static GateProcess start(
      Map<String, String> environment, Path folder, String upstream, String policy, String more)
      throws IOException, InterruptedException {
    int port = Proc.freePort();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("policy.yaml"), policy);
    Files.writeString(
        folder.resolve("weighbridge.yaml"),
        """
        listen: 127.0.0.1:%d
        data: %s
        policy: %s
        upstreams:
          - name: upstream
            url: %s
        %s
        """
            .formatted(
                port, folder.resolve("data"), folder.resolve("policy.yaml"), upstream, more));
    var gate =
        new GateProcess(folder, "http://127.0.0.1:" + port, launch(environment, folder, List.of()));
    gate.proc.awaitHttp(gate.url + "/health");
    return gate;
  }

  private static Proc launch(Map<String, String> environment, Path folder, List<String> jvm) {
    return Proc.start(
        folder.resolve("gate.out"),
        environment,
        command(jvm, List.of("serve", "--config", folder.resolve("weighbridge.yaml").toString())));
  }

  /** The command line of any weighbridge command from the classes under test. */
  static List<String> command(List<String> jvm, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", CLASS_PATH, "io.weighbridge.cli.Main"));
    command.addAll(arguments);
    return command;
  }

  /** Runs a command to its end and returns its exit status; output goes to the given file. */
  static int run(Path output, String... arguments) throws InterruptedException {
    try (Proc proc = Proc.start(output, Map.of(), command(List.of(), List.of(arguments)))) {
      return proc.await(Duration.ofMinutes(3));
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Runs a command with these variables and returns its exit status. */
  static int run(Path output, Map<String, String> environment, String... arguments)
      throws InterruptedException {
    try (Proc proc = Proc.start(output, environment, command(List.of(), List.of(arguments)))) {
      return proc.await(Duration.ofMinutes(3));
    }
  }

  /** The first admin token, which the gate writes on its first start. */
  String adminToken() throws IOException {
    return Files.readString(data().resolve("secrets/admin-token")).strip();
  }

  /** SIGINT, as Ctrl-C sends it; the exit status. */
  int interrupt() throws IOException, InterruptedException {
    return proc.interrupt();
  }

  void kill() throws InterruptedException {
    proc.kill();
  }

  /** Starts again after {@link #kill}, with further options of the JVM. */
  void restart(String... jvm) throws InterruptedException {
    proc = launch(Map.of(), folder, List.of(jvm));
    proc.awaitHttp(url + "/health");
  }

  String output() {
    return proc.output();
  }

  @Override
  public void close() {
    proc.close();
  }
}
