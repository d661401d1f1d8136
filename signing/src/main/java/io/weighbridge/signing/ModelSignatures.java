package io.weighbridge.signing;

import io.weighbridge.signing.internal.ModelStatementReader;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenSSF Model Signing v1.0: signs and verifies models. Verification is strict: see {@link
 * Refusal} for everything that it refuses, in order.
 *
 * <p>A signature speaks of bytes at the time of the check. Whoever can write to a folder afterwards
 * can change them before they are loaded.
 */
public final class ModelSignatures {
  private ModelSignatures() {}

  /**
   * Signs a model.
   *
   * @throws SignatureRefused {@link Refusal#EMPTY} when there is nothing to sign
   */
  public static Bundle sign(ModelFiles model, Signer signer) {
    return signer.sign(statement(model).toStatement());
  }

  /**
   * What a signature of a model says: every file hashed.
   *
   * @throws SignatureRefused {@link Refusal#EMPTY} when there is nothing to sign
   */
  public static ModelStatement statement(ModelFiles model) {
    if (model.files().isEmpty()) {
      throw new SignatureRefused(Refusal.EMPTY, model.name() + " holds no files");
    }
    ModelTree tree = named(ModelHasher.hash(model), model.name());
    return ModelStatement.of(model.name(), tree, List.copyOf(model.exempt()));
  }

  /** A model of one file is signed under its basename, as the specification has it. */
  private static ModelTree named(ModelTree tree, String name) {
    FileDigest first = tree.files().getFirst();
    return first.name().equals(".")
        ? new ModelTree(List.of(new FileDigest(name, first.size(), first.sha256())))
        : tree;
  }

  /**
   * Verifies a model.
   *
   * @throws SignatureRefused with the reason
   */
  public static VerifiedModel verify(Bundle bundle, Trust trust, ModelFiles model) {
    ModelStatementReader.refuseOld(bundle.payload());
    Trust.Signer signer = trust.check(bundle);
    ModelStatement signed = ModelStatement.read(Statement.read(bundle.payload()));
    for (String path : signed.ignored()) {
      if (model.files().stream().anyMatch(file -> lies(file.name(), path))) {
        throw new SignatureRefused(
            Refusal.IGNORED_PATHS, "\"" + path + "\"; pass --ignore " + path + " to accept that");
      }
    }
    FilesCheck.Same same = FilesCheck.compare(signed, model);
    var unsigned = new ArrayList<>(model.ignored());
    unsigned.addAll(same.empty());
    List<String> notes = notes(same.tree());
    if (signed.shardSize().isPresent()) {
      notes.add("signed in shards: files without bytes are outside the signature");
    }
    return new VerifiedModel(signer, signed, same.tree(), unsigned, notes);
  }

  private static boolean lies(String name, String path) {
    return name.equals(path) || name.startsWith(path + "/");
  }

  static List<String> notes(ModelTree tree) {
    var notes = new ArrayList<String>();
    ModelStatementReader.collisions(tree.files().stream().map(FileDigest::name).toList())
        .forEach(pair -> notes.add("a file system that ignores case or accents confuses " + pair));
    return notes;
  }
}
