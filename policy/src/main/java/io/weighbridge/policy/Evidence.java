package io.weighbridge.policy;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.policy.internal.EvidenceWriter;
import io.weighbridge.scan.ScanReport;

/**
 * Everything known about a revision, as one JSON document: what is stored, hashed, shown, and read
 * by the policy. Policies see nothing else, so the digest covers all that a decision was made from.
 * Holds points in time rather than ages, and no time of its own: the same facts give the same
 * digest.
 *
 * @param document fields {@code evidence} (version, 1), {@code model}, {@code revision}, {@code
 *     upstream}, {@code source}, {@code scan}, {@code files}
 */
public record Evidence(Json document) {

  public Evidence {
    if (document.number("evidence").orElse(0) != 1) {
      throw new PolicyException("not evidence of version 1");
    }
  }

  /**
   * @param upstream configured name
   * @param manifestDigest of our own manifest
   * @param source {@code SourceReport.toJson()}: see {@code docs/policy.md}
   */
  public static Evidence of(
      ModelInfo info,
      String upstream,
      String manifestDigest,
      ScanReport scan,
      Links links,
      Json source) {
    return new Evidence(EvidenceWriter.write(info, upstream, manifestDigest, scan, links, source));
  }

  public ModelId model() {
    return ModelId.parse(text("model", "id"))
        .orElseThrow(() -> new PolicyException("evidence: no model id"));
  }

  public CommitId commit() {
    String hex = text("revision", "commit");
    if (!CommitId.isFull(hex)) {
      throw new PolicyException("evidence: no commit");
    }
    return new CommitId(hex);
  }

  public String upstream() {
    return document.text("upstream").orElse("");
  }

  public String manifestDigest() {
    return text("revision", "manifest");
  }

  public String rulesDigest() {
    return text("scan", "rules");
  }

  /** SHA-256 of the canonical JSON. */
  public String digest() {
    return document.digest();
  }

  private String text(String object, String field) {
    return document.get(object).flatMap(found -> found.text(field)).orElse("");
  }
}
