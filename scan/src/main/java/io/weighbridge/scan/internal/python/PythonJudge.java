package io.weighbridge.scan.internal.python;

import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Severity;
import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.python.PythonFile.Found;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules over Python source. */
public final class PythonJudge {
  private static final int LIMIT = 4 << 20;

  /** PEP 263. */
  private static final Pattern CODING =
      Pattern.compile("^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)");

  private PythonJudge() {}

  /**
   * Judges a source file.
   *
   * @param why why a loader runs it, to complete "runs because …"; empty when nothing is known to
   */
  public static void judge(Inspection thing, String why) {
    byte[] bytes = thing.bytes(LIMIT);
    if (!isReadable(thing, bytes)) {
      return;
    }
    PythonFile file = analyze(thing, bytes, !why.isEmpty());
    if (file == null) {
      return;
    }
    for (Found found : file.effects()) {
      report(thing, found);
    }
    if (file.erroneous()) {
      thing.find("python/unreadable", "the grammar could not read all of it", "");
      thing.cover(Coverage.PARTIAL, "Python source not wholly understood");
    }
    if (file.used()) {
      String reason = why.isEmpty() ? "it defines a class that servers or loaders look for" : why;
      thing.find("python/remote-code", "this code runs because " + reason, "");
    } else if (!file.inert()) {
      thing.find(
          "python/acts-on-import",
          "importing or running this file calls functions whose effect is not known",
          file.unknown());
    }
    for (String module : file.siblings()) {
      thing.facts().name(Facts.Use.SIBLING, sibling(thing.name(), module), thing.name());
    }
  }

  /** Judges the code of a notebook's cells: it runs only when a person runs it. */
  public static void notebook(Inspection thing, byte[] utf8) {
    PythonFile file = analyze(thing, utf8, false);
    if (file == null) {
      return;
    }
    for (Found found : file.effects()) {
      if (found.severity() == Severity.MALICIOUS) {
        thing.find(
            "notebook/code",
            Severity.SUSPICIOUS,
            -1,
            "a cell " + found.what() + " when a person runs the notebook",
            found.expression());
      }
    }
  }

  /** What an expression that is evaluated does to the machine; empty when nothing is shown. */
  public static Optional<String> expression(Inspection thing, String source) {
    // Imports of other entries count as made: bundles list them apart.
    String before = "import os, subprocess, sys, shutil, socket, pickle, runpy, importlib\n";
    byte[] utf8 = (before + source + "\n").getBytes(StandardCharsets.UTF_8);
    PythonFile file = analyze(thing, utf8, true);
    if (file == null) {
      return Optional.empty();
    }
    for (Found found : file.effects()) {
      if (found.severity() == Severity.MALICIOUS) {
        return Optional.of(found.what());
      }
    }
    return Optional.empty();
  }

  private static @org.jspecify.annotations.Nullable PythonFile analyze(
      Inspection thing, byte[] utf8, boolean used) {
    try {
      return PythonFile.analyze(utf8, used, thing.budget());
    } catch (BudgetExceeded e) {
      thing.find("scan/limit-reached", "Python source: " + e.getMessage(), "");
      thing.cover(Coverage.PARTIAL, "Python source not wholly understood");
      return null;
    }
  }

  private static void report(Inspection thing, Found found) {
    String line = "line " + found.line() + ": ";
    switch (found.moment()) {
      case IMPORT ->
          thing.find(
              "python/import-effect",
              found.severity(),
              found.offset(),
              line + found.name() + " " + found.what() + " as soon as the file is imported or run",
              found.expression());
      case USE ->
          thing.find(
              "python/use-effect",
              found.severity(),
              found.offset(),
              line + found.name() + " " + found.what() + " when the loader uses this code",
              found.expression());
      case NEVER -> {
        if (found.severity() != Severity.INFO) {
          thing.find(
              "python/latent-effect",
              Severity.SUSPICIOUS,
              found.offset(),
              line + found.name() + " " + found.what() + ", in code that nothing here calls",
              found.expression());
        }
      }
    }
  }

  /** Python refuses NUL, and decodes by a mark or a comment that may hide what the bytes say. */
  private static boolean isReadable(Inspection thing, byte[] bytes) {
    String problem = "";
    String codec = codec(bytes);
    if (!codec.isEmpty()) {
      problem = "is written in the encoding " + codec + ", under which other text may be code";
    } else {
      for (byte b : bytes) {
        if (b == 0) {
          problem = "holds NUL bytes, which Python source must not";
          break;
        }
      }
    }
    if (problem.isEmpty()) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      } catch (CharacterCodingException e) {
        problem = "is not UTF-8";
      }
    }
    if (problem.isEmpty()) {
      return true;
    }
    thing.find("python/unreadable", "the source " + problem, "");
    thing.cover(Coverage.PARTIAL, "Python source not understood");
    return false;
  }

  /**
   * The encoding that PEP 263 finds in the first two lines, when it is not one of the plain ones.
   */
  private static String codec(byte[] bytes) {
    int end = 0;
    for (int lines = 0; end < bytes.length && lines < 4; end++) {
      lines += bytes[end] == '\n' || bytes[end] == '\r' ? 1 : 0;
    }
    String head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    String[] lines = head.split("\r\n|\r|\n", 3);
    for (int i = 0; i < Math.min(2, lines.length); i++) {
      Matcher found = CODING.matcher(lines[i]);
      if (found.find()) {
        String name = found.group(1);
        return switch (name.toLowerCase(Locale.ROOT).replace('_', '-')) {
          case "utf-8", "utf8", "ascii", "us-ascii", "latin-1", "iso-8859-1", "utf-8-unix" -> "";
          default -> name;
        };
      }
    }
    return "";
  }

  /** The path of a module that a file imports relative to itself. */
  private static String sibling(String path, String module) {
    int dots = 0;
    while (dots < module.length() && module.charAt(dots) == '.') {
      dots++;
    }
    String folder = path;
    for (int i = 0; i < dots; i++) {
      int slash = folder.lastIndexOf('/');
      folder = slash < 0 ? "" : folder.substring(0, slash);
    }
    String file = module.substring(dots).replace('.', '/') + ".py";
    return folder.isEmpty() ? file : folder + "/" + file;
  }
}
