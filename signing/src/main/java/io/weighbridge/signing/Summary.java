package io.weighbridge.signing;

import io.weighbridge.json.Json;
import io.weighbridge.signing.internal.Predicates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decision as a SLSA Verification Summary Attestation v1: who judged which files by which policy,
 * when, and with what result. What VSA has no member for (expiry, waiver, commit) stands in one of
 * our own, which other tools ignore.
 *
 * @param verifier URI of the gate
 * @param versions of the gate and of what it judged with, by name
 * @param resource package URL with the commit
 * @param policyDigest SHA-256 of the policy
 * @param inputs digests of the statements that the decision rests on, by name
 * @param levels what the result shows, such as {@code WEIGHBRIDGE_ADMITTED}
 * @param expires when the decision has to be made anew; a convention of ours
 * @param waiver who lifted a block, and why, when somebody did
 */
public record Summary(
    String verifier,
    Map<String, String> versions,
    Instant verified,
    String resource,
    String policyUri,
    String policyDigest,
    Map<String, String> inputs,
    boolean passed,
    List<String> levels,
    Instant expires,
    Optional<String> waiver,
    ModelTree tree) {
  public static final String PREDICATE_TYPE = "https://slsa.dev/verification_summary/v1";
  public static final String RESULT_TYPE = "https://in-toto.io/attestation/svr/v0.1";

  /** Our own member of the predicate. */
  private static final String EXTENSION = "https://weighbridge.io/decision/v1";

  // No file has an empty path component, so these are no names of files.
  static final String IDENTITY = "//weighbridge/identity/v1";
  static final String SPECIFICATION_ROOT = "//oms/root/specification-order";
  static final String COMPONENT_ROOT = "//oms/root/component-order";

  public Summary {
    versions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    inputs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    levels = List.copyOf(levels);
  }

  /** Every file by name, then the digests of the whole. */
  public List<Statement.Subject> subjects() {
    var subjects = new ArrayList<Statement.Subject>();
    tree.files().forEach(file -> subjects.add(new Statement.Subject(file.name(), file.sha256())));
    subjects.add(new Statement.Subject(IDENTITY, tree.identity()));
    subjects.add(new Statement.Subject(SPECIFICATION_ROOT, tree.specificationRoot()));
    subjects.add(new Statement.Subject(COMPONENT_ROOT, tree.componentRoot()));
    return subjects;
  }

  public Statement toStatement() {
    return new Statement(
        subjects(),
        PREDICATE_TYPE,
        Json.object()
            .put(
                "verifier",
                Json.object().put("id", verifier).put("version", texts(versions)).build())
            .put("timeVerified", verified.toString())
            .put("resourceUri", resource)
            .put("policy", policy())
            .put(
                "inputAttestations",
                Json.array(
                    inputs.entrySet().stream()
                        .map(
                            input ->
                                Json.object()
                                    .put("uri", input.getKey())
                                    .put("digest", sha256(input.getValue()))
                                    .build())
                        .toList()))
            .put("verificationResult", passed ? "PASSED" : "FAILED")
            .put("verifiedLevels", Json.strings(levels))
            .put("slsaVersion", "1.0")
            .put(
                EXTENSION,
                Json.object()
                    .put("expires", expires.toString())
                    .put("waiver", waiver)
                    .put(
                        "sizes",
                        Json.array(
                            tree.files().stream().map(file -> Json.of(file.size())).toList()))
                    .build())
            .build());
  }

  /** The same as an in-toto simple verification result, which can only say "passed". */
  public Optional<Statement> toResult() {
    if (!passed) {
      return Optional.empty();
    }
    return Optional.of(
        new Statement(
            subjects(),
            RESULT_TYPE,
            Json.object()
                .put("verifier", Json.object().put("id", verifier).put("policy", policy()).build())
                .put("timeCreated", verified.toString())
                .put("properties", Json.strings(levels))
                .build()));
  }

  private Json policy() {
    return Json.object().put("uri", policyUri).put("digest", sha256(policyDigest)).build();
  }

  private static Json sha256(String digest) {
    return Json.object().put("sha256", digest).build();
  }

  private static Json texts(Map<String, String> texts) {
    var json = Json.object();
    texts.forEach(json::put);
    return json.build();
  }

  /**
   * Reads a decision.
   *
   * @throws SignatureRefused {@link Refusal#STATEMENT} when it is not one of ours, or its digests
   *     of the whole do not follow from its files
   */
  public static Summary read(Statement statement) {
    Json json = Predicates.of(statement, PREDICATE_TYPE);
    Json ours =
        json.get(EXTENSION)
            .orElseThrow(() -> new SignatureRefused(Refusal.STATEMENT, "no Weighbridge made it"));
    Json verifier = json.get("verifier").orElse(Json.Null.NULL);
    Json policy = json.get("policy").orElse(Json.Null.NULL);
    var inputs = new LinkedHashMap<String, String>();
    for (Json input : json.items("inputAttestations")) {
      inputs.put(Predicates.text(input, "uri"), digest(input));
    }
    var summary =
        new Summary(
            Predicates.text(verifier, "id"),
            versions(verifier),
            Predicates.time(json, "timeVerified"),
            Predicates.text(json, "resourceUri"),
            Predicates.text(policy, "uri"),
            digest(policy),
            inputs,
            Predicates.text(json, "verificationResult").equals("PASSED"),
            json.items("verifiedLevels").stream()
                .flatMap(level -> level.asText().stream())
                .toList(),
            Predicates.time(ours, "expires"),
            ours.text("waiver"),
            tree(statement.subjects(), ours.items("sizes")));
    if (!summary.subjects().equals(statement.subjects())) {
      throw new SignatureRefused(
          Refusal.ROOT_DIGEST, "its subjects are not those of a tree of files");
    }
    return summary;
  }

  private static Map<String, String> versions(Json verifier) {
    var versions = new LinkedHashMap<String, String>();
    if (verifier.get("version").orElse(Json.Null.NULL) instanceof Json.Obj(var fields)) {
      fields.forEach((name, value) -> value.asText().ifPresent(text -> versions.put(name, text)));
    }
    return versions;
  }

  private static ModelTree tree(List<Statement.Subject> subjects, List<Json> sizes) {
    int files = subjects.size() - 3;
    if (files < 1 || files != sizes.size()) {
      throw new SignatureRefused(Refusal.STATEMENT, "it does not list files with their sizes");
    }
    var list = new ArrayList<FileDigest>();
    for (int i = 0; i < files; i++) {
      Statement.Subject subject = subjects.get(i);
      String sha256 = subject.digests().getOrDefault("sha256", "");
      long size = sizes.get(i).asLong().orElse(-1);
      if (!sha256.matches("[0-9a-f]{64}") || size < 0 || !isPlain(subject.name())) {
        throw new SignatureRefused(
            Refusal.NAMES, "\"" + subject.name() + "\" is not a file of a model");
      }
      list.add(new FileDigest(subject.name(), size, sha256));
    }
    try {
      return new ModelTree(list);
    } catch (IllegalArgumentException e) {
      throw new SignatureRefused(Refusal.NAMES, e);
    }
  }

  private static boolean isPlain(String name) {
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static String digest(Json json) {
    return json.get("digest")
        .flatMap(digest -> digest.text("sha256"))
        .orElseThrow(() -> new SignatureRefused(Refusal.STATEMENT, "a digest is missing"));
  }
}
