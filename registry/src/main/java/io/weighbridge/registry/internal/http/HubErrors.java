package io.weighbridge.registry.internal.http;

import io.weighbridge.registry.internal.gate.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The gate's refusals in the form that Hub clients print. Which status and code reaches a person in
 * which client was measured with real ones; the reasons stand beside each case.
 */
final class HubErrors {
  static final String REPO_NOT_FOUND = "RepoNotFound";
  static final String REVISION_NOT_FOUND = "RevisionNotFound";
  static final String ENTRY_NOT_FOUND = "EntryNotFound";
  static final String GATED_REPO = "GatedRepo";

  /** Clients retry five times: with less, a retry could be spent before a vetting has ended. */
  static final Duration LEAST_RETRY = Duration.ofSeconds(10);

  private static final Pattern HUB_CLIENT = Pattern.compile("\\bhf_hub/([0-9]{1,4})\\.");

  private HubErrors() {}

  /**
   * The reply to an answer that gives nothing.
   *
   * @throws IllegalArgumentException for {@link Answer.Served} and {@link Answer.Weighing}
   */
  static Reply refusal(Answer answer) {
    return switch (answer) {
      case Answer.Refused refused -> refused(refused);
      case Answer.NotFound missing ->
          Reply.error(
              404,
              Optional.of(
                  switch (missing.what()) {
                    case REPOSITORY -> REPO_NOT_FOUND;
                    case REVISION -> REVISION_NOT_FOUND;
                  }),
              missing.text());
      case Answer.Unavailable unavailable -> Reply.error(503, Optional.empty(), unavailable.text());
      case Answer.Limited limited ->
          Reply.error(429, Optional.empty(), limited.text())
              .with("Retry-After", seconds(limited.retryAfter(), Duration.ofSeconds(1)));
      case Answer.Served _, Answer.Weighing _ ->
          throw new IllegalArgumentException("not a refusal: " + answer);
    };
  }

  // GatedRepo is the one code whose text every client shows and none retries. What was served once
  // sits in caches, and clients fall back to them on anything but RevisionNotFound. The warning is
  // printed in either case.
  private static Reply refused(Answer.Refused refused) {
    String code = refused.servedBefore() ? REVISION_NOT_FOUND : GATED_REPO;
    return Reply.error(403, Optional.of(code), refused.text())
        .with("X-HF-Warning", warning("weighbridge", refused.text()));
  }

  /** A refusal of the whole kind of request, such as datasets: shown like a refused model. */
  static Reply notServed(String text) {
    return Reply.error(403, Optional.of(GATED_REPO), text)
        .with("X-HF-Warning", warning("weighbridge", text));
  }

  /** Clients print one warning for each topic, so the topic names what it is about. */
  static String warning(String topic, String text) {
    return HeaderText.line(topic).replace(';', ',') + "; " + HeaderText.line(text);
  }

  static Reply entryNotFound(String path, String commit) {
    return Reply.error(
            404,
            Optional.of(ENTRY_NOT_FOUND),
            "Entry not found: " + path + " does not exist at this revision.")
        .with("X-Repo-Commit", commit);
  }

  /**
   * Bytes of what is still being weighed. {@code hf_hub} 1 and later waits for {@code Retry-After}
   * on 429 and succeeds; older ones and other clients would retry at once or give up without the
   * text, which 403 shows.
   */
  static Reply weighing(Answer.Weighing weighing, Optional<String> userAgent) {
    String wait = seconds(weighing.remaining(), LEAST_RETRY);
    if (waitsWhenTold(userAgent)) {
      return Reply.error(429, Optional.empty(), weighing.text()).with("Retry-After", wait);
    }
    String text = HeaderText.line(weighing.text());
    return Reply.error(403, Optional.empty(), text)
        .with("Retry-After", wait)
        .with("X-HF-Warning", warning("weighbridge", text));
  }

  // Another gate, as hub's HttpUpstream names itself, waits too.
  private static boolean waitsWhenTold(Optional<String> userAgent) {
    if (userAgent.orElse("").startsWith("weighbridge")) {
      return true;
    }
    Matcher matcher = HUB_CLIENT.matcher(userAgent.orElse(""));
    return matcher.find() && Integer.parseInt(matcher.group(1)) >= 1;
  }

  private static String seconds(Duration duration, Duration least) {
    Duration wait = duration.compareTo(least) < 0 ? least : duration;
    return Long.toString(wait.plusMillis(999).toSeconds());
  }
}
