package io.weighbridge.policy.internal;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import io.weighbridge.policy.internal.Expressions.Compiled;
import io.weighbridge.policy.internal.PolicyDocument.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A message with {@code ${expression}} in it, checked when loaded. An unknown fact prints so. */
final class Template {
  private static final Set<CelType> PRINTABLE =
      Set.of(SimpleType.STRING, SimpleType.INT, SimpleType.BOOL);

  private sealed interface Part {}

  private record Literal(String text) implements Part {}

  private record Value(Compiled expression) implements Part {}

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  static Template compile(Scope scope, Yaml.Text source) {
    // folded or not, a message is one paragraph
    String text = source.value().strip();
    var parts = new ArrayList<Part>();
    int at = 0;
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw Yaml.at(source.line(), "\"${\" without \"}\"");
      }
      parts.add(new Literal(text.substring(at, open)));
      int line =
          source.line() + (int) text.substring(0, open).chars().filter(c -> c == '\n').count();
      Compiled expression = Expressions.compile(scope, text.substring(open + 2, close), line);
      if (!printable(expression.type())) {
        throw Yaml.at(line, "${" + expression.text() + "} is no text, number or truth value");
      }
      parts.add(new Value(expression));
      at = close + 1;
    }
    parts.add(new Literal(text.substring(at)));
    return new Template(parts);
  }

  private static boolean printable(CelType type) {
    return PRINTABLE.contains(type)
        || type instanceof OptionalType optional
            && PRINTABLE.contains(optional.parameters().getFirst());
  }

  String fill(Map<String, Object> variables) {
    var text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Literal(var literal) -> text.append(literal.replace('\n', ' '));
        case Value(var expression) -> text.append(text(expression.evaluate(variables)));
      }
    }
    return text.toString();
  }

  private static String text(Object value) {
    return value instanceof Optional<?> optional
        ? optional.map(Object::toString).orElse("unknown")
        : value.toString();
  }
}
