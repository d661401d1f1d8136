package io.weighbridge.inventory;

import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.RuleTable;
import io.weighbridge.hub.ModelId;
import io.weighbridge.inventory.internal.Links;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.Resemblance;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Rules over an inventory: what goes around the gate, what is not pinned, what runs code. */
public final class Lint {
  private static final RuleTable RULES = RuleTable.load(Lint.class, "rules.tsv");

  /**
   * What lint may know besides the tree.
   *
   * @param gate address that replaces the public hub's in patches
   * @param pins full commit ids by model id, for patches
   * @param standing what the registry says of a model: empty when none is asked
   */
  public record Knowledge(
      Optional<String> gate,
      Map<String, String> pins,
      Optional<Function<String, Standing>> standing) {
    public static final Knowledge NONE =
        new Knowledge(Optional.empty(), Map.of(), Optional.empty());
  }

  /** Where a model stands in the registry. */
  public enum Standing {
    ADMITTED,
    WAITING,
    REFUSED,
    UNKNOWN
  }

  private Lint() {}

  public static List<Rule> rules() {
    return RULES.all();
  }

  /** All findings, in order, each once. */
  public static List<LintFinding> of(InventoryReport report, Knowledge knowledge) {
    var found = new LinkedHashSet<LintFinding>();
    var names = NameIndex.standard();
    var owners = new java.util.HashMap<String, String>();
    for (Reference reference : report.references()) {
      owners.put(reference.path(), reference.owner());
      found.addAll(reference(reference, names, knowledge));
    }
    for (Hazard hazard : report.hazards()) {
      found.add(
          new LintFinding(
              RULES.rule(hazard.rule()),
              hazard.path(),
              hazard.line(),
              hazard.message(),
              hazard.evidence(),
              owners.getOrDefault(hazard.path(), ""),
              hazard.edit().flatMap(edit -> gated(edit, knowledge.gate()))));
    }
    return found.stream().sorted(LintFinding.ORDER).toList();
  }

  /** Fills in the gate's address; without one there is nothing to write. */
  private static Optional<Hazard.Edit> gated(Hazard.Edit edit, Optional<String> gate) {
    return edit.text().equals(Links.GATE)
        ? gate.map(address -> new Hazard.Edit(edit.start(), edit.end(), address))
        : Optional.of(edit);
  }

  private static List<LintFinding> reference(
      Reference reference, NameIndex names, Knowledge knowledge) {
    var found = new ArrayList<LintFinding>();
    lookAlike(reference, names).ifPresent(found::add);
    boolean loads = reference.use() == Use.LOADS;
    boolean settles = loads || reference.use() == Use.NAMES || reference.use() == Use.IMPLIES;
    if (loads
        && reference.hub() == Hub.HUGGINGFACE
        && !reference.pinned()
        && !reference.revision().equals("?")) {
      String now =
          reference.revision().isEmpty() ? "no revision" : "revision " + reference.revision();
      found.add(
          finding(
              "lint/unpinned",
              reference,
              reference.id() + " is loaded with " + now + ", which can change",
              pin(reference, knowledge)));
    }
    if (loads && reference.hub() == Hub.TORCH_HUB) {
      found.add(
          finding(
              "lint/torch-hub",
              reference,
              "hubconf.py of " + reference.id() + " is run",
              Optional.empty()));
    } else if (loads && reference.hub() != Hub.HUGGINGFACE && reference.hub() != Hub.MLFLOW) {
      found.add(
          finding(
              "lint/other-source",
              reference,
              reference.id() + " comes from " + reference.hub().text(),
              Optional.empty()));
    }
    if (settles && reference.hub() == Hub.HUGGINGFACE && knowledge.standing().isPresent()) {
      standing(reference, knowledge.standing().get().apply(reference.id())).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<LintFinding> standing(Reference reference, Standing standing) {
    return switch (standing) {
      case ADMITTED -> Optional.empty();
      case REFUSED ->
          Optional.of(
              finding(
                  "lint/refused",
                  reference,
                  reference.id() + " was refused by the registry",
                  Optional.empty()));
      case WAITING ->
          Optional.of(
              finding(
                  "lint/unvetted",
                  reference,
                  reference.id() + " waits for a person's word in the registry",
                  Optional.empty()));
      case UNKNOWN ->
          Optional.of(
              finding(
                  "lint/unvetted",
                  reference,
                  reference.id() + " is not on record in the registry",
                  Optional.empty()));
    };
  }

  private static Optional<LintFinding> lookAlike(Reference reference, NameIndex names) {
    if (reference.hub() != Hub.HUGGINGFACE) {
      return Optional.empty();
    }
    Optional<Resemblance> alike = ModelId.parse(reference.id()).flatMap(names::resembles);
    return alike
        .filter(resemblance -> !resemblance.informational())
        .map(
            resemblance ->
                finding(
                    "lint/look-alike",
                    reference,
                    reference.id() + ": " + resemblance.explanation(),
                    Optional.empty()));
  }

  /** The commit id, as another argument or instead of the revision that is there. */
  private static Optional<Hazard.Edit> pin(Reference reference, Knowledge knowledge) {
    String commit = knowledge.pins().get(reference.id());
    Site site = reference.site();
    if (commit == null || !site.known()) {
      return Optional.empty();
    }
    if (reference.kind() != Kind.PYTHON) {
      return reference.revision().isEmpty()
          ? Optional.of(
              new Hazard.Edit(site.argumentsEnd(), site.argumentsEnd(), " --revision " + commit))
          : Optional.empty();
    }
    return Optional.of(
        site.revisionStart() >= 0
            ? new Hazard.Edit(site.revisionStart(), site.revisionEnd(), '"' + commit + '"')
            : new Hazard.Edit(
                site.argumentsEnd(), site.argumentsEnd(), "revision=\"" + commit + '"'));
  }

  private static LintFinding finding(
      String rule, Reference reference, String message, Optional<Hazard.Edit> edit) {
    String evidence =
        reference.loader().isEmpty() || reference.loader().equals("link")
            ? reference.id()
            : reference.loader() + " " + reference.id();
    return new LintFinding(
        RULES.rule(rule),
        reference.path(),
        reference.line(),
        message,
        evidence,
        reference.owner(),
        edit);
  }
}
