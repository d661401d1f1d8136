package io.weighbridge.vetting;

import static java.util.stream.Collectors.joining;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Reason;
import io.weighbridge.vetting.internal.Plain;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a client is told, where it can be told little: one line of printable ASCII, at most {@value
 * #LENGTH} characters, fit for a header whatever the model is called. The next step comes last and
 * is never cut.
 */
public final class Refusal {
  /** What clients show of a header (specification of the Hub's wire contract, section 4). */
  public static final int LENGTH = 500;

  private static final int NEXT = 230;
  private static final String SEPARATOR = "; ";
  private static final int RULES = 90;
  private static final int PATHS = 120;

  private Refusal() {}

  /**
   * Why a revision is not served.
   *
   * @param console the page where a person reads more and decides, when there is one
   * @throws IllegalArgumentException when the decision admits
   */
  public static String line(ModelId model, Decision decision, Optional<URI> console) {
    String prefix =
        switch (decision.outcome()) {
          case BLOCK -> "Blocked by policy: ";
          case REVIEW -> "Waits for approval: ";
          case ADMIT -> throw new IllegalArgumentException("admitted: " + model);
        };
    String next = next(model, decision, console);
    String rules = rules(decision);
    int room = LENGTH - prefix.length() - rules.length() - next.length() - ". ".length();
    return prefix + sentences(decision.counting(), room) + rules + ". " + next;
  }

  /** A revision with files left out is asked for by its upstream id: what to ask for instead. */
  public static String filtered(ModelId model, Decision decision, CommitId served) {
    List<String> out = decision.leftOut();
    String prefix = "Blocked by policy: this revision holds " + count(out.size()) + " not served (";
    String next = "). Without: hf download " + model + " --revision " + served;
    int room = LENGTH - prefix.length() - next.length();
    return prefix + Plain.ascii(String.join(", ", out), room) + next;
  }

  /** What to tell with an admitted revision: files left out, a lifted block, hints of rules. */
  public static Optional<String> warning(Decision decision) {
    if (decision.outcome() != Outcome.ADMIT) {
      return Optional.empty();
    }
    var parts = new ArrayList<String>();
    if (!decision.leftOut().isEmpty()) {
      parts.add(
          "served without "
              + count(decision.leftOut().size())
              + " that cannot be shown safe: "
              + Plain.ascii(String.join(", ", decision.leftOut()), PATHS));
    }
    decision.counting().stream()
        .map(Reason::message)
        .filter(message -> !message.isEmpty())
        .distinct()
        .forEach(parts::add);
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(Plain.ascii(String.join("; ", parts), LENGTH));
  }

  private static String count(int files) {
    return files == 1 ? "a file" : files + " files";
  }

  /** The first three sentences; what short ones do not need of their share, long ones get. */
  private static String sentences(List<Reason> reasons, int room) {
    List<String> said =
        reasons.stream()
            .map(reason -> Plain.ascii(reason.message()))
            .filter(text -> !text.isEmpty())
            .distinct()
            .limit(3)
            .toList();
    int left = room - SEPARATOR.length() * Math.max(0, said.size() - 1);
    int share = left / Math.max(1, said.size());
    List<Integer> lengths = said.stream().map(String::length).sorted().toList();
    for (int i = 0; i < lengths.size(); i++) {
      share = left / (lengths.size() - i);
      if (lengths.get(i) > share) {
        break;
      }
      left -= lengths.get(i);
    }
    int each = share;
    return said.stream().map(text -> Plain.ascii(text, each)).collect(joining(SEPARATOR));
  }

  private static String rules(Decision decision) {
    Set<String> rules = new LinkedHashSet<>();
    decision.counting().forEach(reason -> rules.add(reason.rule()));
    return " [" + Plain.ascii(String.join(", ", rules), RULES) + "]";
  }

  private static String next(ModelId model, Decision decision, Optional<URI> console) {
    Optional<String> named =
        decision.counting().stream()
            .map(Reason::next)
            .filter(step -> !step.isBlank())
            .map(Plain::ascii)
            .filter(step -> step.length() <= NEXT)
            .findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    Optional<String> page = console.map(uri -> "Ask: " + Plain.ascii(uri.toASCIIString()));
    Optional<String> command =
        decision.outcome() == Outcome.REVIEW
            ? Optional.of(
                "a reviewer can run: weighbridge approve " + model + "@" + beginning(decision))
            : Optional.empty();
    return Stream.of(
            page.flatMap(ask -> command.map(run -> ask + " - " + run)),
            page,
            command.map(run -> "A" + run.substring(1)))
        .flatMap(Optional::stream)
        .filter(text -> text.length() <= NEXT)
        .findFirst()
        .orElse("Ask whoever runs this gate");
  }

  /** Commands take the beginning of a commit id. */
  private static String beginning(Decision decision) {
    return decision.commit().substring(0, 12);
  }
}
