package io.weighbridge.formats.internal.jinja;

import io.weighbridge.content.Budget;
import io.weighbridge.formats.JinjaTemplate.Assignment;
import io.weighbridge.formats.JinjaTemplate.Attribute;
import io.weighbridge.formats.JinjaTemplate.Branch;
import io.weighbridge.formats.JinjaTemplate.Capture;
import io.weighbridge.formats.JinjaTemplate.Data;
import io.weighbridge.formats.JinjaTemplate.Expression;
import io.weighbridge.formats.JinjaTemplate.Loop;
import io.weighbridge.formats.JinjaTemplate.Macro;
import io.weighbridge.formats.JinjaTemplate.Name;
import io.weighbridge.formats.JinjaTemplate.Output;
import io.weighbridge.formats.JinjaTemplate.Reference;
import io.weighbridge.formats.JinjaTemplate.Section;
import io.weighbridge.formats.JinjaTemplate.Statement;
import io.weighbridge.formats.JinjaTemplate.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statement half of the grammar. */
public final class JinjaParser extends JinjaExpressions {

  private JinjaParser(List<Token> tokens) {
    super(tokens);
  }

  public static List<Statement> parse(String source, Budget budget) {
    var parser = new JinjaParser(JinjaLexer.tokens(source, budget));
    List<Statement> body = parser.body();
    if (parser.peek().kind() != Token.Kind.END) {
      throw parser.bad("a tag that nothing opened");
    }
    return body;
  }

  /** Statements up to a tag named in {@code until}, whose name is left to be read. */
  private List<Statement> body(String... until) {
    var statements = new ArrayList<Statement>();
    while (true) {
      Token token = peek();
      switch (token.kind()) {
        case END -> {
          if (until.length > 0) {
            throw bad("missing " + until[until.length - 1]);
          }
          return statements;
        }
        case DATA -> statements.add(new Data(token.line(), next().text()));
        case OUTPUT_BEGIN -> {
          next();
          statements.add(new Output(token.line(), tuple(true)));
          expect(Token.Kind.OUTPUT_END);
        }
        case TAG_BEGIN -> {
          next();
          for (String name : until) {
            if (peek().name(name)) {
              return statements;
            }
          }
          enter();
          statement(token.line(), name(), statements);
          leave();
        }
        default -> throw bad("expected a tag");
      }
    }
  }

  private void end(String name) {
    if (!skipName(name)) {
      throw bad("expected " + name);
    }
    expect(Token.Kind.TAG_END);
  }

  private void statement(int line, String tag, List<Statement> into) {
    switch (tag) {
      case "for" -> into.add(loop(line));
      case "if" -> into.add(branch(line));
      case "set" -> into.add(assignment(line));
      case "macro" -> into.add(macro(line));
      case "include", "import", "extends", "from" -> into.add(reference(line, tag));
      case "with" -> with(line, into);
      case "break", "continue", "debug" -> expect(Token.Kind.TAG_END);
      case "do" -> {
        into.add(new Output(line, tuple(true)));
        expect(Token.Kind.TAG_END);
      }
      case "block", "call", "filter", "autoescape", "generation" -> into.add(section(line, tag));
      default -> throw bad("unknown tag " + tag);
    }
  }

  private Statement loop(int line) {
    List<Expression> targets = targets();
    if (!skipName("in")) {
      throw bad("expected in");
    }
    Expression items = tuple(false);
    Optional<Expression> condition = skipName("if") ? Optional.of(expression()) : Optional.empty();
    skipName("recursive");
    expect(Token.Kind.TAG_END);
    List<Statement> body = body("else", "endfor");
    List<Statement> otherwise = List.of();
    if (skipName("else")) {
      expect(Token.Kind.TAG_END);
      otherwise = body("endfor");
    }
    end("endfor");
    return new Loop(line, targets, items, condition, body, otherwise);
  }

