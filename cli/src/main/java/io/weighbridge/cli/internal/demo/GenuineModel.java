package io.weighbridge.cli.internal.demo;

import io.weighbridge.cli.internal.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command that the refusal ends in brings the genuine model, whole and unchanged. */
final class GenuineModel implements Act {
  private static final Pattern COMMAND = Pattern.compile("hf download (\\S+)$");

  @Override
  public String title() {
    return "The command at its end brings the genuine model";
  }

  @Override
  public void play(Stage stage) {
    String reason = stage.ask("/api/models/" + DemoModels.LOOK_ALIKE + "/revision/main").reason();
    Matcher named = COMMAND.matcher(reason);
    if (!named.find() || !named.group(1).equals(DemoModels.GENUINE.toString())) {
      throw new CliException("demo: the refusal does not end in the genuine model: " + reason);
    }
    stage.command(named.group());
    Path folder = stage.work().resolve("genuine");
    var pulled = stage.client().pull(stage.gate(), DemoModels.GENUINE, folder);
    if (!pulled.succeeded()) {
      stage.verbatim(pulled.words());
      throw new CliException("demo: the genuine model did not arrive");
    }
    Path published = stage.models().resolve(DemoModels.GENUINE.toString());
    try {
      long bytes = 0;
      List<String> names = names(published);
      for (String name : names) {
        if (Files.mismatch(published.resolve(name), folder.resolve(name)) != -1) {
          throw new CliException("demo: " + name + " arrived changed");
        }
        bytes += Files.size(published.resolve(name));
      }
      stage.say(
          stage.terminal().green("arrived")
              + "  "
              + names.size()
              + " files, "
              + bytes / 1000
              + " kB, every byte as published: "
              + String.join(", ", names));
    } catch (IOException e) {
      throw new CliException("demo: a file did not arrive: " + e.getMessage(), e);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
