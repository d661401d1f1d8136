package io.weighbridge.pickle;

/**
 * Where the pickle stands, as far as it changes what is ordinary there.
 *
 * @param alone whether only the pickle belongs to the content, so that other bytes after it are not
 *     understood; false when the caller knows what follows and reads on from {@link
 *     PickleReport#end()}
 */
public record PickleContext(boolean alone) {
  /** A file or archive member that is a pickle, or several, or a legacy torch file. */
  public static final PickleContext WHOLE = new PickleContext(true);

  /** A pickle at the start of the content; what follows is the caller's. */
  public static final PickleContext PREFIX = new PickleContext(false);
}
