package io.weighbridge.content.internal;

import io.weighbridge.content.Member;
import io.weighbridge.content.Problem;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** What an extractor that trusts names would do with them: CWE-22, CWE-59, CVE-2025-12060. */
public final class MemberNames {
  /** So deep a link is looked for; a link that leaves is a problem at any depth. */
  private static final int MOST_FOLDERS = 64;

  private MemberNames() {}

  public static List<Problem> problems(List<? extends Member> members) {
    var problems = new ArrayList<Problem>();
    var seen = new HashMap<String, String>();
    var links = new HashSet<String>();
    for (Member member : members) {
      check(member, problems);
      throughLink(member, links, problems);
      collision(member, seen, problems);
      if (member.kind() == Member.Kind.SYMBOLIC_LINK || member.kind() == Member.Kind.HARD_LINK) {
        links.add(plain(member.name()));
      }
    }
    return problems;
  }

  private static void check(Member member, List<Problem> problems) {
    String name = member.name();
    if (isAbsolute(name)) {
      problems.add(problem("archive/absolute-path", member, "its name is absolute"));
    } else if (climbs(name.replace('\\', '/'))) {
      problems.add(problem("archive/path-traversal", member, "its name leaves the folder"));
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < 0x20 || name.charAt(i) == 0x7F) {
        problems.add(problem("archive/control-in-name", member, "control character in its name"));
        break;
      }
    }
    String target = member.linkTarget();
    if (member.kind() == Member.Kind.SYMBOLIC_LINK && target.isEmpty()) {
      problems.add(problem("archive/link", member, "is a symbolic link"));
    }
    if (!target.isEmpty() && leaves(member, target)) {
      problems.add(problem("archive/link-escape", member, "link to " + target));
    }
    if (member.kind() == Member.Kind.DEVICE) {
      problems.add(problem("archive/device", member, "is a device, pipe or socket"));
    }
  }

  /** Whether a member of that name would be written elsewhere. */
  static boolean isUnsafe(String name) {
    return isAbsolute(name) || climbs(name.replace('\\', '/'));
  }

  static boolean leaves(Member member, String target) {
    if (isAbsolute(target)) {
      return true;
    }
    // A symbolic link counts from its own folder, a hard link from the archive's root.
    int folder = member.name().lastIndexOf('/');
    boolean relative = member.kind() == Member.Kind.SYMBOLIC_LINK && folder >= 0;
    String path = relative ? member.name().substring(0, folder + 1) + target : target;
    return climbs(path.replace('\\', '/'));
  }

  private static void throughLink(Member member, HashSet<String> links, List<Problem> problems) {
    if (links.isEmpty()) {
      return;
    }
    String name = plain(member.name());
    int folders = 0;
    for (int slash = name.indexOf('/');
        slash >= 0 && folders < MOST_FOLDERS;
        slash = name.indexOf('/', slash + 1), folders++) {
      if (links.contains(name.substring(0, slash))) {
        problems.add(
            problem("archive/write-through-link", member, "lies behind a link of this archive"));
        return;
      }
    }
  }

  private static void collision(
      Member member, HashMap<String, String> seen, List<Problem> problems) {
    if (member.kind() == Member.Kind.DIRECTORY) {
      return;
    }
    String name = member.name();
    String key = Normalizer.normalize(plain(name), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    String before = seen.putIfAbsent(key, name);
    if (before != null) {
      problems.add(
          before.equals(name)
              ? problem("archive/duplicate-name", member, "the archive has this name twice")
              : problem("archive/name-collision", member, "is the same file as " + before));
    }
  }

  /** The name without empty and {@code .} components, as a file system resolves it. */
  private static String plain(String name) {
    if (!name.contains("//") && !name.contains("./") && !name.endsWith("/")) {
      return name;
    }
    var plain = new StringBuilder();
    for (String part : name.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        plain.append(plain.isEmpty() ? "" : "/").append(part);
      }
    }
    return plain.toString();
  }

  /** Unix, Windows drive and UNC forms. */
  private static boolean isAbsolute(String name) {
    return name.startsWith("/")
        || name.startsWith("\\")
        || (name.length() >= 3
            && Character.isLetter(name.charAt(0))
            && name.charAt(1) == ':'
            && (name.charAt(2) == '\\' || name.charAt(2) == '/'));
  }

  private static boolean climbs(String path) {
    int depth = 0;
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        depth--;
      } else if (!part.isEmpty() && !part.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static Problem problem(String rule, Member member, String what) {
    return new Problem(rule, "member " + member.name() + ": " + what, member.headerOffset());
  }
}
