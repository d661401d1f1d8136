package io.weighbridge.sourcing.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a file is for, by its name alone ({@code file-kinds.tsv}): enough to describe a change. */
enum FileKind {
  WEIGHTS,
  PICKLE,
  CODE,
  CARD,
  LICENCE,
  CONFIG,
  TOKENIZER,
  SIGNATURE,
  OTHER;

  private static final Map<String, FileKind> ENDINGS = new HashMap<>();
  private static final Map<String, FileKind> BEGINNINGS = new LinkedHashMap<>();

  static {
    for (String[] row : Table.rows("file-kinds.tsv", 4)) {
      FileKind kind = valueOf(row[2].toUpperCase(Locale.ROOT));
      (row[0].equals("begins") ? BEGINNINGS : ENDINGS).put(row[1], kind);
    }
  }

  /** Names come before endings: {@code tokenizer.json} is a tokenizer, {@code x.json} a config. */
  static FileKind of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    FileKind byEnding = ENDINGS.getOrDefault(ending, OTHER);
    if (byEnding == PICKLE || byEnding == CODE || byEnding == SIGNATURE) {
      return byEnding;
    }
    for (var beginning : BEGINNINGS.entrySet()) {
      if (name.startsWith(beginning.getKey())) {
        return beginning.getValue();
      }
    }
    return byEnding;
  }

  boolean isWeights() {
    return this == WEIGHTS || this == PICKLE;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
