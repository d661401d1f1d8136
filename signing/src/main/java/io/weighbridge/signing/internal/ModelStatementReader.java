package io.weighbridge.signing.internal;

import io.weighbridge.json.Json;
import io.weighbridge.signing.ModelStatement;
import io.weighbridge.signing.ModelStatement.Resource;
import io.weighbridge.signing.Refusal;
import io.weighbridge.signing.SignatureRefused;
import io.weighbridge.signing.Statement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the predicate of a model signature. Where the written v1.0 and model-signing 1.1.1 differ,
 * both are read as long as nothing is left uncovered.
 */
public final class ModelStatementReader {
  private static final String OLD_TYPE = "https://model_signing/Digests/v0.1";
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  private ModelStatementReader() {}

  /**
   * Names the old format before its signature is looked at: that was made over other bytes than
   * today's, and would seem to be forged.
   */
  public static void refuseOld(byte[] payload) {
    Statement statement;
    try {
      statement = Statement.read(payload);
    } catch (SignatureRefused e) {
      return; // said after the signature was checked
    }
    refuseOld(statement);
  }

  private static void refuseOld(Statement statement) {
    if (statement.predicateType().equals(OLD_TYPE)) {
      throw new SignatureRefused(Refusal.OLD_FORMAT, "sign the model again with a current tool");
    }
  }

  public static ModelStatement read(Statement statement) {
    refuseOld(statement);
    if (!statement.predicateType().equals(ModelStatement.PREDICATE_TYPE)) {
      throw bad("its predicate is not a model signature v1.0");
    }
    if (statement.subjects().size() != 1) {
      throw bad("it has " + statement.subjects().size() + " subjects, not one");
    }
    Json predicate = statement.predicate();
    Json serialization =
        predicate.get("serialization").orElseThrow(() -> bad("it has no serialization"));
    OptionalLong shardSize = shardSize(serialization);
    if (serialization.bool("allow_symlinks").orElse(false)) {
      throw new SignatureRefused(
          Refusal.SYMLINKS_ALLOWED, "sign a copy in which links are replaced by files");
    }
    if (!(predicate.get("resources").orElse(Json.Null.NULL) instanceof Json.Arr(var items))) {
      throw bad("it has no list of resources");
    }
    if (items.isEmpty()) {
      throw new SignatureRefused(Refusal.EMPTY, "its list of files is empty");
    }
    var resources = new ArrayList<Resource>();
    for (Json item : items) {
      resources.add(resource(item, shardSize));
    }
    unique(resources);
    var signed =
        new ModelStatement(
            statement.subjects().getFirst().name(), resources, ignored(serialization), shardSize);
    String announced = statement.subjects().getFirst().digests().getOrDefault("sha256", "");
    if (!signed.root().equals(announced)) {
      throw new SignatureRefused(
          Refusal.ROOT_DIGEST, "announced " + announced + ", computed " + signed.root());
    }
    return signed;
  }

  private static OptionalLong shardSize(Json serialization) {
    String hash = serialization.text("hash_type").orElse("");
    if (!hash.equals("sha256")) {
      throw new SignatureRefused(
          Refusal.SERIALIZATION, "digests of kind \"" + hash + "\"; sha256 is supported");
    }
    String method = serialization.text("method").orElse("");
    return switch (method) {
      case "files" -> OptionalLong.empty();
      case "shards" -> OptionalLong.of(size(serialization));
      default ->
          throw new SignatureRefused(
              Refusal.SERIALIZATION, "method \"" + method + "\"; files and shards are supported");
    };
  }

  /** model-signing 1.1.1 writes 3.0 where the specification has 3. */
  private static long size(Json serialization) {
    try {
      if (serialization.get("shard_size").orElse(Json.Null.NULL) instanceof Json.Num number
          && number.literal().length() <= 20) {
        BigDecimal value = number.value();
        long size = value.longValueExact();
        if (size > 0) {
          return size;
        }
      }
    } catch (ArithmeticException e) {
      // said below
    }
    throw new SignatureRefused(Refusal.SERIALIZATION, "shard_size is not a positive whole number");
  }

  private static List<String> ignored(Json serialization) {
    var ignored = new ArrayList<String>();
    for (Json path : serialization.items("ignore_paths")) {
      ignored.add(path.asText().orElseThrow(() -> bad("an ignored path is not a string")));
    }
    return ignored;
  }

  private static Resource resource(Json item, OptionalLong shardSize) {
    String name = item.text("name").orElseThrow(() -> bad("a resource has no name"));
    String digest = item.text("digest").orElseThrow(() -> bad("a resource has no digest"));
    if (!SHA256.matcher(digest).matches()) {
      throw bad("a digest is not 64 lower-case hex digits");
    }
    String algorithm = item.text("algorithm").orElse("sha256");
    if (shardSize.isEmpty()) {
      if (!algorithm.equals("sha256")) {
        throw new SignatureRefused(
            Refusal.SERIALIZATION, "a digest of kind \"" + algorithm + "\"; sha256 is supported");
      }
      return new Resource(canonical(name), 0, OptionalLong.empty(), digest);
    }
    long size = shardSize.getAsLong();
    if (!algorithm.equals("sha256") && !algorithm.equals("sha256-sharded-" + size)) {
      throw new SignatureRefused(
          Refusal.SERIALIZATION, "a shard's digest of kind \"" + algorithm + "\"");
    }
    return shard(name, size, digest);
  }

  /** {@code path:start:end}; a path may hold colons itself. */
  private static Resource shard(String name, long size, String digest) {
    int second = name.lastIndexOf(':');
    int first = second < 0 ? -1 : name.lastIndexOf(':', second - 1);
    if (first > 0) {
      String from = name.substring(first + 1, second);
      String to = name.substring(second + 1);
      if (NUMBER.matcher(from).matches() && NUMBER.matcher(to).matches()) {
        long start = Long.parseLong(from);
        long end = Long.parseLong(to);
        if (start % size == 0 && end > start && end - start <= size) {
          return new Resource(
              canonical(name.substring(0, first)), start, OptionalLong.of(end), digest);
        }
      }
    }
    throw new SignatureRefused(Refusal.NAMES, "a shard is not called path:start:end");
  }

  private static String canonical(String name) {
    if (name.equals(".")) {
      return name; // a model of one file, as model-signing 1.1.1 names it
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        throw new SignatureRefused(
            Refusal.NAMES, "\"" + name.replace('\0', '?') + "\" is not a plain relative path");
      }
    }
    return name;
  }

  private static void unique(List<Resource> resources) {
    Set<String> seen = new HashSet<>();
    for (Resource resource : resources) {
      if (!seen.add(resource.name() + "\0" + resource.from())) {
        throw new SignatureRefused(Refusal.NAMES, "\"" + resource.name() + "\" is listed twice");
      }
    }
  }

  /** Names that a file system which ignores case or normalises would take for one another. */
  public static List<String> collisions(List<String> names) {
    var byFolded = new java.util.TreeMap<String, List<String>>();
    for (String name : names) {
      String folded =
          java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFC)
              .toUpperCase(Locale.ROOT)
              .toLowerCase(Locale.ROOT);
      byFolded.computeIfAbsent(folded, _ -> new ArrayList<>()).add(name);
    }
    return byFolded.values().stream()
        .filter(same -> same.stream().distinct().count() > 1)
        .map(same -> String.join(" and ", same.stream().distinct().toList()))
        .toList();
  }

  private static SignatureRefused bad(String detail) {
    return new SignatureRefused(Refusal.STATEMENT, detail);
  }
}
