package io.weighbridge.cli.internal.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The same poisoned file through whichever other scanners are on the path, one line each; no act at
 * all where there is none. They run at the same time, in an empty home, and may phone nobody.
 */
final class InstalledScanners implements Act {
  private static final long PATIENCE_SECONDS = 12;

  /**
   * A scanner, and how it is asked. All four end with 0 when they found nothing and with 1 when
   * they did; fickling's, modelscan's and modelaudit's documentation says so, and picklescan's.
   */
  private record Scanner(String name, List<String> options) {}

  private static final List<Scanner> KNOWN =
      List.of(
          new Scanner("picklescan", List.of("-p")),
          new Scanner("modelscan", List.of("-p")),
          new Scanner("fickling", List.of("--check-safety")),
          new Scanner("modelaudit", List.of("scan")));

  private record Running(Scanner scanner, Process process, long started) {}

  @Override
  public String title() {
    return "The same file through the other scanners on this machine";
  }

  @Override
  public boolean hasStage() {
    return KNOWN.stream().anyMatch(scanner -> onPath(scanner.name()).isPresent());
  }

  @Override
  public void play(Stage stage) {
    Path file = stage.models().resolve(DemoModels.LOOK_ALIKE.toString(), "pytorch_model.bin");
    var running = new ArrayList<Running>();
    Runnable kill = () -> running.forEach(one -> kill(one.process()));
    var atExit = new Thread(kill);
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      for (Scanner scanner : KNOWN) {
        start(scanner, file, stage.work()).ifPresent(running::add);
      }
      for (Running one : List.copyOf(running)) {
        stage.fact(one.scanner().name(), answer(one));
      }
    } finally {
      kill.run();
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException ending) {
        // Ctrl-C: the hook is running, and does the same.
      }
    }
  }

  private static Optional<Running> start(Scanner scanner, Path file, Path home) {
    Optional<String> program = onPath(scanner.name());
    if (program.isEmpty()) {
      return Optional.empty();
    }
    var words = new ArrayList<String>();
    words.add(program.get());
    words.addAll(scanner.options());
    words.add(file.toString());
    var builder = new ProcessBuilder(words).directory(home.toFile());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("NO_ANALYTICS", "1");
    builder.environment().put("PROMPTFOO_DISABLE_TELEMETRY", "1");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return Optional.of(new Running(scanner, process, System.nanoTime()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String answer(Running one) {
    try {
      if (!one.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return "no answer within " + PATIENCE_SECONDS + " s";
      }
      long millis = (System.nanoTime() - one.started()) / 1_000_000;
      int code = one.process().exitValue();
      return switch (code) {
            case 0 -> "finds nothing";
            case 1 -> "flags it";
            default -> "cannot read it (exit code " + code + ")";
          }
          + ", within "
          + millis
          + " ms";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
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
}
