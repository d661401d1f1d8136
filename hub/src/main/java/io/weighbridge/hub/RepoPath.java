package io.weighbridge.hub;

import java.util.Arrays;
import java.util.Optional;

/**
 * The path of a file within a repository, validated: relative, {@code /}-separated, no empty, dot
 * or dot-dot segments, no backslash, colon, NUL or control character, no Windows device name, at
 * most 1,024 characters and 32 segments. Everything that later touches a file system, a header or a
 * log takes this type, so the check happens once.
 */
public record RepoPath(String text) implements Comparable<RepoPath> {

  public RepoPath {
    String problem = problem(text);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException("path " + problem);
    }
  }

  /** The path, or empty when it is not acceptable. */
  public static Optional<RepoPath> parse(String text) {
    return problem(text).isEmpty() ? Optional.of(new RepoPath(text)) : Optional.empty();
  }

  /** Why the text is no acceptable path; empty when it is one. */
  public static String problem(String text) {
    if (text.isEmpty()) {
      return "is empty";
    }
    if (text.length() > 1024) {
      return "is longer than 1,024 characters";
    }
    if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\' || c == ':')) {
      return "has a control character, a backslash or a colon";
    }
    if (text.codePoints().anyMatch(RepoPath::isInvisible)) {
      return "has an invisible or direction-changing character";
    }
    String[] segments = text.split("/", -1);
    if (segments.length > 32) {
      return "has more than 32 segments";
    }
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "has an empty, '.' or '..' segment";
      }
      if (segment.equalsIgnoreCase(".git")) {
        return "reaches into .git";
      }
      if (segment.endsWith(".") || segment.endsWith(" ") || segment.startsWith(" ")) {
        return "has a segment that starts with a space or ends with a dot or space";
      }
      if (isDevice(segment)) {
        return "has a segment that is a device name on Windows";
      }
    }
    return "";
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL ->
          true;
      default -> false;
    };
  }

  private static boolean isDevice(String segment) {
    int dot = segment.indexOf('.');
    String stem =
        (dot < 0 ? segment : segment.substring(0, dot)).toUpperCase(java.util.Locale.ROOT);
    return Arrays.asList("CON", "PRN", "AUX", "NUL").contains(stem)
        || stem.matches("(COM|LPT)[0-9]");
  }

  /** The last segment. */
  public String fileName() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return text;
  }

  @Override
  public int compareTo(RepoPath other) {
    return text.compareTo(other.text);
  }
}
