package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.Hazard;
import io.weighbridge.inventory.Reference;
import io.weighbridge.inventory.Site;
import io.weighbridge.inventory.Use;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what the readers of one file see. Confined to one thread. */
public final class Sink {
  /** One file names fewer; a generated list of models is told by its first ones. */
  private static final int MOST = 20_000;

  private final Names names;
  private final Map<String, Reference> references = new LinkedHashMap<>();
  private final List<Facts.Pending> pending = new ArrayList<>();
  private final List<Hazard> hazards = new ArrayList<>();
  private final Map<String, String> exports = new HashMap<>();

  Sink(Names names) {
    this.names = names;
  }

  /** Judges a claim, or keeps it until other files are read. */
  public void claim(Text text, Claim claim) {
    if (references.size() + pending.size() >= MOST || claim.raw().length() > 1000) {
      return;
    }
    if (Imported.in(claim.raw())) {
      pending.add(
          new Facts.Pending(reference(text, claim, ""), claim.raw(), claim.hub(), claim.bare()));
      return;
    }
    names
        .judge(claim.raw(), claim.hub(), claim.bare(), claim.loader())
        .ifPresent(
            name -> {
              String revision = claim.revision().isEmpty() ? name.revision() : claim.revision();
              add(
                  reference(text, claim, revision)
                      .naming(name.hub(), name.id(), revision, origin(text, claim)));
            });
  }

  private static String origin(Text text, Claim claim) {
    int line = claim.origin() < 0 ? 0 : text.line(claim.origin());
    return line == 0 || line == text.line(claim.at()) ? "" : text.path() + ":" + line;
  }

  private static Reference reference(Text text, Claim claim, String revision) {
    return new Reference(
        text.path(),
        text.line(claim.at()),
        text.kind(),
        claim.use(),
        claim.hub(),
        "",
        revision.isEmpty() ? claim.revision() : revision,
        claim.loader(),
        claim.safeFormat(),
        claim.remoteCode(),
        origin(text, claim),
        "",
        text.original() ? claim.site() : Site.NONE);
  }

  /** Of two that speak of one id at one line, the one that says more stays. */
  private void add(Reference reference) {
    String key = reference.line() + " " + reference.hub() + " " + reference.id();
    references.merge(key, reference, (a, b) -> strength(b) > strength(a) ? b : a);
  }

  private static int strength(Reference reference) {
    int use = reference.use() == Use.LOADS ? 4 : reference.use() == Use.NAMES ? 2 : 1;
    return use * 4 + (reference.site().known() ? 2 : 0) + (reference.revision().isEmpty() ? 0 : 1);
  }

  public void hazard(Hazard hazard) {
    if (hazards.size() < MOST) {
      hazards.add(hazard);
    }
  }

  /** A constant that other files may import. */
  public void export(String name, String value) {
    exports.putIfAbsent(name, value);
  }

  Facts facts(Text text) {
    return new Facts(
        text.path(), List.copyOf(references.values()), pending, hazards, Map.copyOf(exports));
  }
}
