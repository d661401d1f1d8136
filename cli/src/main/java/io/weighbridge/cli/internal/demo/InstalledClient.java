package io.weighbridge.cli.internal.demo;

import io.weighbridge.hub.ModelId;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An installed {@code huggingface_hub}: its {@code hf} command, else its Python module. It runs
 * with a home of its own, without the user's token, and asks nobody but the gate.
 */
final class InstalledClient implements DemoClient {
  private static final String MODULE =
      "import sys; from huggingface_hub import snapshot_download;"
          + " print(snapshot_download(sys.argv[1], local_dir=sys.argv[2]))";

  /** Seconds that a client may take for one thing; it takes one or two. */
  private static final int LONGEST = 25;

  private final List<String> program;
  private final String description;
  private final Path home;

  private InstalledClient(List<String> program, String description, Path home) {
    this.program = List.copyOf(program);
    this.description = description;
    this.home = home;
  }

  static Optional<DemoClient> find(Path home) {
    Optional<DemoClient> hf =
        onPath("hf")
            .flatMap(
                path -> {
                  var client = new InstalledClient(List.of(path, "download"), "", home);
                  return version(
                          client.run(List.of(path, "version"), URI.create("http://127.0.0.1:9")))
                      .map(
                          version ->
                              new InstalledClient(
                                  client.program, "huggingface_hub " + version, home));
                });
    return hf.or(
        () ->
            onPath("python3")
                .flatMap(
                    python -> {
                      var client = new InstalledClient(List.of(python, "-c", MODULE), "", home);
                      var asked =
                          client.run(
                              List.of(
                                  python,
                                  "-c",
                                  "import huggingface_hub; print(huggingface_hub.__version__)"),
                              URI.create("http://127.0.0.1:9"));
                      return version(asked)
                          .map(
                              version ->
                                  new InstalledClient(
                                      client.program,
                                      "huggingface_hub " + version + " (Python)",
                                      home));
                    }));
  }

  private static Optional<String> version(Pulled asked) {
    return asked.output().stream()
        .filter(line -> asked.succeeded() && line.strip().matches("(.*\\s)?\\d+\\.\\d+\\S*"))
        .map(line -> line.strip().replaceFirst("^.*\\s", ""))
        .findFirst();
  }

  private static Optional<String> onPath(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(file) && !Files.isDirectory(file)) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String command(ModelId id) {
    return "hf download " + id;
  }

  @Override
  public Pulled pull(URI endpoint, ModelId id, Path folder) {
    var words = new ArrayList<>(program);
    words.add(id.toString());
    if (program.contains("download")) {
      words.add("--local-dir");
    }
    words.add(folder.toString());
    return run(words, endpoint);
  }

  private Pulled run(List<String> words, URI endpoint) {
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    var environment = builder.environment();
    environment.keySet().removeIf(InstalledClient::isPersonal);
    environment.put("HF_ENDPOINT", endpoint.toString());
    environment.put("HF_HOME", home.resolve("hf").toString());
    environment.put("HF_HUB_DISABLE_TELEMETRY", "1");
    environment.put("HF_HUB_DISABLE_UPDATE_CHECK", "1");
    environment.put("HF_HUB_DISABLE_PROGRESS_BARS", "1");
    environment.put("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
    environment.put("NO_PROXY", "127.0.0.1");
    environment.put("NO_COLOR", "1");
    environment.put("COLUMNS", "200");
    Path output = home.resolve("client-output");
    builder.redirectOutput(output.toFile());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      Runnable kill =
          () -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
          };
      var atExit = new Thread(kill);
      Runtime.getRuntime().addShutdownHook(atExit);
      boolean ended = process.waitFor(LONGEST, TimeUnit.SECONDS);
      kill.run();
      Runtime.getRuntime().removeShutdownHook(atExit);
      List<String> lines = Files.readString(output, StandardCharsets.UTF_8).lines().toList();
      return new Pulled(ended && process.exitValue() == 0, lines);
    } catch (IOException | IllegalStateException e) {
      return new Pulled(false, List.of(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Pulled(false, List.of("interrupted"));
    }
  }

  /** The user's tokens, caches and proxies: no business of a demo's. */
  private static boolean isPersonal(String name) {
    String upper = name.toUpperCase(java.util.Locale.ROOT);
    return upper.startsWith("HF_") || upper.startsWith("HUGGING") || upper.endsWith("_PROXY");
  }
}
