package io.weighbridge.lineage;

/** What happened between a reference and a candidate. */
public enum Descent {
  IDENTICAL("identical"),
  /** The same numbers, stored in another type or file. */
  RESAVED("re-saved"),
  /** The reference's numbers, rounded to 8 bits by a quantiser that was replayed. */
  QUANTISED("quantised"),
  LOW_RANK("merged low-rank adapter"),
  PARTIAL_FINE_TUNE("partial fine-tune"),
  FULL_FINE_TUNE("full fine-tune"),
  NOISE("noise-like change"),
  /** A few rows or matrices were changed and nothing else: what training does not do. */
  TARGETED_EDIT("targeted edit"),
  UNRELATED("unrelated"),
  /** Something could not be read, so nothing can be said. */
  UNDECIDED("undecided");

  private final String text;

  Descent(String text) {
    this.text = text;
  }

  /** In words. */
  public String text() {
    return text;
  }

  /** Whether the candidate's weights are the reference's, as far as its type can hold them. */
  public boolean same() {
    return this == IDENTICAL || this == RESAVED || this == QUANTISED;
  }
}
