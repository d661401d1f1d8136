package io.weighbridge.signing;

import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An in-toto Statement v1: what is said (the predicate) of which bytes (the subjects).
 *
 * @param subjects at least one
 */
public record Statement(List<Subject> subjects, String predicateType, Json predicate) {
  public static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final JsonLimits LIMITS = new JsonLimits(Bundle.MAX_BYTES, 64, 4_000_000, 1 << 20);

  /**
   * What a statement is about.
   *
   * @param digests by algorithm, lower-case hex; at least one
   */
  public record Subject(String name, Map<String, String> digests) {
    public Subject {
      digests = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(digests));
    }

    public Subject(String name, String sha256) {
      this(name, Map.of("sha256", sha256));
    }
  }

  public Statement {
    subjects = List.copyOf(subjects);
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("a statement is about something");
    }
  }

  public Json toJson() {
    return Json.object()
        .put("_type", TYPE)
        .put("subject", Json.array(subjects.stream().map(Statement::toJson).toList()))
        .put("predicateType", predicateType)
        .put("predicate", predicate)
        .build();
  }

  private static Json toJson(Subject subject) {
    var digests = Json.object();
    subject.digests().forEach(digests::put);
    return Json.object().put("name", subject.name()).put("digest", digests.build()).build();
  }

  /**
   * Reads a payload strictly.
   *
   * @throws SignatureRefused {@link Refusal#STATEMENT} when it is not a statement
   */
  public static Statement read(byte[] payload) {
    Json json;
    try {
      json = Json.parse(payload, LIMITS);
    } catch (JsonException e) {
      throw new SignatureRefused(Refusal.STATEMENT, e);
    }
    String type = json.text("_type").orElseThrow(() -> bad("it has no _type"));
    if (!type.equals(TYPE)) {
      throw bad("its _type is not " + TYPE);
    }
    var subjects = new ArrayList<Subject>();
    for (Json subject : json.items("subject")) {
      subjects.add(subject(subject));
    }
    if (subjects.isEmpty()) {
      throw bad("it has no subject");
    }
    String predicateType =
        json.text("predicateType").orElseThrow(() -> bad("it has no predicateType"));
    Json predicate = json.get("predicate").orElseThrow(() -> bad("it has no predicate"));
    return new Statement(subjects, predicateType, predicate);
  }

  private static Subject subject(Json json) {
    if (!(json.get("digest").orElse(Json.Null.NULL) instanceof Json.Obj(var fields))
        || fields.isEmpty()) {
      throw bad("a subject has no digest");
    }
    var digests = new LinkedHashMap<String, String>();
    fields.forEach(
        (algorithm, digest) ->
            digests.put(
                algorithm,
                digest.asText().orElseThrow(() -> bad("a subject's digest is not a string"))));
    return new Subject(json.text("name").orElse(""), digests);
  }

  private static SignatureRefused bad(String detail) {
    return new SignatureRefused(Refusal.STATEMENT, detail);
  }
}
