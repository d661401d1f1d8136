package io.weighbridge.cli.internal.demo;

import io.weighbridge.hub.ModelId;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a developer pulls models with. */
interface DemoClient {

  /** A phrase for the screen: which client it is. */
  String description();

  /** The command as a developer would type it. */
  String command(ModelId id);

  /** Pulls a model from an endpoint into a folder. */
  Pulled pull(URI endpoint, ModelId id, Path folder);

  /**
   * What came of it.
   *
   * @param succeeded whether the client said so
   * @param output what it printed, line by line, as it was
   */
  record Pulled(boolean succeeded, List<String> output) {
    private static final String TRACEBACK = "Traceback (most recent call last):";

    public Pulled {
      output = List.copyOf(output);
    }

    /** What it printed, with the frames of a Python traceback left out where it ends in one. */
    List<String> words() {
      List<String> said = output.stream().filter(line -> !line.isBlank()).toList();
      int from = said.indexOf(TRACEBACK);
      if (from < 0) {
        return said;
      }
      int to = said.size() - 1;
      while (to > from && !said.get(to - 1).startsWith("  ")) {
        to--;
      }
      return Stream.of(
              said.subList(0, from).stream(),
              Stream.of("(" + (to - from) + " lines of a Python traceback)"),
              said.subList(to, said.size()).stream())
          .flatMap(lines -> lines)
          .toList();
    }
  }

  /** The installed Hugging Face client, else our own. */
  static DemoClient installed(Path home) {
    return InstalledClient.find(home).<DemoClient>map(client -> client).orElseGet(OwnClient::new);
  }
}
