package io.weighbridge.policy.internal;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Waiver;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A policy as written, checked for form; its expressions are still text. */
public record PolicyDocument(
    Mode mode,
    List<RuleText> rules,
    List<IdEntry> allow,
    List<IdEntry> deny,
    List<WaiverEntry> waivers) {

  /**
   * The entry that denies a commit of a model.
   *
   * @param commit empty asks for an entry that denies every commit
   */
  public Optional<IdEntry> denying(ModelId id, Optional<CommitId> commit) {
    return deny.stream()
        .filter(
            entry ->
                commit.isPresent()
                    ? entry.matches(id, commit.get())
                    : entry.revision().isEmpty() && entry.model().matches(id))
        .findFirst();
  }

  /**
   * Waivers for a commit of a model, ended ones too.
   *
   * @param commit empty asks for those of any commit
   */
  public List<WaiverEntry> waiversOf(ModelId id, Optional<CommitId> commit) {
    return waivers.stream()
        .filter(entry -> entry.matches(id, commit.orElse(entry.revision())))
        .toList();
  }

  /** Whether outcomes count, or are only recorded. */
  public enum Mode {
    ENFORCE,
    OBSERVE;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a rule speaks of. */
  public enum Scope {
    REVISION,
    FILE;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One rule.
   *
   * @param otherwise outcome for the revision when a blocked file cannot be left out
   */
  public record RuleText(
      String id,
      int line,
      Scope scope,
      Mode mode,
      Yaml.Text when,
      Outcome outcome,
      Outcome otherwise,
      Yaml.Text message,
      Yaml.Text next) {}

  /** An id, or ids, let through or refused. */
  public record IdEntry(IdPattern model, Optional<CommitId> revision, String reason, int line) {
    public boolean matches(ModelId id, CommitId commit) {
      return model.matches(id) && revision.map(commit::equals).orElse(true);
    }
  }

  /** A block lifted for one commit. */
  public record WaiverEntry(ModelId model, CommitId revision, Waiver waiver, int line) {
    public boolean matches(ModelId id, CommitId commit) {
      return model.key().equals(id.key()) && revision.equals(commit);
    }
  }
}
