package io.weighbridge.inventory.internal.curly;

import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.Kind;
import io.weighbridge.inventory.internal.Claim;
import io.weighbridge.inventory.internal.Sink;
import io.weighbridge.inventory.internal.Table;
import io.weighbridge.inventory.internal.Text;
import io.weighbridge.inventory.internal.curly.Lexer.Token;
import io.weighbridge.inventory.internal.curly.Lexer.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Models that JavaScript, Java, Go, Rust and C++ name: in known calls, in settings by their key.
 */
public final class CodeReader {
  private static final Map<String, List<Loader>> LOADERS = loaders();

  private final Text text;
  private final Sink sink;
  private final List<Token> tokens;
  private final Map<String, Folded> constants = new HashMap<>();
  private final Set<Integer> consumed = new HashSet<>();
  private final boolean ollama;

  /** A call that loads. */
  private record Loader(Kind language, String call, String hub, List<String> id, String revision) {}

  /** A string that an expression comes to. */
  private record Folded(String text, int at) {}

  private CodeReader(Text text, Sink sink) {
    this.text = text;
    this.sink = sink;
    this.tokens = Lexer.read(text.chars(), text.kind() == Kind.RUST);
    this.ollama = text.chars().contains("Ollama");
  }

  private static Map<String, List<Loader>> loaders() {
    var all = new HashMap<String, List<Loader>>();
    for (List<String> row : Table.rows("code-loaders.tsv", 6)) {
      String call = row.get(1);
      var loader =
          new Loader(
              Kind.of(row.getFirst()),
              call,
              row.get(2),
              List.of(row.get(3).split(",", -1)),
              row.get(4));
      all.computeIfAbsent(call.substring(call.lastIndexOf('.') + 1), _ -> new ArrayList<>())
          .add(loader);
    }
    return all;
  }

  public static void read(Text text, Sink sink) {
    new CodeReader(text, sink).read();
  }

