package io.weighbridge.cli.internal;

/** The release. */
final class Version {
  static final String VERSION = "0.1.0";

  private Version() {}
}
