package io.weighbridge.cli.internal.demo;

/** One act of the demo. A defence that is added later adds its act to {@link DemoCommand}. */
interface Act {

  /** One line: what happens. */
  String title();

  /**
   * Plays it, really, and says what happened.
   *
   * @throws io.weighbridge.cli.internal.CliException when it did not go as it must
   */
  void play(Stage stage);
}
