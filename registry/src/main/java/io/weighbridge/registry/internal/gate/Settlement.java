package io.weighbridge.registry.internal.gate;

/**
 * What became of an approval, waiver or refusal.
 *
 * @param text a sentence for the person
 */
public record Settlement(Result result, String text) {

  /** How it ended. */
  public enum Result {
    /** The person's word is on record and holds. */
    DONE,
    /** It stood as asked before. */
    ALREADY,
    /** It was not done; the text says why, and what would be. */
    NOT_DONE,
    /** Nothing is on record by that name. */
    NOT_FOUND
  }

  public boolean changed() {
    return result == Result.DONE;
  }

  public boolean found() {
    return result != Result.NOT_FOUND;
  }

  /** Whether things stand now as the person asked. */
  public boolean holds() {
    return result == Result.DONE || result == Result.ALREADY;
  }
}
