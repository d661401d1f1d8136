package io.weighbridge.scan.internal.python;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
  static Source parse(byte[] utf8, Budget budget) {
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
        return new Source(utf8, copy(cursor, budget, 0), root.hasError());
      }
    }
  }

  private static Syntax copy(TSTreeCursor cursor, Budget budget, int depth) {
    if (depth > MAX_DEPTH) {
      throw new BudgetExceeded("syntax nested deeper than " + MAX_DEPTH);
    }
    budget.entries(1);
    TSNode node = cursor.currentNode();
    String field = cursor.currentFieldName();
    var children = new ArrayList<Syntax>();
    if (cursor.gotoFirstChild()) {
      do {
        TSNode child = cursor.currentNode();
        if (child.isNamed()
            ? !child.getType().equals("comment")
            : cursor.currentFieldName() != null) {
          children.add(copy(cursor, budget, depth + 1));
        }
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return new Syntax(
        node.getType().intern(),
        field == null ? "" : field,
        node.getStartByte(),
        node.getEndByte(),
        node.getStartPoint().getRow() + 1,
        List.copyOf(children));
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
