package io.weighbridge.cli.internal.demo;

import io.weighbridge.cli.internal.CliException;

/** The developer's own client says why, and what to type instead. */
final class Refusal implements Act {
  @Override
  public String title() {
    return "What the developer's client says, word for word";
  }

  @Override
  public void play(Stage stage) {
    DemoClient client = stage.client();
    stage.say(stage.terminal().dim("(" + client.description() + ")"));
    var pulled =
        client.pull(stage.gate(), DemoModels.LOOK_ALIKE, stage.work().resolve("look-alike"));
    if (pulled.succeeded()) {
      throw new CliException("demo: the client got the look-alike; this must not happen");
    }
    stage.verbatim(pulled.words());
  }
}
