package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.Format;
import io.weighbridge.formats.Xml;
import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import java.util.Locale;
import java.util.Map;

/** XML: scripts in pictures, native extensions of OpenVINO, application code in PMML. */
public final class XmlJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (Xml view = Xml.open(thing.content(), thing.format(), thing.budget())) {
      Parts.judge(thing, view);
      view.each(
          thing.budget(),
          node -> {
            switch (node) {
              case Xml.Node.Element element -> element(thing, element);
              case Xml.Node.Instruction instruction -> {
                if (!instruction.target().equalsIgnoreCase("xml")) {
                  thing.find(
                      "xml/instruction",
                      "an instruction makes readers load or run something",
                      instruction.target() + " " + instruction.data());
                }
              }
              case Xml.Node.Text _ -> {}
            }
          });
    }
    int dot = thing.name().lastIndexOf('.');
    if (thing.format() == Format.OPENVINO && !thing.nested() && dot > 0) {
      String weights = thing.name().substring(0, dot) + ".bin";
      thing.facts().name(Facts.Use.TENSOR_DATA, weights, thing.name());
    }
  }

  private static void element(Inspection thing, Xml.Node.Element element) {
    switch (thing.format()) {
      case OPENVINO -> openvino(thing, element);
      case PMML -> pmml(thing, element);
      default -> active(thing, element);
    }
  }

  private static void active(Inspection thing, Xml.Node.Element element) {
    String name = element.name().toLowerCase(Locale.ROOT);
    if (name.equals("script") || name.equals("foreignobject") || name.equals("iframe")) {
      thing.find(
          "xml/script", "line " + element.line() + ": runs when it is shown", "<" + name + ">");
      return;
    }
    for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
      String key = attribute.getKey().toLowerCase(Locale.ROOT);
      String value = attribute.getValue().strip().toLowerCase(Locale.ROOT);
      if (key.length() > 4 && key.startsWith("on") || value.startsWith("javascript:")) {
        thing.find(
            "xml/script",
            "line " + element.line() + ": runs when it is shown",
            key + "=\"" + attribute.getValue() + "\"");
      }
    }
  }

  /** OpenVINO's own operator sets are called opset1 and so on; all others are extensions. */
  private static void openvino(Inspection thing, Xml.Node.Element element) {
    String set = element.attributes().getOrDefault("version", "opset");
    if (element.name().equals("layer")
        && !set.startsWith("opset")
        && !set.startsWith("ie_internal_opset")) {
      thing.find(
          "openvino/extension",
          "line " + element.line() + ": a layer is of the set " + set + ", a native extension",
          element.attributes().getOrDefault("type", "") + " " + set);
    }
  }

  /** Functions of the application are named by their Java class. */
  private static void pmml(Inspection thing, Xml.Node.Element element) {
    String function = element.attributes().getOrDefault("function", "");
    boolean java =
        function.indexOf('.') > 0
            || element.name().equals("Extension")
                && element
                    .attributes()
                    .getOrDefault("name", "")
                    .toLowerCase(Locale.ROOT)
                    .contains("java");
    if (java) {
      thing.find(
          "pmml/extension",
          "line " + element.line() + ": names code of the application",
          element.name() + " " + (function.isEmpty() ? element.attributes().toString() : function));
    }
  }
}