  private void read() {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).is("=") && !tokens.get(i + 1).is("=")) {
        String name = assigned(i);
        if (!name.isEmpty()) {
          fold(i + 1).ifPresent(value -> constants.putIfAbsent(name, value));
        }
      }
    }
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).type() == Type.WORD
          && (tokens.get(i + 1).is("(") || tokens.get(i + 1).is("<"))) {
        call(i);
      }
    }
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).type() == Type.STRING && !consumed.contains(tokens.get(i).at())) {
        name(i);
      }
    }
  }

  /** The word before {@code =}: {@code NAME = }, {@code NAME: &str = }, {@code NAME[] = }. */
  private String assigned(int equals) {
    for (int i = equals - 1; i >= 0 && i > equals - 8; i--) {
      Token token = tokens.get(i);
      if (token.type() == Type.WORD) {
        boolean typed =
            i >= 1 && text.kind() != Kind.JAVA && text.kind() != Kind.CPP && before(i).is(":");
        boolean typedByMark = i >= 2 && before(i).is("&") && tokens.get(i - 2).is(":");
        boolean goType = text.kind() == Kind.GO && token.text().equals("string");
        if (!typed
            && !typedByMark
            && !goType
            && !token.text().equals("static")
            && !token.text().equals("str")) {
          return token.text();
        }
      } else if (token.is(";") || token.is("{") || token.is("}")) {
        return "";
      }
    }
    return "";
  }

  private Token before(int index) {
    return tokens.get(index - 1);
  }

  private void call(int word) {
    String name = tokens.get(word).text();
    List<Loader> known = LOADERS.getOrDefault(name, List.of());
    if (known.isEmpty()) {
      return;
    }
    int open = word + 1;
    while (open < tokens.size() && !tokens.get(open).is("(")) {
      open++; // type arguments
    }
    if (open > word + 12) {
      return;
    }
    String receiver = word >= 2 && before(word).is(".") ? tokens.get(word - 2).text() : "";
    for (Loader loader : known) {
      if (loader.language() == text.kind() && fits(loader, receiver, name)) {
        load(loader, receiver.isEmpty() ? name : receiver + "." + name, word, open);
      }
    }
  }

  private static boolean fits(Loader loader, String receiver, String name) {
    return loader.call().equals(name) || loader.call().equals(receiver + "." + name);
  }

  private void load(Loader loader, String name, int word, int open) {
    Hub hub =
        loader.hub().equals("ollama-if")
            ? ollama ? Hub.OLLAMA : Hub.HUGGINGFACE
            : Hub.of(loader.hub());
    Map<String, Integer> arguments = arguments(open);
    for (String wanted : loader.id()) {
      Integer at = arguments.get(wanted);
      Optional<Folded> value = at == null ? Optional.empty() : fold(at);
      if (value.isPresent()) {
        consumed.add(value.get().at());
        Integer revised = arguments.get(loader.revision());
        String revision = revised == null ? "" : fold(revised).map(Folded::text).orElse("?");
        sink.claim(
            text,
            Claim.load(
                    tokens.get(word).at(),
                    value.get().text(),
                    hub,
                    hub == Hub.OLLAMA ? Claim.ANY : Claim.LEGACY,
                    name)
                .withRevision(revision));
        return;
      }
    }
  }

  /**
   * Index of the first token of each argument, by position, and of each field of an object in it.
   */
  private Map<String, Integer> arguments(int open) {
    var found = new HashMap<String, Integer>();
    int depth = 0;
    int position = 0;
    found.put("0", open + 1);
    for (int i = open; i < tokens.size() && i < open + 400; i++) {
      Token token = tokens.get(i);
      if (token.is("(") || token.is("[") || token.is("{")) {
        depth++;
      } else if (token.is(")") || token.is("]") || token.is("}")) {
        if (--depth == 0) {
          return found;
        }
      } else if (token.is(",") && depth == 1) {
        found.put(String.valueOf(++position), i + 1);
      } else if (token.is(":") && depth == 2 && token != tokens.get(0)) {
        found.putIfAbsent(before(i).text(), i + 1);
      }
    }
    return found;
  }

  /** Strings and constants joined by {@code +}, through the usual conversions. */
  private Optional<Folded> fold(int from) {
    var sum = new StringBuilder();
    int start = -1;
    int i = from;
    while (i < tokens.size()) {
      Token token = tokens.get(i);
      if (token.is("&") || token.is("*") || token.is("(") || token.is("[") || token.is("{")) {
        i++;
        continue;
      }
      if (token.type() == Type.WORD
          && (token.text().equals("String")
              || token.text().equals("string")
              || token.text().equals("std"))
          && i + 1 < tokens.size()
          && (tokens.get(i + 1).is(".") || tokens.get(i + 1).is("("))) {
        i += tokens.get(i + 1).is("(") ? 1 : 3;
        continue;
      }
      Optional<Folded> part = part(token);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      start = start < 0 ? part.get().at() : start;
      sum.append(part.get().text());
      if (sum.length() > 500) {
        return Optional.empty();
      }
      i++;
      while (i + 2 < tokens.size() && tokens.get(i).is(".") && tokens.get(i + 2).is("(")) {
        i += 4; // .to_string(), .into(), .c_str()
      }
      if (i >= tokens.size() || !tokens.get(i).is("+")) {
        break;
      }
      i++;
    }
    return start < 0 ? Optional.empty() : Optional.of(new Folded(sum.toString(), start));
  }

  private Optional<Folded> part(Token token) {
    if (token.type() == Type.STRING) {
      return Optional.of(new Folded(filled(token.text()), token.at()))
          .filter(value -> !value.text().contains("${"));
    }
    return token.type() == Type.WORD
        ? Optional.ofNullable(constants.get(token.text()))
        : Optional.empty();
  }

  /** {@code `${ORG}/name`}. */
  private String filled(String template) {
    String result = template;
    for (int i = 0; i < 4 && result.contains("${"); i++) {
      int open = result.indexOf("${");
      int close = result.indexOf('}', open);
      Folded value = close < 0 ? null : constants.get(result.substring(open + 2, close).strip());
      if (value == null) {
        return result;
      }
      result = result.substring(0, open) + value.text() + result.substring(close + 1);
    }
    return result;
  }

  private void name(int index) {
    Token token = tokens.get(index);
    String value = filled(token.text());
    if (value.indexOf('/') <= 0 && value.indexOf('-') <= 0
        || value.contains("://") && !value.startsWith("djl:") && !value.startsWith("hf:")
        || value.length() > 200
        || value.indexOf(' ') >= 0) {
      return;
    }
    sink.claim(text, Claim.name(token.at(), value, Claim.WEAK, key(index)));
  }

  /** {@code key: "…"}, {@code key = "…"}, {@code "key", "…"} (a map or environment's entry). */
  private String key(int index) {
    if (index < 2) {
      return "";
    }
    Token mark = before(index);
    if (mark.is("=") || mark.is(":")) {
      return mark.is("=") ? assigned(index - 1) : tokens.get(index - 2).text();
    }
    if (mark.is(",") && tokens.get(index - 2).type() == Type.STRING) {
      return tokens.get(index - 2).text();
    }
    if (mark.is("(") && tokens.get(index - 2).type() == Type.WORD) {
      String call = tokens.get(index - 2).text();
      return call.startsWith("with") || call.startsWith("set") || call.startsWith("model")
          ? call
          : "";
    }
    if (mark.is("|") || mark.is("?")) {
      return index >= 6 ? surrounding(index) : "";
    }
    return mark.is("[") || mark.is("{") ? surrounding(index) : "";
  }

  /** {@code process.env.MODEL_ID || "…"}; the name that a list is assigned to. */
  private String surrounding(int index) {
    for (int i = index - 1; i >= 0 && i > index - 12; i--) {
      if (tokens.get(i).is("=")) {
        return assigned(i);
      }
      if (tokens.get(i).is(";")) {
        return "";
      }
    }
    return "";
  }
}
