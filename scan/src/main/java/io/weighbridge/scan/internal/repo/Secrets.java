package io.weighbridge.scan.internal.repo;

import io.weighbridge.scan.internal.Inspection;

/**
 * Credentials in text, by the fixed prefixes that providers gave them so that they can be found,
 * and only when the rest has the length, the alphabet and the randomness of a real one. Examples
 * and placeholders are not reported. The evidence shows the first characters only.
 */
final class Secrets {
  /**
   * A kind of token: {@code prefix} and then {@code least} to {@code most} characters of letters,
   * digits and {@code extra}.
   */
  private record Token(String prefix, int least, int most, String extra, String what) {}

  /** Sources: the providers' documentation of token formats; GitHub secret scanning patterns. */
  private static final Token[] TOKENS = {
    new Token("hf_", 34, 40, "", "a Hugging Face token"),
    new Token("ghp_", 36, 36, "", "a GitHub token"),
    new Token("gho_", 36, 36, "", "a GitHub token"),
    new Token("ghs_", 36, 36, "", "a GitHub token"),
    new Token("github_pat_", 80, 90, "_", "a GitHub token"),
    new Token("glpat-", 20, 30, "-_", "a GitLab token"),
    new Token("AKIA", 16, 16, "", "an AWS access key id"),
    new Token("ASIA", 16, 16, "", "an AWS access key id"),
    new Token("AIza", 35, 35, "-_", "a Google API key"),
    new Token("ya29.", 60, 300, "-_", "a Google access token"),
    new Token("xoxb-", 40, 90, "-", "a Slack token"),
    new Token("xoxp-", 40, 90, "-", "a Slack token"),
    new Token("sk-proj-", 40, 200, "-_", "an OpenAI key"),
    new Token("sk-ant-api", 80, 120, "-_", "an Anthropic key"),
    new Token("sk_live_", 24, 99, "", "a Stripe key"),
    new Token("npm_", 36, 36, "", "an npm token"),
    new Token("pypi-AgEIcHlwaS5vcmc", 50, 200, "-_", "a PyPI token"),
    new Token("dop_v1_", 64, 64, "", "a DigitalOcean token"),
  };

  private Secrets() {}

  static void judge(Inspection thing, String text) {
    for (Token token : TOKENS) {
      int reported = 0;
      for (int at = text.indexOf(token.prefix);
          at >= 0 && reported < 3;
          at = text.indexOf(token.prefix, at + 1)) {
        int end = end(text, at + token.prefix.length(), token);
        if (begins(text, at) && isReal(text.substring(at + token.prefix.length(), end), token)) {
          found(thing, at, token.what, text.substring(at, at + Math.min(12, end - at)) + "…");
          reported++;
        }
      }
    }
    int key = text.indexOf("-----BEGIN ");
    while (key >= 0) {
      int line = text.indexOf("-----", key + 11);
      String kind = line < 0 ? "" : text.substring(key + 11, line);
      if (kind.endsWith("PRIVATE KEY") && text.length() > line + 150 && isBase64(text, line + 5)) {
        found(thing, key, "a private key", "-----BEGIN " + kind + "-----");
      }
      key = text.indexOf("-----BEGIN ", key + 11);
    }
  }

  private static void found(Inspection thing, int at, String what, String evidence) {
    thing.find("repo/secret", "holds " + what + " (at character " + at + ")", evidence);
  }

  private static boolean begins(String text, int at) {
    return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) && text.charAt(at - 1) != '_';
  }

  private static int end(String text, int from, Token token) {
    int end = from;
    while (end < text.length()
        && end - from <= token.most
        && (isAlphanumeric(text.charAt(end)) || token.extra.indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end;
  }

  private static boolean isAlphanumeric(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isReal(String body, Token token) {
    if (body.length() < token.least || body.length() > token.most || body.contains("EXAMPLE")) {
      return false;
    }
    int[] counts = new int[128];
    for (int i = 0; i < body.length(); i++) {
      counts[body.charAt(i) & 127]++;
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / body.length();
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits >= 3;
  }

  private static boolean isBase64(String text, int from) {
    int seen = 0;
    for (int i = from; i < text.length() && seen < 100; i++) {
      char c = text.charAt(i);
      if (isAlphanumeric(c) || c == '+' || c == '/' || c == '=') {
        seen++;
      } else if (c != '\n' && c != '\r' && c != ' ' && c != '\\') {
        return false;
      }
    }
    return seen == 100;
  }
}
