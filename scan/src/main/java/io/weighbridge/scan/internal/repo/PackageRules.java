package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What gets installed, and from where: requirements, {@code .pth}, pyproject, npm scripts. */
final class PackageRules {
  private static final List<String> INSTALL_SCRIPTS =
      List.of("preinstall", "install", "postinstall", "prepare");

  /** Where {@code str.splitlines} ends a line, as pip and {@code site} read these files. */
  private static final Pattern PYTHON_LINE =
      Pattern.compile("\r\n|[\n\r\u000B\f\u001C\u001D\u001E\u0085\u2028\u2029]");

  /** What a requirement names: up to a version, a marker, an extra, a hash or an address. */
  private static final Pattern NAMED = Pattern.compile("^[^\\s;#@\\[<>=!~]+");

  private PackageRules() {}

  /** pip's requirements format: options, URLs, paths, names. */
  static void requirements(Inspection thing, String text) {
    int number = 0;
    for (String raw : PYTHON_LINE.split(text, -1)) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String reason = requirement(line);
      if (!reason.isEmpty()) {
        thing.find("requirements/untrusted-source", "line " + number + " " + reason, line);
      }
    }
  }

  private static String requirement(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    if (lower.startsWith("--index-url")
        || lower.startsWith("-i")
        || lower.startsWith("--extra-index-url")
        || lower.startsWith("-f")
        || lower.startsWith("--find-links")) {
      return lower.contains("://") && trustedHosts(lower)
          ? ""
          : "takes packages from another index, which can replace any package by name";
    }
    if (lower.startsWith("--trusted-host")) {
      return "switches off the check of a host's certificate";
    }
    if (lower.startsWith("-e") || lower.startsWith("--edit")) {
      return "installs code that runs its own setup";
    }
    if (lower.startsWith("git+")
        || lower.contains("@ git+")
        || lower.startsWith("hg+")
        || lower.startsWith("svn+")) {
      return "installs whatever a repository holds at that time";
    }
    if (lower.contains("http://") || lower.contains("https://") || lower.contains("ftp://")) {
      return trustedHosts(lower) ? "" : "installs a file from an address, not from an index";
    }
    return lower.contains("file:") || isPath(lower) ? "installs from a path" : "";
  }

  /** pip takes what has a slash, or ends like an archive, for a file or a folder. */
  private static boolean isPath(String line) {
    Matcher named = NAMED.matcher(line);
    if (line.startsWith("-") || line.contains("::") || !named.find()) { // "::": conda's channel
      return false;
    }
    String name = named.group();
    return name.startsWith(".")
        || name.indexOf('/') >= 0
        || name.indexOf('\\') >= 0
        || name.endsWith(".whl")
        || name.endsWith(".zip")
        || name.endsWith(".gz")
        || name.endsWith(".bz2")
        || name.endsWith(".xz")
        || name.endsWith(".tar")
        || name.endsWith(".tgz");
  }

  /** Whether every address of the line is one of the usual indexes, over TLS. */
  private static boolean trustedHosts(String line) {
    for (int at = line.indexOf("://"); at >= 0; at = line.indexOf("://", at + 3)) {
      int end = at + 3;
      while (end < line.length() && "/ \t\"'".indexOf(line.charAt(end)) < 0) {
        end++;
      }
      boolean secure = at >= 5 && line.startsWith("https", at - 5);
      if (!secure || !NameTable.get().has("package-host", line.substring(at + 3, end))) {
        return false;
      }
    }
    return true;
  }

  /** setup.cfg lists what is installed in lines of their own. */
  static void setupConfiguration(Inspection thing, String text) {
    int number = 0;
    for (String raw : PYTHON_LINE.split(text, -1)) {
      number++;
      int at = raw.indexOf(" @ ");
      String reason = at < 0 || raw.contains("#") ? "" : requirement(raw.strip());
      if (!reason.isEmpty()) {
        thing.find("requirements/untrusted-source", "line " + number + " " + reason, raw.strip());
      }
    }
  }

  /** Python's {@code site} runs lines of path files that begin with {@code import}. */
  static void pathFile(Inspection thing, String text) {
    for (String line : PYTHON_LINE.split(text, -1)) {
      if (line.startsWith("import ") || line.startsWith("import\t")) {
        thing.find(
            "python/path-file",
            "Python runs this line at every start once the file is in its path",
            line.strip());
      }
    }
  }

  /** A build that brings its own back end runs code when it is installed. */
  static void pyproject(Inspection thing, String text) {
    for (String line : PYTHON_LINE.split(text, -1)) {
      if (line.replace(" ", "").startsWith("backend-path=")) {
        thing.find(
            "requirements/build-code", "installing runs code from this folder", line.strip());
      }
    }
  }

  static void npm(Inspection thing, Json manifest) {
    for (String script : INSTALL_SCRIPTS) {
      manifest
          .get("scripts")
          .flatMap(scripts -> scripts.text(script))
          .ifPresent(
              command ->
                  thing.find(
                      "requirements/build-code",
                      Severity.SUSPICIOUS,
                      -1,
                      "installing the package runs a command",
                      script + ": " + command));
    }
  }
}
