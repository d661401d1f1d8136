package io.weighbridge.scan.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * What one file says about others of its repository; settled when all files are judged. Confined to
 * one thread while it is filled.
 */
public final class Facts {

  /** How a file is used by another. */
  public enum Use {
    /** A loader imports it: it runs. */
    CODE,
    /** Imported by a file of code: it runs when that one does. */
    SIBLING,
    /** Raw tensor data at offsets that the other file names: inert. */
    TENSOR_DATA
  }

  /**
   * A path that a file names.
   *
   * @param path relative to the target, already resolved against the naming file's folder; {@code
   *     dir/*} stands for every file of that folder
   * @param by what names it, for the message
   */
  public record Named(Use use, String path, String by) {}

  private final List<Named> named = new ArrayList<>();
  private final List<String> licences = new ArrayList<>();

  public void name(Use use, String path, String by) {
    if (named.size() < 10_000) {
      named.add(new Named(use, path, by));
    }
  }

  public void licence(String spdx) {
    if (!licences.contains(spdx) && licences.size() < 20) {
      licences.add(spdx);
    }
  }

  public List<Named> named() {
    return List.copyOf(named);
  }

  public List<String> licences() {
    return List.copyOf(licences);
  }
}
