package io.weighbridge.registry.internal.http;

import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.util.LinkedHashSet;
import java.util.List;

/** The body of {@code paths-info}: a form from Python clients, JSON from JavaScript ones. */
record PathsQuery(List<String> paths, boolean expand) {
  private static final int MOST_BYTES = 1 << 20;
  private static final JsonLimits LIMITS = new JsonLimits(MOST_BYTES, 8, 20_000, 4096);

  PathsQuery {
    paths = List.copyOf(new LinkedHashSet<>(paths));
  }

  static PathsQuery read(HttpCall call, int most) {
    byte[] body = call.body(MOST_BYTES);
    String type = call.header().apply("Content-Type").orElse("");
    PathsQuery read = type.contains("json") ? json(body) : form(body, most);
    if (read.paths().size() > most) {
      throw new BadRequest(413, "More than " + most + " paths.");
    }
    return read;
  }

  private static PathsQuery form(byte[] body, int most) {
    Query form = Query.form(body, most + 8);
    return new PathsQuery(form.all("paths"), form.flag("expand"));
  }

  private static PathsQuery json(byte[] body) {
    try {
      Json json = Json.parse(body, LIMITS);
      var paths = json.items("paths").stream().flatMap(item -> item.asText().stream()).toList();
      return new PathsQuery(paths, json.bool("expand").orElse(false));
    } catch (JsonException e) {
      throw new BadRequest(400, "The request's body is not JSON.");
    }
  }
}
