package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.db.Rows.Settled;
import io.weighbridge.vetting.Refusal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The sentences that an asker is told beyond those of a decision. One ASCII line, at most 500
 * characters, the next step last.
 */
final class Texts {
  private static final int LENGTH = 500;

  private volatile Optional<URI> publicUrl;

  Texts(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** Where the console is, once the server knows its port. */
  void reachableAt(URI url) {
    publicUrl = Optional.of(url);
  }

  /**
   * What a refused or waiting revision's askers are told; of an admitted one, what a rule in
   * observe mode would have stopped it for.
   */
  String standing(ModelId id, Standing standing, Decision decision, Optional<Settled> settled) {
    return switch (standing.state()) {
      case WEIGHING -> "";
      case ADMITTED, FILTERED -> observed(decision);
      case REFUSED, REVIEW, WITHDRAWN ->
          standing.person()
              ? refusedByPerson(id, settled)
              : line(Refusal.line(id, decision, console(id)));
    };
  }

  private static String observed(Decision decision) {
    return decision.reasons().stream()
        .filter(reason -> reason.observed() && reason.outcome() != Outcome.ADMIT)
        .findFirst()
        .map(reason -> line("Would be stopped: " + reason.message() + " [" + reason.rule() + "]"))
        .orElse("");
  }

  private String refusedByPerson(ModelId id, Optional<Settled> settled) {
    String where = console(id).map(page -> ": " + page).orElse("");
    return line(
        settled
            .map(
                word ->
                    "Refused by "
                        + word.person()
                        + ": "
                        + shortened(word.reason(), 300)
                        + ". Ask them"
                        + where)
            .orElse("Refused by a person. Ask whoever runs this gate" + where));
  }

  /** A person's waiver of a denial, as long as nobody asked for the model again. */
  static String lifted(Settled word) {
    return line(
        "is denied by its id; "
            + shortened(word.person(), 60)
            + " lifted that"
            + word.until().map(day -> " until " + day).orElse("")
            + ": it is weighed when somebody asks for it");
  }

  /** The model's page in the console. */
  Optional<URI> console(ModelId id) {
    return publicUrl.map(url -> URI.create(url + "/console/models/" + id));
  }

  String filtered(Rows.Model model, Decision decision, CommitId served) {
    return line(Refusal.filtered(model.id(), decision, served));
  }

  static String olderCommit(CommitId newest, String why) {
    return line(
        "an older commit is served, since the newest one ("
            + newest.hex().substring(0, 12)
            + ") is not: "
            + why);
  }

  static String goneUpstream(ModelId id, String why) {
    return line(id + " is served from this gate's store, the upstream no longer has it: " + why);
  }

  static String weighing(ModelId id, Duration remaining) {
    return line(
        id + " is being weighed, ask again in " + Math.max(1, remaining.toSeconds()) + " s");
  }

  static String arriving(String path, Duration remaining) {
    return line(
        path + " has not arrived yet, ask again in " + Math.max(1, remaining.toSeconds()) + " s");
  }

  static String torn(String path) {
    return line(
        path
            + " cannot be resumed: an earlier download of it broke off, and what clients got of it"
            + " may not be what this file begins with; delete the incomplete file and download it"
            + " again");
  }

  static String noOwner(ModelId id) {
    return line(
        "no upstream of this gate owns the namespace of "
            + id
            + "; whoever runs the gate can name it under 'upstreams'");
  }

  static String moved(Rows.Model model) {
    return line(
        model.id()
            + " was admitted from the upstream '"
            + model.upstream()
            + "', which is no longer configured; another upstream may not take its place. Ask"
            + " whoever runs this gate");
  }

  static String loose(CommitId commit) {
    return line(
        "commit "
            + commit
            + " is on no branch or tag of its repository: anybody can leave such a commit there."
            + " Ask for a branch, a tag or a commit of one");
  }

  static String unavailable(Upstream upstream, String why) {
    return line(
        "the upstream '" + upstream.name() + "' does not answer (" + why + "); try again later");
  }

  static String internal(ModelId id) {
    return line(id + " could not be judged for an internal error; see the gate's log");
  }

  static String badAnswer(String why) {
    return line(
        "Blocked: the upstream's answer contradicts itself: "
            + shortened(why, 360)
            + ". Ask whoever runs this gate");
  }

  static String gateNotEntitled(ModelId id, Upstream upstream) {
    return line(
        "the upstream '"
            + upstream.name()
            + "' does not let this gate read "
            + id
            + " (gated or private). Whoever runs the gate has to accept its terms with the gate's"
            + " upstream token");
  }

  String notEntitled(ModelId id, String upstream, boolean anonymous, boolean denied) {
    String next =
        anonymous
            ? "use a token of this gate of your own, and register your upstream token with it"
            : denied
                ? "accept its terms at the upstream with the account whose token you registered"
                : "register your own upstream token: weighbridge token upstream "
                    + upstream
                    + " --secret-file FILE";
    return line(
        id
            + " is gated or private at '"
            + upstream
            + "' and opens only for those whom the upstream lets in; "
            + next);
  }

  /** Printable ASCII, one line, bounded. */
  static String line(String text) {
    var plain = new StringBuilder();
    text.codePoints().forEach(c -> plain.appendCodePoint(c < 0x20 || c > 0x7e ? '?' : c));
    return shortened(plain.toString(), LENGTH);
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }
}
