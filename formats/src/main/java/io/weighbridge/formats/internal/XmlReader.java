package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.Xml;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The JDK's pull parser with everything turned off that reaches outside or expands. */
public final class XmlReader {
  private static final int MOST_DEPTH = 1000;

  /** What is known when the document was read. */
  public record Summary(String root, List<Problem> problems) {}

  private XmlReader() {}

  public static Summary read(Content content, Budget budget, Consumer<Xml.Node> consumer) {
    var problems = new ArrayList<Problem>();
    String root = "";
    try {
      // Decoded here: the parser's own decoder writes to the error stream when bytes are malformed.
      var text = new InputStreamReader(content.stream(), StandardCharsets.UTF_8);
      XMLStreamReader in = factory().createXMLStreamReader(text);
      encoding(in.getCharacterEncodingScheme(), problems);
      var open = new ArrayDeque<String>();
      long drawn = 0;
      while (in.hasNext()) {
        int event = next(in);
        long at = Math.max(0, in.getLocation().getCharacterOffset());
        budget.bytes(Math.max(0, at - drawn));
        drawn = Math.max(drawn, at);
        switch (event) {
          case XMLStreamConstants.START_ELEMENT -> {
            String name = in.getLocalName();
            root = root.isEmpty() ? name : root;
            open.push(name);
            if (open.size() > MOST_DEPTH) {
              problems.add(new Problem("xml/malformed", "nested deeper than " + MOST_DEPTH, at));
              return new Summary(root, problems);
            }
            consumer.accept(element(in));
          }
          case XMLStreamConstants.END_ELEMENT -> open.pop();
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            if (!in.isWhiteSpace()) {
              String name = open.isEmpty() ? "" : open.peek();
              consumer.accept(new Xml.Node.Text(name, in.getText()));
            }
          }
          case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
            String data = in.getPIData();
            consumer.accept(new Xml.Node.Instruction(in.getPITarget(), data == null ? "" : data));
          }
          case XMLStreamConstants.DTD -> doctype(in.getText(), at, problems);
          case XMLStreamConstants.ENTITY_REFERENCE ->
              problems.add(
                  new Problem("xml/entity", "refers to the entity " + in.getLocalName(), at));
          default -> {}
        }
      }
      in.close();
    } catch (XMLStreamException e) {
      problems.add(Problem.of("xml/malformed", "not well-formed: " + firstLine(e.getMessage())));
    }
    return new Summary(root, List.copyOf(problems));
  }

  /**
   * The parser loses its way on some malformed documents: what it throws then is no defect of ours.
   */
  private static int next(XMLStreamReader in) throws XMLStreamException {
    try {
      return in.next();
    } catch (ContentException | BudgetExceeded e) {
      throw e;
    } catch (RuntimeException e) {
      throw new XMLStreamException("the parser gave up (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /** Encodings that are UTF-8 as far as markup goes; in others the same bytes are other markup. */
  private static void encoding(
      @org.jspecify.annotations.Nullable String name, List<Problem> problems) {
    String plain = name == null ? "UTF-8" : name.toUpperCase(Locale.ROOT);
    boolean known =
        switch (plain) {
          case "UTF-8", "UTF8", "US-ASCII", "ASCII", "ISO-8859-1", "WINDOWS-1252" -> true;
          default -> false;
        };
    if (!known) {
      problems.add(Problem.of("xml/encoding", "is said to be encoded in " + name));
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    // Without a reporter the parser writes to the error stream.
    factory.setXMLReporter((message, type, information, location) -> {});
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("refers to " + systemId);
        });
    return factory;
  }

  private static Xml.Node.Element element(XMLStreamReader in) {
    var attributes = new HashMap<String, String>();
    for (int i = 0; i < in.getAttributeCount(); i++) {
      attributes.put(in.getAttributeLocalName(i), in.getAttributeValue(i));
    }
    return new Xml.Node.Element(in.getLocalName(), attributes, in.getLocation().getLineNumber());
  }

  /** A document type alone is old habit (SVG); entities and outside subsets are not. */
  private static void doctype(
      @org.jspecify.annotations.Nullable String text, long at, List<Problem> problems) {
    if (text != null && text.contains("<!ENTITY")) {
      problems.add(new Problem("xml/entity", "declares entities", at));
    } else {
      problems.add(new Problem("xml/document-type", "has a document type", at));
    }
  }

  private static String firstLine(@org.jspecify.annotations.Nullable String message) {
    String text = message == null ? "" : message;
    int message1 = text.indexOf("Message: ");
    return (message1 < 0 ? text : text.substring(message1 + 9)).strip();
  }
}
