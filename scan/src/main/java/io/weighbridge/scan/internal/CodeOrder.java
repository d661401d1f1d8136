package io.weighbridge.scan.internal;

import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.internal.Repository.Judged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which order Python files are judged: those that configuration names first, then what they
 * import from beside them, then the rest, so that each is known to run, or not, when it is judged.
 */
final class CodeOrder {
  private final List<ScanFile> files;
  private final List<Integer> others = new ArrayList<>();
  private final List<Integer> waiting = new ArrayList<>();
  private final Map<String, String> runs = new HashMap<>();
  private final Map<Integer, String> uses = new HashMap<>();
  private final List<Integer> unread = new ArrayList<>();

  CodeOrder(List<ScanFile> files) {
    this.files = files;
    for (int i = 0; i < files.size(); i++) {
      ScanFile file = files.get(i);
      boolean python =
          file.link().isEmpty() && file.path().toLowerCase(Locale.ROOT).endsWith(".py");
      (python ? waiting : others).add(i);
    }
    unread.addAll(others);
  }

  List<Integer> others() {
    return others;
  }

  /** Why that file runs; empty when nothing says so. */
  String use(int index) {
    return uses.getOrDefault(index, "");
  }

  /** Takes note of what the files that were just judged name. */
  void learn(@Nullable Judged[] judged) {
    for (int index : unread) {
      Judged done = judged[index];
      if (done == null) {
        continue;
      }
      boolean code = uses.containsKey(index);
      for (Facts.Named named : done.facts().named()) {
        if (named.use() == Facts.Use.CODE) {
          runs.putIfAbsent(named.path(), "it is named as code by " + named.by());
        } else if (named.use() == Facts.Use.SIBLING && code) {
          runs.putIfAbsent(named.path(), "it is imported by " + named.by());
        }
      }
    }
    unread.clear();
  }

  /** The next files to judge: those that are now known to run, or at last all that are left. */
  List<Integer> next() {
    var wave = new ArrayList<Integer>();
    for (int index : waiting) {
      String why = why(files.get(index).path());
      if (!why.isEmpty()) {
        uses.put(index, why);
        wave.add(index);
      }
    }
    if (wave.isEmpty()) {
      wave.addAll(waiting);
    }
    waiting.removeAll(wave);
    unread.addAll(wave);
    return wave;
  }

  private String why(String path) {
    String exact = runs.get(path);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, String> entry : runs.entrySet()) {
      String folder = entry.getKey();
      boolean isFolder = folder.isEmpty() || folder.endsWith("/");
      if (isFolder && path.startsWith(folder)) {
        return entry.getValue();
      }
    }
    return "";
  }
}
