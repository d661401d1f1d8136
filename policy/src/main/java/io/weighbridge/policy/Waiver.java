package io.weighbridge.policy;

import io.weighbridge.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A block lifted by a person, for one exact commit and until a date.
 *
 * @param person who answers for it
 * @param until the last day (UTC) on which it holds
 */
public record Waiver(String person, String reason, LocalDate until) {

  /** The first moment at which it no longer holds. */
  public Instant end() {
    return until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  public boolean holdsAt(Instant time) {
    return time.isBefore(end());
  }

  public Json toJson() {
    return Json.object()
        .put("person", person)
        .put("reason", reason)
        .put("until", until.toString())
        .build();
  }
}
