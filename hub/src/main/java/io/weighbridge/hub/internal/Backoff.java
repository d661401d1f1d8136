package io.weighbridge.hub.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When to ask again: as told (RFC 9110 Retry-After, RateLimit header fields draft), else later. */
final class Backoff {
  private static final Pattern RESET = Pattern.compile(";\\s*t=([0-9]{1,6})");

  private Backoff() {}

  static boolean mayPass(int status) {
    return switch (status) {
      case 408, 425, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** Half a second, doubled each time, at most ten, with a little chance in it. */
  static Duration after(int attempt) {
    long millis = Math.min(10_000, 250L << Math.min(attempt, 10));
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4));
  }

  /** What the upstream asks for. */
  static Optional<Duration> told(Answer answer) {
    Optional<String> retryAfter = answer.header("Retry-After");
    if (retryAfter.isPresent()) {
      return retryAfter.flatMap(Backoff::retryAfter);
    }
    Matcher reset = RESET.matcher(answer.header("RateLimit").orElse(""));
    return answer.status() == 429 && reset.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(reset.group(1)) + 1))
        : Optional.empty();
  }

  private static Optional<Duration> retryAfter(String text) {
    if (text.matches("[0-9]{1,6}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(Instant.now(), then);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
