package io.weighbridge.cli.internal.demo;

/** The battlecard's developer, under a deadline, copies a name out of a tutorial. */
final class CopiedName implements Act {
  @Override
  public String title() {
    return "A developer copies a model's name from a tutorial";
  }

  @Override
  public void play(Stage stage) {
    stage.command(
        "HF_ENDPOINT=" + stage.gate() + " " + stage.client().command(DemoModels.LOOK_ALIKE));
  }
}
