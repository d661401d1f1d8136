package io.weighbridge.cli.internal.demo;

/** One act of the demo. A defence that is added later adds its act to {@link DemoCommand}. */
interface Act {

  /** One line: what happens. */
  String title();

  /** Whether what it needs is here; else it is left out. */
  default boolean hasStage() {
    return true;
  }

  /**
   * Plays it, really, and says what happened.
   *
   * @throws io.weighbridge.cli.internal.CliException when it did not go as it must
   */
  void play(Stage stage);
}
