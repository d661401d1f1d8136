package io.weighbridge.cli.internal.demo;

import io.weighbridge.hub.ModelId;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

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
    public Pulled {
      output = List.copyOf(output);
    }
  }

  /** The installed Hugging Face client, else our own. */
  static DemoClient installed(Path home) {
    return InstalledClient.find(home).<DemoClient>map(client -> client).orElseGet(OwnClient::new);
  }
}
