package io.weighbridge.registry.internal.console;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.gate.Settlement;
import io.weighbridge.registry.internal.http.BadRequest;
import io.weighbridge.registry.internal.http.Query;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** The form below a revision: approve, refuse, or lift a block until a date. */
final class SettleForm {
  private static final int LONGEST_REASON = 1000;

  private final Gate gate;

  SettleForm(Gate gate) {
    this.gate = gate;
  }

  /**
   * Does what the form says.
   *
   * @return what became of it, for the page
   */
  String settle(ModelId id, Query form, String person) {
    String commit = form.first("commit").orElse("");
    if (!CommitId.isFull(commit)) {
      throw new BadRequest(400, "The form names no commit.");
    }
    // Forms send line ends as CR LF; a reason is one line on record.
    String reason = form.first("reason").orElse("").replaceAll("\\s+", " ").strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw new BadRequest(400, "A reason of 1 to " + LONGEST_REASON + " characters is needed.");
    }
    Settlement done =
        switch (form.first("action").orElse("")) {
          case "approve" -> gate.approve(id, commit, person, reason);
          case "refuse" -> gate.refuse(id, commit, person, reason);
          case "waive" -> gate.waive(id, commit, person, reason, until(form));
          default -> throw new BadRequest(400, "The form does not say what to do.");
        };
    return done.text();
  }

  private static LocalDate until(Query form) {
    try {
      return LocalDate.parse(form.first("until").orElse(""));
    } catch (DateTimeParseException e) {
      throw new BadRequest(400, "The last day is needed, as 2026-12-31.");
    }
  }
}
