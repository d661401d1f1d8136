package io.weighbridge.hub;

import java.util.regex.Pattern;

/** A full commit id: 40 lower-case hex digits. An upstream's claim, never an identity of bytes. */
public record CommitId(String hex) {
  private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}");

  public CommitId {
    if (!FULL.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a full commit id: " + hex);
    }
  }

  public static boolean isFull(String text) {
    return FULL.matcher(text).matches();
  }

  @Override
  public String toString() {
    return hex;
  }
}
