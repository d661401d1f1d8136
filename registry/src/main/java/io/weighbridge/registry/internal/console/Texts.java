package io.weighbridge.registry.internal.console;

import io.weighbridge.hub.ModelId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers and times as people read them. */
final class Texts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Texts() {}

  static String time(Instant time) {
    return TIME.format(time);
  }

  static String count(long count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }

  /** {@code 1 request}, {@code 2 requests}. */
  static String count(long count, String one) {
    return count(count) + " " + one + (count == 1 ? "" : "s");
  }

  /**
   * What askers are told, without the way to the page that it is shown on, or that its line leads
   * to.
   */
  static String here(String told, ModelId id) {
    String page = "Ask: \\S+/console/models/" + Pattern.quote(id.toString());
    return told.replaceFirst(page + " - a ", "A ").replaceFirst(page + "$", "").strip();
  }
}
