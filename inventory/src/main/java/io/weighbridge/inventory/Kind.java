package io.weighbridge.inventory;

import java.util.Locale;

/** The kind of file that a reference was read from. */
public enum Kind {
  PYTHON,
  NOTEBOOK,
  JAVASCRIPT,
  JAVA,
  GO,
  RUST,
  CPP,
  SHELL,
  DOCKERFILE,
  COMPOSE,
  KUBERNETES,
  HELM,
  TERRAFORM,
  CI,
  ENV,
  TOML,
  YAML,
  JSON,
  CONFIG,
  REQUIREMENTS,
  MODELFILE,
  SUBMODULE,
  MARKDOWN,
  RST,
  HTML,
  TEXT;

  /** As written in reports: {@code python}, {@code dockerfile}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Kind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
