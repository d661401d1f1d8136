package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Severity;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.jinja.Template;
import io.weighbridge.scan.internal.python.PythonJudge;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The roles that a file gets by its name, in addition to what its bytes are. A name adds rules; it
 * never takes any away, and never decides the format.
 */
public final class TextRules {
  private static final int LIMIT = 64 << 20;
  private static final int SECRETS = 4 << 20;

  private TextRules() {}

  /** Whether {@link #judge} has rules for a file of that name. */
  public static boolean hasRole(String name, String base) {
    return switch (base) {
      case "mlmodel",
          "mlproject",
          "config.cfg",
          "pyproject.toml",
          "setup.cfg",
          "config.pbtxt",
          "readme.md",
          "license",
          "licence",
          "license.txt",
          "license.md",
          "licence.txt",
          ".weighbridge.yaml",
          ".weighbridge.yml",
          "notice",
          "copying" ->
          true;
      default ->
          base.endsWith(".py")
              || base.endsWith(".pyw")
              || base.endsWith(".yaml")
              || base.endsWith(".yml")
              || isTemplate(base)
              || base.endsWith(".pbtxt")
              || base.endsWith(".pth")
              || base.endsWith(".sh")
              || base.endsWith(".bash")
              || base.endsWith(".bat")
              || base.endsWith(".cmd")
              || base.endsWith(".ps1")
              || base.endsWith(".vbs")
              || base.endsWith(".js")
              || isRequirements(name, base);
    };
  }

  /** Whether readers take any bytes under that name for code or a template. */
  public static boolean isReadByName(String base) {
    return base.endsWith(".py") || base.endsWith(".pyw") || isTemplate(base);
  }

  private static boolean isTemplate(String base) {
    return base.endsWith(".jinja") || base.endsWith(".jinja2") || base.endsWith(".j2");
  }

  private static boolean isRequirements(String name, String base) {
    return (base.endsWith(".txt") || base.endsWith(".in"))
        && (base.contains("requirements")
            || base.startsWith("constraints")
            || name.toLowerCase(Locale.ROOT).contains("requirements/"));
  }

  /** Applies the rules of the name's role. */
  public static void judge(Inspection thing, String base) {
    if (base.startsWith(".weighbridge.")) {
      thing.find(
          "repo/own-suppressions",
          "the model brings a file that would silence its own findings; it is not read",
          thing.name());
    }
    if (base.endsWith(".py") || base.endsWith(".pyw")) {
      PythonJudge.judge(thing, CodeUse.of(thing));
      return;
    }
    String text = text(thing);
    if (isYaml(base)) {
      YamlJudge.judge(thing, text);
    } else if (isTemplate(base)) {
      Template.judge(thing, text, thing.name());
    } else if (base.endsWith(".pth")) {
      PackageRules.pathFile(thing, text);
    } else if (isRequirements(thing.name(), base)) {
      PackageRules.requirements(thing, text);
    } else {
      switch (base) {
        case "config.cfg" -> ConfigFileRules.spacy(thing, text);
        case "config.pbtxt" -> ConfigFileRules.triton(thing, text);
        case "pyproject.toml" -> PackageRules.pyproject(thing, text);
        case "setup.cfg" -> PackageRules.setupConfiguration(thing, text);
        case "readme.md" -> Licences.card(thing.facts(), text);
        case "license",
            "licence",
            "license.txt",
            "license.md",
            "licence.txt",
            "copying",
            "notice" ->
            Licences.file(thing.facts(), text);
        default -> {
          if (base.endsWith(".pbtxt")) {
            TextGraphRules.judge(thing, text);
          } else if (isScript(base)) {
            script(thing, base);
          }
        }
      }
    }
  }

  private static boolean isScript(String base) {
    return base.endsWith(".sh")
        || base.endsWith(".bash")
        || base.endsWith(".bat")
        || base.endsWith(".cmd")
        || base.endsWith(".ps1")
        || base.endsWith(".vbs")
        || base.endsWith(".js");
  }

  /** A program as text: not judged further than that. */
  public static void script(Inspection thing, String what) {
    thing.find("repo/script", Severity.SUSPICIOUS, -1, "is a script (" + what + ")", "");
  }

  /** Rules for any text: credentials, and YAML that builds objects. */
  public static void any(Inspection thing, String base) {
    if (thing.content().size() <= SECRETS) {
      String text = text(thing);
      Secrets.judge(thing, text);
      if (!isYaml(base)) {
        YamlJudge.tags(thing, text);
      }
    }
  }

  private static boolean isYaml(String base) {
    return base.endsWith(".yaml")
        || base.endsWith(".yml")
        || base.equals("mlmodel")
        || base.equals("mlproject");
  }

  /** As readers decode it: UTF-8, or UTF-16 when a byte order mark says so; without the mark. */
  static String text(Inspection thing) {
    byte[] bytes = thing.bytes(LIMIT);
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    if (mark == 0xFFFE || mark == 0xFEFF) {
      return new String(bytes, StandardCharsets.UTF_16);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
