package io.weighbridge.scan.internal.repo;

import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.NameTable;
import java.util.Locale;

/** The licence that a model card's metadata or a licence file states, as an SPDX id. */
final class Licences {
  private Licences() {}

  /** A model card: the {@code license} of its YAML front matter. */
  static void card(Facts facts, String text) {
    if (!text.startsWith("---")) {
      return;
    }
    String[] lines = text.split("\n", 400);
    boolean list = false;
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      if (line.startsWith("---")) {
        return;
      }
      if (list && line.strip().startsWith("- ")) {
        add(facts, line.strip().substring(2));
      } else {
        list = false;
        if (line.startsWith("license:")) {
          String value = line.substring(8).strip();
          if (value.isEmpty()) {
            list = true;
          } else {
            add(facts, value);
          }
        }
      }
    }
  }

  private static void add(Facts facts, String raw) {
    String name = raw.strip().replaceAll("[\"'\\[\\]]", "").toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.length() > 60) {
      return;
    }
    facts.licence(
        NameTable.get()
            .meaning("spdx", name)
            .orElse("LicenseRef-" + name.replaceAll("[^a-z0-9.-]", "-")));
  }

  /** A licence file: by sentences that only that licence has. */
  static void file(Facts facts, String text) {
    String words = text.substring(0, Math.min(text.length(), 40_000)).replaceAll("\\s+", " ");
    NameTable.get()
        .each(
            "licence-text",
            (phrase, id) -> {
              if (words.contains(phrase)) {
                facts.licence(id);
              }
            });
  }
}
