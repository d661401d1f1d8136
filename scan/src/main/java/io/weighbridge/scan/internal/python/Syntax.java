package io.weighbridge.scan.internal.python;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;
import org.treesitter.TreeSitterPython;

/**
 * A node of the syntax tree, copied out of tree-sitter so that nothing native outlives the parse.
 *
 * @param type as tree-sitter-python's grammar names it, such as {@code call}
 * @param field its role in its parent, such as {@code function}; empty when it has none
 * @param start byte offset, as is {@code end}
 * @param line from 1
 * @param children named children and operators
 */
record Syntax(String type, String field, int start, int end, int line, List<Syntax> children) {
  private static final int MAX_DEPTH = 400;

  /** A parsed file. */
  record Source(byte[] utf8, Syntax root, boolean erroneous) {
    /** The text of a node. */
    String text(Syntax node) {
      return new String(utf8, node.start, node.end - node.start, StandardCharsets.UTF_8);
    }
  }

  /**
   * Parses UTF-8 source.
   *
   * @throws BudgetExceeded when the tree is deeper than {@value #MAX_DEPTH} or has too many nodes
   */
  static Source parse(byte[] source, Budget budget) {
    byte[] utf8 = newlines(source);
    try (TSParser parser = new TSParser()) {
      parser.setLanguage(new TreeSitterPython());
      TSTree tree =
          parser.parse(
              new byte[4096],
              null,
              (buffer, offset, _) -> {
                int count = Math.max(0, Math.min(buffer.length, utf8.length - offset));
                System.arraycopy(utf8, Math.min(offset, utf8.length), buffer, 0, count);
                return count;
              },
              TSInputEncoding.TSInputEncodingUTF8);
      TSNode root = tree.getRootNode();
      try (tree;
          TSTreeCursor cursor = new TSTreeCursor(root)) {
        return new Source(utf8, new Copy(cursor, utf8, budget).node(0), root.hasError());
      }
    }
  }

  /** A carriage return alone ends a line, and a comment, for Python; not for the grammar. */
  private static byte[] newlines(byte[] source) {
    byte[] plain = source;
    for (int i = 0; i < source.length; i++) {
      if (source[i] == '\r' && (i + 1 == source.length || source[i + 1] != '\n')) {
        plain = plain == source ? source.clone() : plain;
        plain[i] = '\n';
      }
    }
    return plain;
  }

  /** Copies the tree; every call into native code costs, so names and lines are worked out here. */
  private static final class Copy {
    private static final Kind UNKNOWN = new Kind("", false);

    private final TSTreeCursor cursor;
    private final Budget budget;
    private final byte[] utf8;
    private final Map<Integer, Kind> kinds = new HashMap<>();
    private final Map<Integer, String> fields = new HashMap<>();
    private int line = 1;
    private int counted;

    /** What a grammar symbol stands for. */
    private record Kind(String type, boolean named) {}

    Copy(TSTreeCursor cursor, byte[] utf8, Budget budget) {
      this.cursor = cursor;
      this.utf8 = utf8;
      this.budget = budget;
      fields.put(0, "");
    }

    Syntax node(int depth) {
      TSNode node = cursor.currentNode();
      return node(node, kind(node), field(), depth);
    }

    private Syntax node(TSNode node, Kind kind, String field, int depth) {
      if (depth > MAX_DEPTH) {
        throw new BudgetExceeded("syntax nested deeper than " + MAX_DEPTH);
      }
      budget.entries(1);
      int start = node.getStartByte();
      int at = line(start);
      List<Syntax> children = List.of();
      if (cursor.gotoFirstChild()) {
        children = new ArrayList<>();
        do {
          TSNode child = cursor.currentNode();
          Kind childKind = kind(child);
          String childField = field();
          boolean wanted =
              childKind.named ? !childKind.type.equals("comment") : !childField.isEmpty();
          if (wanted) {
            children.add(node(child, childKind, childField, depth + 1));
          }
        } while (cursor.gotoNextSibling());
        cursor.gotoParent();
      }
      return new Syntax(kind.type, field, start, node.getEndByte(), at, children);
    }

    private Kind kind(TSNode node) {
      int symbol = node.getSymbol();
      Kind known = kinds.getOrDefault(symbol, UNKNOWN);
      if (known == UNKNOWN) {
        known = new Kind(node.getType(), node.isNamed());
        kinds.put(symbol, known);
      }
      return known;
    }

    private String field() {
      int id = cursor.currentFieldId();
      String known = fields.get(id);
      if (known == null) {
        known = String.valueOf(cursor.currentFieldName());
        fields.put(id, known);
      }
      return known;
    }

    /** Nodes come in the order of their start. */
    private int line(int offset) {
      for (; counted < offset; counted++) {
        if (utf8[counted] == '\n') {
          line++;
        }
      }
      return line;
    }
  }

  boolean is(String wanted) {
    return type.equals(wanted);
  }

  /** The first child in that field. */
  @Nullable Syntax get(String wanted) {
    for (Syntax child : children) {
      if (child.field.equals(wanted)) {
        return child;
      }
    }
    return null;
  }

  /** All children in that field. */
  List<Syntax> all(String wanted) {
    var found = new ArrayList<Syntax>();
    for (Syntax child : children) {
      if (child.field.equals(wanted)) {
        found.add(child);
      }
    }
    return found;
  }
}
