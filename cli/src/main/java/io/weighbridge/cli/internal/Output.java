package io.weighbridge.cli.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a result goes: {@code --output FILE}, else standard output unless {@code --quiet}. */
final class Output {
  private Output() {}

  static void write(Arguments arguments, Terminal terminal, String text) {
    terminal.progressDone();
    if (arguments.value("output").isPresent()) {
      toFile(Path.of(arguments.value("output").get()), text);
    } else if (!arguments.has("quiet")) {
      terminal.out().print(text);
    }
  }

  /** All of it or nothing: a reader never sees half a report. */
  private static void toFile(Path file, String text) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.writeString(file, text); // a pipe or a device
        return;
      }
      Path folder = file.toAbsolutePath().getParent();
      Path part = Files.createTempFile(folder, ".weighbridge", ".part");
      try {
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new CliException("cannot write " + file + ": " + Reasons.of(e), e);
    }
  }
}
