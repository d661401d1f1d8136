package io.weighbridge.cli.internal;

/** What the build runs once so that the JVM can keep what a start loads and links (AOT cache). */
public final class Training {
  private Training() {}

  public static void main(String[] args) {
    io.weighbridge.cli.Main.main(new String[] {"--version"});
  }
}
