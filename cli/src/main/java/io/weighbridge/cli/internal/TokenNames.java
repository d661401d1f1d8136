package io.weighbridge.cli.internal;

import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import io.weighbridge.scan.ScanFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which token a row of a vocabulary belongs to, from {@code vocab.txt} or {@code tokenizer.json}.
 */
record TokenNames(Map<Long, String> names) {
  private static final int MOST = 64 << 20;

  /** The reference's, which is trusted more than the candidate's; else the candidate's. */
  static TokenNames of(List<ScanFile> candidate, List<ScanFile> reference) {
    for (List<ScanFile> files : List.of(reference, candidate)) {
      for (String name : List.of("vocab.txt", "tokenizer.json")) {
        for (ScanFile file : files) {
          if (file.path().equals(name)) {
            Map<Long, String> names = read(name, file);
            if (!names.isEmpty()) {
              return new TokenNames(names);
            }
          }
        }
      }
    }
    return new TokenNames(Map.of());
  }

  private static Map<Long, String> read(String name, ScanFile file) {
    var names = new HashMap<Long, String>();
    try (Content content = file.open().get()) {
      if (content.size() > MOST) {
        return names;
      }
      byte[] bytes = content.bytes(0, (int) content.size());
      if (name.equals("vocab.txt")) {
        long row = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\r?\n", -1)) {
          names.put(row++, line);
        }
        return names;
      }
      Json vocabulary =
          Json.parse(bytes, JsonLimits.STANDARD)
              .get("model")
              .flatMap(model -> model.get("vocab"))
              .orElse(Json.Null.NULL);
      if (vocabulary instanceof Json.Obj(var fields)) {
        fields.forEach((token, id) -> id.asLong().ifPresent(row -> names.put(row, token)));
      } else if (vocabulary instanceof Json.Arr(var items)) {
        for (int row = 0; row < items.size(); row++) {
          if (items.get(row) instanceof Json.Arr(var pair) && !pair.isEmpty()) {
            names.put((long) row, pair.getFirst().asText().orElse(""));
          }
        }
      }
    } catch (ContentException | JsonException e) {
      names.clear(); // rows are then told by their numbers
    }
    return names;
  }

  /** The token, or the row's number where no file names it. */
  String of(long row) {
    String name = names.get(row);
    return name == null ? "row " + row : name;
  }
}
