package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.XmlReader;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An XML document (XML 1.0): OpenVINO, PMML, SVG, other. Nothing outside of it is read and no
 * entity is expanded; that it declares some is a problem (CWE-611, CWE-776). Elements are handed
 * out one after the other, because a forest in PMML has millions.
 */
public final class Xml implements View {
  private final Content content;
  private final Format format;
  private final XmlReader.Summary summary;

  private Xml(Content content, Format format, XmlReader.Summary summary) {
    this.content = content;
    this.format = format;
    this.summary = summary;
  }

  /** What a document consists of, as far as rules are interested. */
  public sealed interface Node {
    /**
     * An element begins.
     *
     * @param name without its namespace prefix
     * @param attributes by local name
     * @param line where it begins, from 1
     */
    record Element(String name, Map<String, String> attributes, int line) implements Node {
      public Element {
        attributes = Map.copyOf(attributes);
      }
    }

    /**
     * Text within an element, perhaps only a piece of it; white space alone is left out.
     *
     * @param element name of the element that it is directly in
     */
    record Text(String element, String text) implements Node {}

    /** A processing instruction, such as a style sheet to be loaded. */
    record Instruction(String target, String data) implements Node {}
  }

  /** Reads the document once, to its end. */
  public static Xml open(Content content, Format format, Budget budget) {
    return new Xml(content, format, XmlReader.read(content, budget, _ -> {}));
  }

  /** Reads the document again and hands out its nodes in order. */
  public void each(Budget budget, Consumer<Node> consumer) {
    XmlReader.read(content, budget, consumer);
  }

  /** Local name of the outermost element; empty when there is none. */
  public String root() {
    return summary.root();
  }

  @Override
  public Format format() {
    return format;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return summary.problems();
  }
}
