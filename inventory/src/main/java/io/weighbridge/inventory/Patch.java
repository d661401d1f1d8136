package io.weighbridge.inventory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The edits of findings as one unified diff that {@code git apply} and {@code patch -p1} take.
 * Lines stay what they are but for the edit: indentation, line ends, a missing last line feed.
 */
public final class Patch {
  private static final int CONTEXT = 3;

  private Patch() {}

  /**
   * Writes the patch; empty when nothing can be mended.
   *
   * @param root of the tree that the findings are about
   * @throws InventoryException when a file is gone or is no longer what it was
   */
  public static String of(Path root, List<LintFinding> findings) {
    var edits = new TreeMap<String, List<Hazard.Edit>>();
    for (LintFinding finding : findings) {
      finding
          .edit()
          .ifPresent(
              edit -> edits.computeIfAbsent(finding.path(), _ -> new ArrayList<>()).add(edit));
    }
    var patch = new StringBuilder();
    for (Map.Entry<String, List<Hazard.Edit>> file : edits.entrySet()) {
      patch.append(file(root, file.getKey(), file.getValue()));
    }
    return patch.toString();
  }

  private static String file(Path root, String path, List<Hazard.Edit> edits) {
    String before;
    try {
      before =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(root.resolve(path))))
              .toString();
    } catch (CharacterCodingException e) {
      return ""; // not UTF-8: a patch would change what it does not mean to
    } catch (IOException e) {
      throw new InventoryException("cannot read " + path + " again: " + e.getMessage(), e);
    }
    int mark = before.startsWith("\uFEFF") ? 1 : 0;
    var ordered = new ArrayList<>(edits.stream().distinct().toList());
    ordered.sort(Comparator.comparingInt(Hazard.Edit::start).reversed());
    var after = new StringBuilder(before);
    int last = Integer.MAX_VALUE;
    for (Hazard.Edit edit : ordered) {
      if (edit.end() + mark > before.length()) {
        throw new InventoryException(path + " changed while it was read; run lint again");
      }
      boolean addition = edit.start() == edit.end();
      if (edit.end() <= last) {
        String glue =
            addition && edit.text().matches("[a-z_]+=.*") ? glue(after, edit.start() + mark) : "";
        after.replace(edit.start() + mark, edit.end() + mark, glue + edit.text());
        last = edit.start();
      }
    }
    return diff(path, before, after.toString());
  }

  /** What stands between an argument and the one that is added behind it. */
  private static String glue(CharSequence text, int at) {
    String before = text.subSequence(Math.max(0, at - 200), at).toString().stripTrailing();
    return before.endsWith("(") ? "" : before.endsWith(",") ? " " : ", ";
  }

  private static String diff(String path, String before, String after) {
    List<String> old = lines(before);
    List<String> fresh = lines(after);
    if (old.size() != fresh.size()) {
      throw new IllegalStateException("an edit adds lines to " + path);
    }
    var out = new StringBuilder("--- a/" + path + "\n+++ b/" + path + "\n");
    int at = 0;
    boolean any = false;
    while (at < old.size()) {
      if (old.get(at).equals(fresh.get(at))) {
        at++;
        continue;
      }
      any = true;
      int first = Math.max(0, at - CONTEXT);
      int last = at;
      for (int i = at; i < old.size() && i <= last + 2 * CONTEXT; i++) {
        last = old.get(i).equals(fresh.get(i)) ? last : i;
      }
      int end = Math.min(old.size() - 1, last + CONTEXT);
      int count = end - first + 1;
      out.append("@@ -")
          .append(first + 1)
          .append(',')
          .append(count)
          .append(" +")
          .append(first + 1)
          .append(',')
          .append(count)
          .append(" @@\n");
      hunk(out, old, fresh, first, end);
      at = end + 1;
    }
    return any ? out.toString() : "";
  }

  private static void hunk(
      StringBuilder out, List<String> old, List<String> fresh, int first, int end) {
    int i = first;
    while (i <= end) {
      if (old.get(i).equals(fresh.get(i))) {
        line(out, ' ', old.get(i++));
        continue;
      }
      int from = i;
      while (i <= end && !old.get(i).equals(fresh.get(i))) {
        line(out, '-', old.get(i++));
      }
      for (int j = from; j < i; j++) {
        line(out, '+', fresh.get(j));
      }
    }
  }

  private static void line(StringBuilder out, char mark, String line) {
    out.append(mark).append(line);
    if (!line.endsWith("\n")) {
      out.append("\n\\ No newline at end of file\n");
    }
  }

  /** Lines with their line feeds. */
  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    int at = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      lines.add(text.substring(at, end + 1));
      at = end + 1;
    }
    if (at < text.length()) {
      lines.add(text.substring(at));
    }
    return lines;
  }
}
