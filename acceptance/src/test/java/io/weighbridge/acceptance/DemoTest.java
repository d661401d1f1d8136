package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo with the clients that people have, as a person runs it. */
class DemoTest {
  private static final String GENUINE = "distilbert/distilbert-base-uncased-finetuned-squad";
  private static final String LOOK_ALIKE = "qa-tutorials/distilbert-base-uncased-finetuned-sqad";

  @ParameterizedTest
  @CsvSource({
    "hub-2, huggingface_hub 2.4.0, requires approval",
    "hub-0.36, huggingface_hub 0.36.2, Cannot access gated repo",
  })
  void theInstalledClientSaysWhyInItsOwnWordsAndTheGenuineModelArrives(
      String environment, String client, String itsOwnWords) throws Exception {
    Path bin = Places.python(environment).resolveSibling("");
    Path folder = Places.fresh("demo-" + environment);
    check(folder, demo(folder, bin, "--exit"), client, itsOwnWords);
  }

  @Test
  void withoutItsCommandThePythonModuleIsTheClient() throws Exception {
    Path python = Places.python("hub-1");
    Path folder = Places.fresh("demo-module");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path wrapper = bin.resolve("python3");
    Files.writeString(wrapper, "#!/bin/sh\nexec '" + python + "' \"$@\"\n");
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    check(
        folder,
        demo(folder, bin, "--exit"),
        "huggingface_hub 1.33.0 (Python)",
        "Cannot access gated repo");
  }

  @Test
  void theCommandsThatItShowsForThePassportSayTheSame() throws Exception {
    Path cosign = Places.cosign();
    Path folder = Places.fresh("demo-passport");
    Process demo = demo(folder, Places.python("hub-2").resolveSibling(""));
    var commands = new ArrayList<String>();
    var said = new StringBuilder();
    try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine();
          line != null && !line.contains("Enter or Ctrl-C");
          line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith("   $ ")) {
          commands.add(line.substring("   $ ".length()));
        }
      }
      String[] verify = named(commands, "cd ").split(" && weighbridge ", 2);
      String attested = named(commands, "cosign ");
      var words = new ArrayList<>(List.of(verify[1].split(" ")));
      Path work = Path.of(verify[0].substring("cd ".length()));
      assertThat(in(work, GateProcess.command(List.of(), words), folder)).as(verify[1]).isZero();
      List<String> shell = List.of("sh", "-c", attested);
      assertThat(in(work, shell, folder, cosign.resolveSibling(""))).as(attested).isZero();
      Files.writeString(work.resolve("genuine/model.safetensors"), "changed");
      assertThat(in(work, GateProcess.command(List.of(), words), folder)).isEqualTo(1);
      assertThat(in(work, shell, folder, cosign.resolveSibling(""))).isNotZero();
      demo.getOutputStream().write('\n');
      demo.getOutputStream().flush();
      lines.lines().forEach(line -> said.append(line).append('\n'));
    }
    assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).as(said.toString()).isZero();
    isTidy(folder);
  }

  private static String named(List<String> commands, String beginning) {
    return commands.stream().filter(one -> one.startsWith(beginning)).findFirst().orElseThrow();
  }

  private static int in(Path work, List<String> command, Path home, Path... path) throws Exception {
    var builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
    builder.redirectOutput(home.resolve("shown.txt").toFile());
    builder.environment().put("HOME", home.resolve("home").toString());
    for (Path more : path) {
      builder.environment().merge("PATH", more.toString(), (old, one) -> one + ":" + old);
    }
    return builder.start().waitFor();
  }

  private static void check(Path folder, Process demo, String client, String itsOwnWords)
      throws Exception {
    String out = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).as(out).isZero();
    assertThat(out.lines()).as(out).hasSizeLessThanOrEqualTo(40);
    assertThat(out)
        .contains(client, itsOwnWords, LOOK_ALIKE)
        .contains("1 edit from " + GENUINE)
        .contains("Did you mean: hf download " + GENUINE)
        .contains("os.system(")
        .contains("arrived  7 files");
    isTidy(folder);
  }

  /** Neither the temporary folder nor the home of whoever ran it holds anything of it. */
  private static void isTidy(Path folder) throws IOException {
    for (String place : new String[] {"tmp", "home"}) {
      try (Stream<Path> left = Files.list(folder.resolve(place))) {
        assertThat(left).as(place).isEmpty();
      }
    }
  }

  @Test
  void itStaysUpWithItsConsoleUntilEnter() throws Exception {
    Path folder = Places.fresh("demo-enter");
    Process demo = demo(folder, Places.python("hub-2").resolveSibling(""));
    try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
      String console = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        console = line.contains("/console/") ? line.replaceFirst(".*(http:\\S+).*", "$1") : console;
        if (line.contains("Enter or Ctrl-C")) {
          break;
        }
      }
      assertThat(console).startsWith("http://127.0.0.1:");
      var page =
          Proc.HTTP.send(
              HttpRequest.newBuilder(URI.create(console)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(demo.isAlive()).isTrue();
      demo.getOutputStream().write('\n');
      demo.getOutputStream().flush();
      assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isZero();
    }
    isTidy(folder);
  }

  @Test
  void ctrlCInTheMiddleOfAnActRemovesEverythingAndEndsTheClient() throws Exception {
    Path folder = Places.fresh("demo-interrupted");
    Process demo = demo(folder, Places.python("hub-2").resolveSibling(""));
    var said = new StringBuilder();
    try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith("3  ")) {
          break; // the act in which the client runs
        }
      }
      List<ProcessHandle> children = demo.descendants().toList();
      assertThat(new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor())
          .isZero();
      lines.lines().forEach(line -> said.append(line).append('\n'));
      assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isEqualTo(130);
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
    assertThat(said.toString()).doesNotContain("Exception").doesNotContain("must not happen");
    isTidy(folder);
  }

  private static Process demo(Path folder, Path bin, String... options) throws IOException {
    Path tmp = Files.createDirectories(folder.resolve("tmp"));
    Path home = Files.createDirectories(folder.resolve("home"));
    var arguments = new ArrayList<>(List.of("demo"));
    arguments.addAll(List.of(options));
    var builder =
        new ProcessBuilder(
                GateProcess.command(
                    List.of("-Djava.io.tmpdir=" + tmp, "-Duser.home=" + home), arguments))
            .redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("TMPDIR", tmp.toString());
    builder.environment().put("PATH", bin + ":/usr/bin:/bin");
    Process demo = builder.start();
    // Whoever reads to the end of a demo that hangs would wait for ever.
    CompletableFuture.delayedExecutor(120, TimeUnit.SECONDS)
        .execute(
            () -> {
              demo.descendants().forEach(ProcessHandle::destroyForcibly);
              demo.destroyForcibly();
            });
    return demo;
  }
}
