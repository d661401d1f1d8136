package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.Format;
import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.NameTable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * XML, PMML, OpenVINO, HTML and SVG, looked at as text: document types, which no model format needs
 * and which make readers expand entities; scripts; extensions that are native libraries.
 */
public final class XmlJudge implements Judge {
  private static final int LIMIT = 256 << 20;

  @Override
  public void judge(Inspection thing) {
    byte[] bytes = thing.bytes(LIMIT);
    String text = new String(bytes, StandardCharsets.UTF_8);
    String lower = text.toLowerCase(Locale.ROOT);
    boolean markup = thing.format() == Format.HTML;
    int type = lower.indexOf("<!doctype");
    if (lower.contains("<!entity") || type >= 0 && !markup && !isPlainType(lower, type)) {
      thing.find(
          "xml/entity",
          "has a document type with entities, which readers expand",
          line(text, Math.max(0, lower.indexOf("<!entity"))));
    }
    if (lower.contains("<?xml-stylesheet") || lower.contains("<xi:include")) {
      thing.find("xml/entity", "includes other files", "");
    }
    switch (thing.format()) {
      case HTML, SVG -> script(thing, lower);
      case OPENVINO -> openvino(thing, text);
      case PMML -> pmml(thing, lower, text);
      default -> {
        if (lower.contains("<script")) {
          script(thing, lower);
        }
      }
    }
  }

  /** A document type without an internal subset or address of its own. */
  private static boolean isPlainType(String lower, int at) {
    int end = lower.indexOf('>', at);
    String type = end < 0 ? lower.substring(at) : lower.substring(at, end);
    return type.indexOf('[') < 0
        && (!type.contains("system")
            || type.contains("http://www.w3.org/")
            || type.contains("https://www.w3.org/"));
  }

  private static void script(Inspection thing, String lower) {
    if (lower.contains("<script") || lower.contains("javascript:") || hasHandler(lower)) {
      thing.find("xml/script", "holds a script that runs when it is shown", "");
    }
  }

  /** {@code onload=} and its kind inside a tag. */
  private static boolean hasHandler(String lower) {
    for (int at = lower.indexOf(" on"); at >= 0; at = lower.indexOf(" on", at + 1)) {
      int end = at + 3;
      while (end < lower.length() && Character.isLetter(lower.charAt(end))) {
        end++;
      }
      int tag = lower.lastIndexOf('<', at);
      if (end > at + 5
          && end < lower.length()
          && lower.charAt(end) == '='
          && tag > lower.lastIndexOf('>', at)) {
        return true;
      }
    }
    return false;
  }

  private static void openvino(Inspection thing, String text) {
    for (int at = text.indexOf("version=\""); at >= 0; at = text.indexOf("version=\"", at + 1)) {
      int end = text.indexOf('"', at + 9);
      int tag = text.lastIndexOf('<', at);
      if (end < 0 || !text.startsWith("<layer ", tag)) {
        continue;
      }
      String set = text.substring(at + 9, end);
      if (!isOpset(set)) {
        thing.find(
            "openvino/extension",
            at,
            "a layer is of the set " + set + ", which needs a native extension",
            line(text, at));
      }
    }
    if (!thing.nested()) {
      int dot = thing.name().lastIndexOf('.');
      if (dot > 0) {
        String weights = thing.name().substring(0, dot) + ".bin";
        thing.facts().name(Facts.Use.TENSOR_DATA, weights, thing.name());
      }
    }
  }

  private static boolean isOpset(String set) {
    return set.startsWith("opset")
        || set.startsWith("ie_internal_opset")
        || NameTable.get().has("openvino-set", set);
  }

  /** PMML may carry functions of the application, by the name of a Java class. */
  private static void pmml(Inspection thing, String lower, String text) {
    int at = lower.indexOf("function=\"java");
    if (at < 0) {
      at = lower.indexOf("<extension name=\"x-java");
    }
    if (at >= 0) {
      thing.find("pmml/extension", at, "calls a function of a Java class by name", line(text, at));
    }
  }

  private static String line(String text, int at) {
    int start = text.lastIndexOf('\n', at) + 1;
    int end = text.indexOf('\n', at);
    String line = text.substring(start, end < 0 ? text.length() : end).strip();
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
