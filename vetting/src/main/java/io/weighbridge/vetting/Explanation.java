package io.weighbridge.vetting;

import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Evidence;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Reason;
import io.weighbridge.vetting.internal.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A decision told in full, for a terminal or a page: the verdict in a sentence, each rule's reason,
 * the evidence with decompiled calls and their place, the source, and what the decision is bound
 * to. Control and direction characters in what a model says are escaped.
 */
public final class Explanation {
  private static final int FILES = 20;
  private static final int FINDINGS = 10;

  private final Json evidence;
  private final Decision decision;
  private final List<String> lines = new ArrayList<>();

  private Explanation(Evidence evidence, Decision decision) {
    this.evidence = evidence.document();
    this.decision = decision;
  }

  /** Of a vetting that just ended, with the time that it took. */
  public static List<String> of(Vetted vetted) {
    return new Explanation(vetted.evidence(), vetted.decision()).lines(Optional.of(vetted.took()));
  }

  /** Of a decision on record. */
  public static List<String> of(Evidence evidence, Decision decision) {
    return new Explanation(evidence, decision).lines(Optional.empty());
  }

  private List<String> lines(Optional<Duration> took) {
    headline();
    reasons();
    files();
    source();
    say("Bound to");
    say("  manifest sha256:" + decision.manifestDigest() + ", commit " + decision.commit());
    say("  policy sha256:" + decision.policyDigest());
    say("  rules sha256:" + decision.rulesDigest());
    say("  evidence sha256:" + decision.evidenceDigest());
    took.ifPresent(time -> say("Judged in " + time.toMillis() + " ms"));
    return List.copyOf(lines);
  }

  private void say(String text) {
    lines.add(Plain.line(text));
  }

  private void headline() {
    String model = evidence.get("model").flatMap(found -> found.text("id")).orElse("");
    String verdict =
        switch (decision.outcome()) {
          case ADMIT ->
              decision.leftOut().isEmpty()
                  ? "is admitted"
                  : "is admitted without " + decision.leftOut().size() + " of its files";
          case REVIEW -> "waits for a person";
          case BLOCK -> "is blocked";
        };
    say(model + " " + verdict + ".");
    decision
        .waiver()
        .ifPresent(
            waiver ->
                say(
                    "A block was lifted by "
                        + waiver.person()
                        + " until "
                        + waiver.until()
                        + ": "
                        + waiver.reason()));
  }

  private void reasons() {
    boolean headed = false;
    for (Reason reason : decision.reasons()) {
      if (reason.message().isEmpty()) {
        continue;
      }
      if (!headed) {
        say("Why");
        headed = true;
      }
      String effect =
          decision.leftOut().contains(reason.file())
              ? "left out"
              : reason.outcome().text() + (reason.observed() ? ", only observed" : "");
      say("  " + reason.rule() + " (" + effect + "): " + reason.message());
      if (!reason.next().isEmpty() && reason.outcome() != Outcome.ADMIT) {
        say("    " + reason.next());
      }
    }
  }

  private void files() {
    List<Json> notable =
        evidence.items("files").stream()
            .filter(file -> !file.text("verdict").orElse("").equals("safe"))
            .toList();
    int all = evidence.items("files").size();
    say("Files: " + all + ", of which " + (all - notable.size()) + " judged safe");
    notable.stream().limit(FILES).forEach(this::file);
    if (notable.size() > FILES) {
      say("  and " + (notable.size() - FILES) + " more");
    }
  }

  private void file(Json file) {
    String reason = file.text("reason").orElse("");
    say(
        "  "
            + file.text("path").orElse("")
            + ": "
            + file.text("verdict").orElse("")
            + ", "
            + file.text("format").orElse("")
            + (reason.isEmpty() ? "" : ", " + reason));
    List<Json> findings = file.items("findings");
    for (Json finding : findings.subList(0, Math.min(FINDINGS, findings.size()))) {
      say("    " + finding.text("message").orElse("") + place(finding));
      finding
          .text("evidence")
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> say("      " + text));
    }
    if (findings.size() > FINDINGS) {
      say("    and " + (findings.size() - FINDINGS) + " more findings");
    }
  }

  private static String place(Json finding) {
    String members =
        finding.items("members").stream()
            .flatMap(member -> member.asText().stream())
            .collect(Collectors.joining("!"));
    var parts = new ArrayList<String>();
    parts.add(finding.text("rule").orElse(""));
    if (!members.isEmpty()) {
      parts.add(members);
    }
    finding.number("offset").ifPresent(offset -> parts.add("byte " + offset));
    return " [" + String.join(", ", parts) + "]";
  }

  private void source() {
    Json source = evidence.get("source").orElse(Json.Null.NULL);
    List<Json> story = source.items("story");
    if (!story.isEmpty()) {
      say("Source");
      String before = "";
      for (Json line : story) {
        String topic = line.text("topic").orElse("");
        say(
            String.format(
                "  %-9s %s", topic.equals(before) ? "" : topic, line.text("text").orElse("")));
        before = topic;
      }
    }
  }
}
