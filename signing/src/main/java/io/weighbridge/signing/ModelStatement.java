package io.weighbridge.signing;

import io.weighbridge.json.Json;
import io.weighbridge.signing.internal.ModelStatementReader;
import io.weighbridge.signing.internal.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an OpenSSF model signature (v1.0) says: these files, with these bytes, belong to this model.
 *
 * @param name the basename of the model's folder or file
 * @param resources in the order in which they were listed
 * @param ignored paths that the signature does not speak of
 * @param shardSize bytes of a shard, when files were signed in shards
 */
public record ModelStatement(
    String name, List<Resource> resources, List<String> ignored, OptionalLong shardSize) {
  public static final String PREDICATE_TYPE = "https://model_signing/signature/v1.0";

  /** Paths at the top of a model that no signature speaks of (OpenSSF Model Signing v1.0). */
  public static final List<String> DEFAULT_IGNORED =
      List.of(".git", ".gitattributes", ".github", ".gitignore");

  /**
   * A signed file, or a part of one.
   *
   * @param from first byte
   * @param to one past the last byte; the file's end when it was signed whole
   */
  public record Resource(String name, long from, OptionalLong to, String sha256) {}

  public ModelStatement {
    resources = List.copyOf(resources);
    ignored = List.copyOf(ignored);
  }

  /** The statement that we sign: whole files, SHA-256, code point order, no links. */
  public static ModelStatement of(String name, ModelTree tree, List<String> ignored) {
    return new ModelStatement(
        name,
        tree.files().stream()
            .map(file -> new Resource(file.name(), 0, OptionalLong.empty(), file.sha256()))
            .toList(),
        ignored,
        OptionalLong.empty());
  }

  /**
   * Reads a statement strictly.
   *
   * @throws SignatureRefused naming what is not supported or does not hold
   */
  public static ModelStatement read(Statement statement) {
    return ModelStatementReader.read(statement);
  }

  /** SHA-256 over the digests in listed order. */
  public String root() {
    MessageDigest digest = Sha256.start();
    resources.forEach(resource -> digest.update(HexFormat.of().parseHex(resource.sha256())));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The in-toto statement of whole files. */
  public Statement toStatement() {
    if (shardSize.isPresent()) {
      throw new SigningException("statements over shards are read, not written");
    }
    Json serialization =
        Json.object()
            .put("method", "files")
            .put("hash_type", "sha256")
            .put("allow_symlinks", false)
            .put("ignore_paths", Json.strings(ignored))
            .build();
    Json listed =
        Json.array(
            resources.stream()
                .map(
                    resource ->
                        Json.object()
                            .put("name", resource.name())
                            .put("algorithm", "sha256")
                            .put("digest", resource.sha256())
                            .build())
                .toList());
    return new Statement(
        List.of(new Statement.Subject(name, root())),
        PREDICATE_TYPE,
        Json.object().put("serialization", serialization).put("resources", listed).build());
  }
}
