package io.weighbridge.inventory;

import io.weighbridge.json.Json;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * One place that names a model. Text fields hold what the file says, unescaped: every writer
 * escapes for its own sink.
 *
 * @param path of the file, relative to the tree, with {@code /}
 * @param line from 1: of the call or command for {@link Use#LOADS}, else of the name. In a notebook
 *     the line of its JSON
 * @param kind what the file is
 * @param use what the place does with the model
 * @param hub where the model comes from
 * @param id as the hub knows it: {@code org/name} at Hugging Face, an address for {@link Hub#URL}
 * @param revision branch, tag or commit as written; empty when none is given, {@code ?} when it is
 *     computed
 * @param loader what fetches it: {@code transformers.AutoModel.from_pretrained}, {@code curl}, the
 *     key of a setting; may be empty
 * @param safeFormat whether only safe formats may be loaded, as told to the loader
 * @param remoteCode whether code of the model's repository may run, as told to the loader
 * @param origin {@code path:line} where the name is written, when that is elsewhere; may be empty
 * @param owner who answers for the file; may be empty
 * @param site where a patch would change it
 */
public record Reference(
    String path,
    int line,
    Kind kind,
    Use use,
    Hub hub,
    String id,
    String revision,
    String loader,
    Flag safeFormat,
    Flag remoteCode,
    String origin,
    String owner,
    Site site) {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** By path, line, id: the order of reports. */
  public static final Comparator<Reference> ORDER =
      Comparator.comparing(Reference::path)
          .thenComparingInt(Reference::line)
          .thenComparing(Reference::id)
          .thenComparing(Reference::use);

  /** Whether the revision is a full commit id, which no publisher can move. */
  public boolean pinned() {
    return COMMIT.matcher(revision).matches();
  }

  public Reference withOwner(String newOwner) {
    return new Reference(
        path,
        line,
        kind,
        use,
        hub,
        id,
        revision,
        loader,
        safeFormat,
        remoteCode,
        origin,
        newOwner,
        site);
  }

  /** The same place with another name; what a constant of another file turned out to be. */
  public Reference naming(Hub newHub, String newId, String newRevision, String newOrigin) {
    return new Reference(
        path,
        line,
        kind,
        use,
        newHub,
        newId,
        newRevision,
        loader,
        safeFormat,
        remoteCode,
        newOrigin,
        owner,
        site);
  }

  /** The fields of a report; {@code docs/inventory.md} lists them. */
  public Json toJson() {
    return Json.object()
        .put("path", path)
        .put("line", line)
        .put("kind", kind.text())
        .put("use", use.text())
        .put("hub", hub.text())
        .put("id", id)
        .put("revision", revision)
        .put("pinned", pinned())
        .put("loader", loader)
        .put("safeFormat", safeFormat.text())
        .put("remoteCode", remoteCode.text())
        .put("origin", origin)
        .put("owner", owner)
        .build();
  }
}
