package io.weighbridge.inventory.internal.python;

import io.weighbridge.inventory.internal.Claim;
import io.weighbridge.inventory.internal.Sink;
import io.weighbridge.inventory.internal.Text;
import io.weighbridge.inventory.internal.python.Expr.Argument;
import io.weighbridge.inventory.internal.python.Statements.Seen;
import io.weighbridge.inventory.internal.python.Values.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Models that Python names: in calls of loaders, and in constants, defaults and settings. */
public final class PythonReader {
  private static final int MAX_DEPTH = 100;

  /** Calls whose string arguments are values of what the call is assigned to. */
  private static final Set<String> TRANSPARENT =
      Set.of(
          "Field",
          "field",
          "Option",
          "Argument",
          "getenv",
          "get",
          "dict",
          "list",
          "tuple",
          "set",
          "frozenset",
          "str",
          "add_argument",
          "option",
          "setdefault",
          "Literal",
          "OrderedDict",
          "update");

  /** A name in quotes, in prose. */
  private static final java.util.regex.Pattern QUOTED =
      java.util.regex.Pattern.compile(
          "[\"'`]([A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95})[\"'`]");

  private static final java.util.regex.Pattern ADVICE =
      java.util.regex.Pattern.compile(
          "(from_pretrained|SentenceTransformer|CrossEncoder|pipeline)\\([^()]{0,80}?['\"]([A-Za-z0-9._-]+/?[A-Za-z0-9._-]+)['\"]\\s*[,)]");

  private final Text text;
  private final Sink sink;
  private final boolean documents;
  private final Set<Integer> consumed = new HashSet<>();

  private PythonReader(Text text, Sink sink, boolean documents) {
    this.text = text;
    this.sink = sink;
    this.documents = documents;
  }

  /**
   * Reads code.
   *
   * @param documents whether it is an example for people and not run
   */
  public static void read(Text text, Sink sink, boolean documents) {
    new PythonReader(text, sink, documents).read();
  }

  private void read() {
    var statements = new Statements(text.chars());
    var calls = new Calls(text, sink, documents, consumed);
    for (Seen seen : statements.seen()) {
      calls(seen.expr(), seen.scope(), calls, 0);
    }
    for (Seen seen : statements.seen()) {
      if (seen.parent() && seen.expr() instanceof Expr.Str doc) {
        docstring(doc);
      } else {
        names(seen.expr(), seen.scope(), seen.key(), 0);
      }
    }
    if (!documents) {
      export(statements.module());
    }
  }

  private static void calls(Expr expr, Scope scope, Calls calls, int depth) {
    if (depth > MAX_DEPTH) {
      return;
    }
    if (expr instanceof Expr.Call call) {
      calls.read(call, scope);
    }
    for (Expr child : children(expr)) {
      calls(child, scope, calls, depth + 1);
    }
  }

  static List<Expr> children(Expr expr) {
    return switch (expr) {
      case Expr.Str _, Expr.Name _ -> List.of();
      case Expr.Join join -> join.parts();
      case Expr.Percent percent -> List.of(percent.template(), percent.values());
      case Expr.Attribute attribute -> List.of(attribute.target());
      case Expr.Call call -> {
        var all = new java.util.ArrayList<Expr>(call.arguments().size() + 1);
        all.add(call.function());
        call.arguments().forEach(argument -> all.add(argument.value()));
        yield all;
      }
      case Expr.Choice choice -> choice.either();
      case Expr.Items items -> items.items();
      case Expr.Dict dict -> {
        var all = new java.util.ArrayList<>(dict.keys());
        all.addAll(dict.values());
        yield all;
      }
      case Expr.Subscript subscript -> List.of(subscript.target(), subscript.index());
      case Expr.Other other -> other.children();
    };
  }

  /** Strings that are settings by the name that they are given. */
  private void names(Expr expr, Scope scope, String key, int depth) {
    if (depth > MAX_DEPTH) {
      return;
    }
    switch (expr) {
      case Expr.Str string -> {
        advice(string.text(), string.start());
        name(string.text(), string.start(), key);
      }
      case Expr.Join join -> {
        for (Value value : Values.of(join, scope)) {
          name(value.text(), value.at(), key);
        }
        for (Expr part : join.parts()) {
          if (part instanceof Expr.Str string) {
            advice(string.text(), string.start());
          } else {
            names(part, scope, "", depth + 1);
          }
        }
      }
      case Expr.Percent percent ->
          Values.of(percent, scope).forEach(value -> name(value.text(), value.at(), key));
      case Expr.Dict dict -> {
        for (int i = 0; i < dict.keys().size(); i++) {
          Expr field = dict.keys().get(i);
          names(field, scope, "", depth + 1);
          String inner =
              field instanceof Expr.Str name && name.text().length() < 60 ? name.text() : "";
          names(dict.values().get(i), scope, join(key, inner), depth + 1);
        }
      }
      case Expr.Items items -> items.items().forEach(item -> names(item, scope, key, depth + 1));
      case Expr.Choice choice ->
          choice.either().forEach(item -> names(item, scope, key, depth + 1));
      case Expr.Call call -> inCall(call, scope, key, depth);
      case Expr.Other other -> {
        // A comparison speaks of what it compares with: model_id == "…".
        String compared =
            other.children().isEmpty() ? "" : Statements.key(other.children().getFirst());
        other.children().forEach(child -> names(child, scope, compared, depth + 1));
      }
      case Expr.Name _, Expr.Attribute _, Expr.Subscript _ ->
          children(expr).forEach(child -> names(child, scope, "", depth + 1));
    }
  }

