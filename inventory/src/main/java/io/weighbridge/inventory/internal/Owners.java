package io.weighbridge.inventory.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Who answers for a file, by CODEOWNERS (GitHub's and GitLab's syntax; the last match counts). */
public final class Owners {
  private static final List<String> PLACES =
      List.of(".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS");

  private final List<Line> lines;

  private record Line(Pattern pattern, String owners) {}

  private Owners(List<Line> lines) {
    this.lines = lines;
  }

  public static Owners of(Path root) {
    for (String place : PLACES) {
      Path file = root.resolve(place);
      try {
        if (Files.isRegularFile(file) && Files.size(file) < 3 << 20) {
          return parse(
              new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        return new Owners(List.of());
      }
    }
    return new Owners(List.of());
  }

  static Owners parse(String text) {
    var lines = new ArrayList<Line>();
    String section = "";
    for (String raw : text.lines().toList()) {
      String line = raw.replaceFirst("(^|\\s)#.*$", "").strip();
      if (line.startsWith("[") || line.startsWith("^[")) {
        section = line.substring(line.indexOf(']') + 1).replaceFirst("^\\[\\d+]", "").strip();
      } else if (!line.isEmpty() && lines.size() < 10_000 && simple(line)) {
        String[] words = line.split("\\s+", 2);
        lines.add(new Line(pattern(words[0]), words.length > 1 ? words[1] : section));
      }
    }
    return new Owners(lines);
  }

  /** A pattern with many wildcards takes for ever to match; nobody writes one in earnest. */
  private static boolean simple(String line) {
    String pattern = line.split("\\s+", 2)[0];
    return pattern.length() <= 300 && pattern.chars().filter(c -> c == '*').count() <= 8;
  }

  /** gitignore's rules without negation and classes. */
  private static Pattern pattern(String glob) {
    String body = glob;
    boolean anchored =
        body.startsWith("/") || body.indexOf('/') >= 0 && body.indexOf('/') < body.length() - 1;
    body = body.startsWith("/") ? body.substring(1) : body;
    boolean folder = body.endsWith("/");
    body = folder ? body.substring(0, body.length() - 1) : body;
    var regex = new StringBuilder(anchored ? "" : "(?:.*/)?");
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (body.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (body.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    boolean shallow = body.endsWith("/*");
    return Pattern.compile(regex + (folder ? "/.*" : shallow ? "" : "(?:/.*)?"));
  }

  /** Owners as written, separated by spaces; empty when nobody is named. */
  public String of(String path) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).pattern().matcher(path).matches()) {
        return lines.get(i).owners();
      }
    }
    return "";
  }
}
