package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.RepoFile;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules that a revision's files must keep together, whoever lists them. */
public final class Listing {
  /** Most files and folders of one revision. */
  public static final int MOST_ENTRIES = 100_000;

  private Listing() {}

  /**
   * The files sorted by path.
   *
   * @throws HubException when two would be one file on some client's file system (same path, or the
   *     same but for case or Unicode form), or a file is also a folder
   */
  public static List<RepoFile> checked(List<RepoFile> files) {
    if (files.size() > MOST_ENTRIES) {
      throw bad("more than " + MOST_ENTRIES + " files");
    }
    Map<String, String> seen = new HashMap<>();
    for (RepoFile file : files) {
      String path = file.path().text();
      String other = seen.putIfAbsent(folded(path), path);
      if (other != null) {
        throw bad(
            other.equals(path)
                ? "the file " + path + " twice"
                : "two files that differ in case only: " + other + " and " + path);
      }
    }
    for (RepoFile file : files) {
      String path = file.path().text();
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        if (seen.containsKey(folded(path.substring(0, slash)))) {
          throw bad("a file that is also a folder: " + path.substring(0, slash));
        }
      }
    }
    return files.stream().sorted(Comparator.comparing(RepoFile::path)).toList();
  }

  private static String folded(String path) {
    String composed = Normalizer.normalize(path, Normalizer.Form.NFC);
    return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static HubException bad(String what) {
    return new HubException(HubException.Kind.BAD_ANSWER, "the upstream lists " + what);
  }
}
