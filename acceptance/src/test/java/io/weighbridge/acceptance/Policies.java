package io.weighbridge.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Policies that tests put in force. */
final class Policies {
  private Policies() {}

  /** The standard rules, and one id denied the way an organisation would. */
  static final String STANDARD_AND_ONE_DENIED =
      standard()
          .replace(
              "\ndeny: []\n",
              """

              deny:
                - model: org/blocked
                  reason: reason
              """);

  /** The policy that ships. */
  static String standard() {
    try {
      return Files.readString(
          Places.ROOT.resolve(
              "policy/src/main/resources/io/weighbridge/policy/default-policy.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
