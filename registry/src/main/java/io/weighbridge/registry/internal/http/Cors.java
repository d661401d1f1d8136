package io.weighbridge.registry.internal.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which websites may read answers: none unless configured, since a loopback gate is reachable from
 * every page that its user opens.
 */
final class Cors {
  private static final String EXPOSED =
      "X-Repo-Commit, X-Request-Id, X-Error-Code, X-Error-Message, X-HF-Warning, X-Linked-Size,"
          + " X-Linked-Etag, ETag, Link, Accept-Ranges, Content-Range, Content-Length";

  private final List<String> origins;

  Cors(List<String> origins) {
    this.origins = origins;
  }

  /** Headers for a request from that origin; none when it may not read. */
  Map<String, String> headers(Optional<String> origin) {
    if (origin.isEmpty() || !(origins.contains("*") || origins.contains(origin.get()))) {
      return Map.of();
    }
    return Map.of(
        "Access-Control-Allow-Origin",
        origins.contains("*") ? "*" : origin.get(),
        "Vary",
        "Origin",
        "Access-Control-Expose-Headers",
        EXPOSED);
  }

  /** The answer to a browser's question before the request proper. */
  Reply preflight(Optional<String> origin) {
    Map<String, String> headers = headers(origin);
    return headers.isEmpty()
        ? Reply.error(403, Optional.empty(), "Pages of other sites may not ask this gate.")
        : new Reply(204, headers, new Reply.Bytes(new byte[0]))
            .with("Access-Control-Allow-Methods", "GET, HEAD, POST")
            .with("Access-Control-Allow-Headers", "Authorization, Range, Content-Type, User-Agent")
            .with("Access-Control-Max-Age", "600");
  }
}