  private Statement branch(int line) {
    Expression condition = tuple(true);
    expect(Token.Kind.TAG_END);
    List<Statement> body = body("elif", "else", "endif");
    int at = peek().line();
    if (skipName("elif")) {
      enter();
      Statement rest = branch(at);
      leave();
      return new Branch(line, condition, body, List.of(rest));
    }
    List<Statement> otherwise = List.of();
    if (skipName("else")) {
      expect(Token.Kind.TAG_END);
      otherwise = body("endif");
    }
    end("endif");
    return new Branch(line, condition, body, otherwise);
  }

  private Statement assignment(int line) {
    List<Expression> targets = targets();
    if (skipOperator("=")) {
      Expression value = tuple(true);
      expect(Token.Kind.TAG_END);
      return new Assignment(line, targets, value);
    }
    Optional<Expression> filter = Optional.empty();
    while (skipOperator("|")) {
      filter = Optional.of(filter(filter));
    }
    expect(Token.Kind.TAG_END);
    List<Statement> body = body("endset");
    end("endset");
    return new Capture(line, targets.getFirst(), filter, body);
  }

  private List<Expression> targets() {
    boolean bracket = skipOperator("(");
    var targets = new ArrayList<Expression>();
    do {
      if (peek().name("in") || peek().operator("=") || peek().operator(")")) {
        break;
      }
      Expression target = new Name(name());
      if (skipOperator(".")) {
        target = new Attribute(target, name());
      }
      targets.add(target);
    } while (skipOperator(","));
    if (bracket) {
      expectOperator(")");
    }
    if (targets.isEmpty()) {
      throw bad("expected a name");
    }
    return targets;
  }

  private Statement macro(int line) {
    String name = name();
    var parameters = new ArrayList<String>();
    var defaults = new ArrayList<Expression>();
    signature(parameters, defaults);
    expect(Token.Kind.TAG_END);
    List<Statement> body = body("endmacro");
    end("endmacro");
    return new Macro(line, name, parameters, defaults, body);
  }

  private void signature(List<String> parameters, List<Expression> defaults) {
    expectOperator("(");
    while (!skipOperator(")")) {
      parameters.add(name());
      if (skipOperator("=")) {
        defaults.add(expression());
      }
      if (!peek().operator(")")) {
        expectOperator(",");
      }
    }
  }

  private Statement reference(int line, String tag) {
    Expression template = expression();
    var binds = new ArrayList<String>();
    while (peek().kind() != Token.Kind.TAG_END) {
      Token token = next();
      switch (token.kind()) {
        case NAME -> binds.add(token.text());
        case OPERATOR -> {
          if (!token.text().equals(",")) {
            throw bad("expected names");
          }
        }
        default -> throw bad("expected names");
      }
    }
    expect(Token.Kind.TAG_END);
    return new Reference(line, tag, template, binds);
  }

  private void with(int line, List<Statement> into) {
    var inner = new ArrayList<Statement>();
    while (peek().kind() != Token.Kind.TAG_END) {
      List<Expression> target = List.of(new Name(name()));
      expectOperator("=");
      inner.add(new Assignment(line, target, expression()));
      if (peek().kind() != Token.Kind.TAG_END) {
        expectOperator(",");
      }
    }
    expect(Token.Kind.TAG_END);
    inner.addAll(body("endwith"));
    end("endwith");
    into.add(new Section(line, "with", List.of(), inner));
  }

  private Statement section(int line, String tag) {
    var expressions = new ArrayList<Expression>();
    switch (tag) {
      case "block" -> {
        expressions.add(new Text(name()));
        skipName("scoped");
        skipName("required");
      }
      case "call" -> {
        if (peek().operator("(")) {
          signature(new ArrayList<>(), expressions);
        }
        expressions.add(expression());
      }
      case "filter" -> {
        Expression chain = filter(Optional.empty());
        while (skipOperator("|")) {
          chain = filter(Optional.of(chain));
        }
        expressions.add(chain);
      }
      case "autoescape" -> expressions.add(expression());
      default -> {}
    }
    expect(Token.Kind.TAG_END);
    List<Statement> body = body("end" + tag);
    skipName("end" + tag);
    if (tag.equals("block") && peek().kind() == Token.Kind.NAME) {
      next();
    }
    expect(Token.Kind.TAG_END);
    return new Section(line, tag, expressions, body);
  }
}
