package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;

/** An upstream's refusal in our words: status and {@code X-Error-Code} (hub-api §4). */
final class Errors {
  private static final int LONGEST = 400;

  private Errors() {}

  /**
   * The exception for an answer that is not a success.
   *
   * @param what what was asked for, for the message
   * @param missing what a 404 without a code means for that route
   */
  static HubException of(Answer answer, String what, Kind missing, boolean withToken) {
    String told = told(answer);
    if (answer.status() == 403 && byGate(answer) && !told.isEmpty()) {
      // A gate that is still weighing says when to come back.
      boolean later = answer.header("Retry-After").isPresent();
      return new HubException(later ? Kind.UNAVAILABLE : Kind.REFUSED, told);
    }
    Kind kind = kind(answer, missing, withToken);
    String message = "the upstream answered " + answer.status() + " for " + what;
    return new HubException(kind, told.isEmpty() ? message : message + ": " + told);
  }

  private static boolean byGate(Answer answer) {
    return answer
        .header("X-HF-Warning")
        .filter(text -> text.startsWith("weighbridge;"))
        .isPresent();
  }

  private static Kind kind(Answer answer, Kind missing, boolean withToken) {
    return switch (answer.header("X-Error-Code").orElse("")) {
      case "RepoNotFound" -> Kind.REPO_NOT_FOUND;
      case "RevisionNotFound" -> Kind.REVISION_NOT_FOUND;
      case "EntryNotFound" -> Kind.ENTRY_NOT_FOUND;
      case "GatedRepo" -> Kind.GATED;
      default ->
          switch (answer.status()) {
            // The Hub hides what does not exist behind a 401 from whoever has not logged in.
            case 401 -> withToken ? Kind.UNAUTHORIZED : Kind.REPO_NOT_FOUND;
            case 403, 451 -> Kind.GATED;
            case 404, 410 -> missing;
            case 408, 425, 429 -> Kind.UNAVAILABLE;
            default -> answer.status() >= 500 ? Kind.UNAVAILABLE : Kind.BAD_ANSWER;
          };
    };
  }

  // The upstream's own words, made harmless for one line of text.
  private static String told(Answer answer) {
    String told = answer.header("X-Error-Message").orElseGet(() -> error(answer.shortText()));
    var line = new StringBuilder();
    for (int i = 0; i < told.length() && line.length() < LONGEST; i++) {
      char c = told.charAt(i);
      line.append(c >= 0x20 && c < 0x7f ? c : ' ');
    }
    return line.toString().strip();
  }

  private static String error(String body) {
    try {
      Json json = Json.parse(body);
      return json.text("error")
          .or(() -> json.text("message"))
          .or(() -> json.items("errors").stream().findFirst().flatMap(one -> one.text("message")))
          .orElse("");
    } catch (JsonException e) {
      return "";
    }
  }
}
