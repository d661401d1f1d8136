package io.weighbridge.hub;

import io.weighbridge.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The upstream's own security scanners on a repository ({@code securityRepoStatus}). It can only
 * speak against a model: absent, unfinished or {@code safe} is no evidence of safety.
 *
 * @param known whether the upstream said anything at all
 * @param done whether it says that its scans are finished
 */
public record UpstreamScan(boolean known, boolean done, List<FileIssue> issues) {

  /** A file that the upstream's scanners object to. */
  public record FileIssue(String path, Level level) {}

  /** Ordered: later is worse. */
  public enum Level {
    /** Listed as an issue, with a level that we do not know. */
    UNKNOWN,
    CAUTION,
    SUSPICIOUS,
    UNSAFE;

    static Level of(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "caution" -> CAUTION;
        case "suspicious" -> SUSPICIOUS;
        case "unsafe", "dangerous", "malicious" -> UNSAFE;
        default -> UNKNOWN;
      };
    }
  }

  public UpstreamScan {
    issues = List.copyOf(issues);
  }

  /** Reads it from a model's answer; odd or missing fields mean "not known". */
  public static UpstreamScan of(ModelInfo model) {
    Json status = model.raw().get("securityRepoStatus").orElse(Json.Null.NULL);
    if (!(status instanceof Json.Obj)) {
      return new UpstreamScan(false, false, List.of());
    }
    var issues = new ArrayList<FileIssue>();
    for (Json item : status.items("filesWithIssues")) {
      item.text("path")
          .ifPresent(
              path -> issues.add(new FileIssue(path, Level.of(item.text("level").orElse("")))));
    }
    return new UpstreamScan(true, status.bool("scansDone").orElse(false), issues);
  }
}
