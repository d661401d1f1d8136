package io.weighbridge.signing;

import java.util.List;

/**
 * A model whose signature holds.
 *
 * @param tree the files with their digests; without those that were signed in shards
 * @param unsigned files that are there and that the signature does not speak of: below ignored
 *     paths, or empty ones of a signature over shards. They are not fit to be served
 * @param notes what a person should know
 */
public record VerifiedModel(
    Trust.Signer signer,
    ModelStatement statement,
    ModelTree tree,
    List<String> unsigned,
    List<String> notes) {
  public VerifiedModel {
    unsigned = List.copyOf(unsigned);
    notes = List.copyOf(notes);
  }
}
