package io.weighbridge.policy.internal;

import io.weighbridge.hub.ModelId;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A model id with {@code *} for any run of characters within a segment: {@code acme/*}, {@code
 * acme-*}{@code /*}. Compared without case, since hubs ignore it.
 */
public record IdPattern(String text) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._*-]+(/[A-Za-z0-9._*-]+)?");

  public IdPattern {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("not a model id or pattern: \"" + text + "\"");
    }
  }

  public boolean matches(ModelId id) {
    String[] wanted = text.toLowerCase(Locale.ROOT).split("/", -1);
    String[] given = id.key().split("/", -1);
    if (wanted.length != given.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!glob(wanted[i], given[i])) {
        return false;
      }
    }
    return true;
  }

  /** Greedy with one remembered star: at most pattern × text steps. */
  private static boolean glob(String pattern, String text) {
    int p = 0;
    int star = -1;
    int mark = 0;
    for (int t = 0; t < text.length(); ) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return text;
  }
}
