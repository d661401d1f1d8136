package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.Flag;
import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.Site;
import io.weighbridge.inventory.Use;

/**
 * What a reader saw: a string at a place where a model's name is expected, not yet judged.
 *
 * @param at offset in the text
 * @param raw the string; parts that another file defines stand in it as {@link Imported}
 * @param hub what the loader reads from
 * @param bare what a name without a namespace means there
 * @param origin offset where the name is written; -1 when that is {@code at}
 */
public record Claim(
    int at,
    Use use,
    String raw,
    Hub hub,
    String bare,
    String revision,
    String loader,
    Flag safeFormat,
    Flag remoteCode,
    int origin,
    Site site) {

  /** {@link #bare}: only the hub's oldest models, which are a closed list. */
  public static final String LEGACY = "legacy";

  /** {@link #bare}: any name. */
  public static final String ANY = "any";

  /** {@link #bare}: whatever looks like a model, since only the name of a setting says so. */
  public static final String WEAK = "weak";

  /** {@link #bare}: only what is known, since nothing says that it is a model. */
  public static final String MENTION = "mention";

  public static Claim load(int at, String raw, Hub hub, String bare, String loader) {
    return new Claim(
        at, Use.LOADS, raw, hub, bare, "", loader, Flag.UNSET, Flag.UNSET, -1, Site.NONE);
  }

  public static Claim name(int at, String raw, String bare, String key) {
    return new Claim(
        at, Use.NAMES, raw, Hub.HUGGINGFACE, bare, "", key, Flag.UNSET, Flag.UNSET, -1, Site.NONE);
  }

  public Claim withRevision(String newRevision) {
    return new Claim(
        at, use, raw, hub, bare, newRevision, loader, safeFormat, remoteCode, origin, site);
  }

  public Claim withUse(Use newUse) {
    return new Claim(
        at, newUse, raw, hub, bare, revision, loader, safeFormat, remoteCode, origin, site);
  }
}
