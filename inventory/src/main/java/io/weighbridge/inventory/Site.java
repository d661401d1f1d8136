package io.weighbridge.inventory;

/**
 * Where the text of a file can be changed to change how a model is loaded: offsets in UTF-16 units
 * of the decoded file.
 *
 * @param argumentsEnd behind the last argument of the call, where another can be added
 * @param revisionStart start of the revision's value, as written; -1 when there is none
 * @param revisionEnd behind it
 */
public record Site(int argumentsEnd, int revisionStart, int revisionEnd) {
  /** Nothing that a patch can change. */
  public static final Site NONE = new Site(-1, -1, -1);

  public boolean known() {
    return argumentsEnd >= 0;
  }
}
