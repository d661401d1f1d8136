package io.weighbridge.registry.internal.console;

import java.util.List;
import java.util.Optional;

/** Everything about one model. */
public record ModelPage(
    String id, String upstream, List<RevisionView> revisions, String json, boolean maySettle) {

  /** One revision; the newest is shown open. */
  public record RevisionView(
      String commit,
      String shortCommit,
      StateView state,
      String text,
      String time,
      String isoTime,
      String requests,
      Optional<String> settledBy,
      Optional<String> waiver,
      List<ReasonView> reasons,
      List<FindingView> findings,
      int moreFindings,
      List<FactView> story,
      List<FactView> facts,
      List<FileView> files,
      int moreFiles,
      String fileSummary,
      List<String> pull,
      Optional<PassportView> passport,
      List<Bound> bound,
      Actions actions) {}

  /** A policy rule's word. */
  public record ReasonView(
      String rule, String outcome, String tone, String file, String message, String next) {}

  /** A finding with its evidence. */
  public record FindingView(
      String severity,
      String tone,
      String rule,
      String place,
      String message,
      String evidence,
      String remedy,
      List<Link> references) {}

  /** A pointer into a public catalogue; without an address it is text. */
  public record Link(String text, Optional<String> address) {}

  /** A fact about the source, in a sentence. */
  public record FactView(String name, String sentence, String origin, String tone) {}

  /** A file of the revision. */
  public record FileView(
      String path, String size, String format, String verdict, String tone, String note) {}

  /** What the decision is bound to. */
  public record Bound(String name, String digest) {}

  /** What a reviewer can do now. */
  public record Actions(boolean approve, boolean refuse, boolean waive, String refuseLabel) {
    public boolean any() {
      return approve || refuse || waive;
    }
  }
}