  private void inCall(Expr.Call call, Scope scope, String key, int depth) {
    String function = Statements.key(call.function());
    boolean transparent = TRANSPARENT.contains(function);
    String positional = transparent ? key : "";
    String first = "";
    if (!call.arguments().isEmpty()
        && call.arguments().getFirst().value() instanceof Expr.Str word
        && call.arguments().getFirst().name().isEmpty()) {
      first = word.text();
    }
    if (function.startsWith("load_dataset")
        || function.equals("DatasetDict")
        || function.equals("dataset_info")) {
      return;
    }
    names(call.function(), scope, "", depth + 1);
    boolean named = transparent || function.equals("parametrize");
    for (Argument argument : call.arguments()) {
      String name = argument.name();
      String inner;
      if (name.isEmpty() || name.equals("default") || name.equals("choices")) {
        inner = named && first.length() < 60 ? join(positional, first) : positional;
      } else {
        inner = name;
      }
      names(argument.value(), scope, inner, depth + 1);
    }
  }

  private static String join(String outer, String inner) {
    return outer.isEmpty() ? inner : inner.isEmpty() ? outer : outer + "_" + inner;
  }

  /** Code in a message: what a person is told to write. */
  private void advice(String value, int at) {
    if (value.length() < 2000 && value.indexOf(' ') >= 0 && !value.contains("dataset")) {
      java.util.regex.Matcher quoted = QUOTED.matcher(value);
      while (quoted.find()) {
        sink.claim(
            text,
            Claim.name(at, quoted.group(1), Claim.MENTION, "")
                .withUse(io.weighbridge.inventory.Use.DOCUMENTS));
      }
    }
    if (value.length() < 2000 && value.indexOf('(') > 0) {
      java.util.regex.Matcher call = ADVICE.matcher(value);
      while (call.find()) {
        String bare =
            call.group(1).equals("SentenceTransformer") ? "sentence-transformers/" : Claim.LEGACY;
        sink.claim(
            text,
            Claim.load(
                    at,
                    call.group(2),
                    io.weighbridge.inventory.Hub.HUGGINGFACE,
                    bare,
                    call.group(1))
                .withUse(io.weighbridge.inventory.Use.DOCUMENTS));
      }
    }
  }

  private void name(String value, int at, String key) {
    boolean candidate = value.indexOf('/') > 0 || value.indexOf('-') > 0 || value.equals("gpt2");
    if (!candidate
        || value.length() > 200
        || value.indexOf(' ') >= 0
        || consumed.contains(at)
        || value.contains("://")) {
      return;
    }
    Claim claim = Claim.name(at, value, Claim.WEAK, key);
    sink.claim(text, documents ? claim.withUse(io.weighbridge.inventory.Use.DOCUMENTS) : claim);
  }

  private void docstring(Expr.Str doc) {
    if (!documents && doc.end() - doc.start() > 20) {
      Examples.read(text, doc.start(), doc.end(), sink);
      java.util.regex.Matcher quoted = QUOTED.matcher(text.chars()).region(doc.start(), doc.end());
      while (quoted.find()) {
        if (text.excerpt(quoted.start()).contains("dataset")) {
          continue; // a data set's name looks like a model's
        }
        sink.claim(
            text,
            Claim.name(quoted.start(), quoted.group(1), Claim.MENTION, "")
                .withUse(io.weighbridge.inventory.Use.DOCUMENTS));
      }
    }
  }

  /** Constants of the module level, for other files. */
  private void export(Scope module) {
    for (Map.Entry<String, List<Scope.Binding>> entry : module.bound().entrySet()) {
      Scope.Binding binding = entry.getValue().getFirst();
      if (!binding.element() && !(binding.value() instanceof Expr.Call)) {
        Values.of(binding.value(), binding.scope()).stream()
            .filter(value -> value.text().length() < 200 && !value.text().isBlank())
            .findFirst()
            .ifPresent(value -> sink.export(entry.getKey(), value.text()));
      }
    }
  }
}
