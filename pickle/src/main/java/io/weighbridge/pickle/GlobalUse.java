package io.weighbridge.pickle;

/**
 * A name that a stream imports, and what is known about it.
 *
 * @param module as it is imported by Python 3: names of Python 2 are mapped
 * @param name qualified name within the module
 * @param offset where it is first imported
 * @param called whether something was called or built with it
 * @param why what the table says about it; empty for an unknown name
 */
public record GlobalUse(
    String module, String name, Standing standing, long offset, boolean called, String why) {

  /** What the tables say. */
  public enum Standing {
    ALLOWED,
    UNKNOWN,
    DANGEROUS
  }
}
