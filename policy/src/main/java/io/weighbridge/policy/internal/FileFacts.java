package io.weighbridge.policy.internal;

import io.weighbridge.json.Json;
import java.util.List;
import java.util.Optional;

/** What leaving files out has to know of one. */
record FileFacts(
    String path, String format, String verdict, Optional<List<String>> shards, List<String> code) {

  static FileFacts of(Json file) {
    return new FileFacts(
        file.text("path").orElse(""),
        file.text("format").orElse(""),
        file.text("verdict").orElse("malicious"),
        file.get("shards").map(ignored -> texts(file, "shards")),
        texts(file, "code"));
  }

  private static List<String> texts(Json file, String field) {
    return file.items(field).stream().flatMap(item -> item.asText().stream()).toList();
  }

  String folder() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  boolean safe() {
    return verdict.equals("safe");
  }

  boolean safeWeights() {
    return safe() && FormatTable.safeWeights(format);
  }

  boolean malicious() {
    return verdict.equals("malicious");
  }
}
