package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Severity;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import io.weighbridge.scan.internal.python.Effects;

/** Configuration files of other shapes: spaCy's registry configuration, Triton's model settings. */
final class ConfigFileRules {
  private ConfigFileRules() {}

  /** spaCy v3: {@code @registry = "function"} and {@code factory = "name"} call registered code. */
  static void spacy(Inspection thing, String text) {
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.strip();
      int sign = line.indexOf('=');
      if (sign <= 0) {
        continue;
      }
      String key = line.substring(0, sign).strip();
      String value = unquoted(line.substring(sign + 1).strip());
      boolean factory = key.equals("factory");
      if (!factory && !key.startsWith("@")) {
        continue;
      }
      if (NameTable.get().has("spacy-factory", value) || isOwn(value)) {
        continue;
      }
      Effects.Effect effect = Effects.table().of(value);
      boolean acts = effect != null && effect.imported() == Severity.MALICIOUS;
      String what = effect != null ? effect.what() : "is not part of spaCy";
      thing.find(
          "config/calls-function",
          acts ? Severity.MALICIOUS : Severity.SUSPICIOUS,
          -1,
          "line " + number + ": loading calls " + value + ", which " + what,
          line);
    }
  }

  /** Registered names of spaCy's own packages carry a version: {@code spacy.Tagger.v2}. */
  private static boolean isOwn(String name) {
    int version = name.lastIndexOf(".v");
    if (version < 0 || version + 2 == name.length()) {
      return false;
    }
    for (int i = version + 2; i < name.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return false;
      }
    }
    int dot = name.indexOf('.');
    return NameTable.get().has("spacy-registered", name)
        || NameTable.get().has("spacy-package", name.substring(0, dot));
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'')
        ? value.substring(1, value.length() - 1)
        : value;
  }

  /** Triton: a Python back end runs {@code <version>/model.py} of the model's folder. */
  static void triton(Inspection thing, String text) {
    String compact = text.replace(" ", "");
    if (compact.contains("backend:\"python\"")) {
      thing.find(
          "config/remote-code",
          "the server runs the Python code in this folder",
          "backend: \"python\"");
      ConfigRules.code(thing, "", "the Python back end of " + thing.name());
    }
  }
}
