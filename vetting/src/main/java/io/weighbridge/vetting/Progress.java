package io.weighbridge.vetting;

/** Hears how far a vetting is. May be called from several threads; must not block. */
@FunctionalInterface
public interface Progress {
  Progress NONE = (path, started, total) -> {};

  /**
   * A file is about to be judged.
   *
   * @param started files begun so far, this one included
   * @param total files of the revision
   */
  void judging(String path, int started, int total);
}
