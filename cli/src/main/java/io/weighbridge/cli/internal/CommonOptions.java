package io.weighbridge.cli.internal;

import io.weighbridge.evidence.Verdict;
import java.util.List;
import java.util.Locale;

/** Options that several commands share, with one meaning everywhere. */
final class CommonOptions {
  static final Option FORMAT =
      Option.choice("format", List.of("text", "json"), "how the result is written (text)");
  static final Option OUTPUT =
      Option.value("output", "FILE", "write the result there, not to standard output");
  static final Option QUIET =
      Option.flag("quiet", "no result on standard output; the exit code says it");
  static final Option POLICY =
      Option.value("policy", "FILE", "decide by this policy instead of the standard one");
  static final Option FAIL_ON =
      Option.choice(
          "fail-on",
          List.of("suspicious", "malicious"),
          "exit 1 from this verdict on (suspicious)");
  static final Option DIGESTS = Option.flag("digests", "compute the SHA-256 of every file");
  static final Option URL =
      Option.value(
          "url", "URL", "the running server (WEIGHBRIDGE_URL, else http://127.0.0.1:8080)");
  static final Option TOKEN_FILE =
      Option.value("token-file", "FILE", "holds the token to use (else WEIGHBRIDGE_TOKEN)");

  private CommonOptions() {}

  static boolean isJson(Arguments arguments) {
    return arguments.value("format", "text").equals("json");
  }

  /** Whether a verdict is one that the caller wants to fail on. */
  static boolean fails(Arguments arguments, Verdict verdict) {
    Verdict from =
        Verdict.valueOf(arguments.value("fail-on", "suspicious").toUpperCase(Locale.ROOT));
    return verdict.compareTo(from) >= 0;
  }
}
