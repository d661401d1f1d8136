package io.weighbridge.inventory.internal.python;

import io.weighbridge.inventory.Flag;
import io.weighbridge.inventory.Hazard;
import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.Site;
import io.weighbridge.inventory.Use;
import io.weighbridge.inventory.internal.Claim;
import io.weighbridge.inventory.internal.Sink;
import io.weighbridge.inventory.internal.Text;
import io.weighbridge.inventory.internal.python.Expr.Argument;
import io.weighbridge.inventory.internal.python.Loaders.Loader;
import io.weighbridge.inventory.internal.python.Loaders.Unsafe;
import io.weighbridge.inventory.internal.python.Values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls of loaders, with what they are told; calls that run what they load. */
final class Calls {
  private final Text text;
  private final Sink sink;
  private final boolean documents;
  private final Set<Integer> consumed;

  Calls(Text text, Sink sink, boolean documents, Set<Integer> consumed) {
    this.text = text;
    this.sink = sink;
    this.documents = documents;
    this.consumed = consumed;
  }

  void read(Expr.Call call, Scope scope) {
    String written = dotted(call.function());
    if (written.isEmpty()) {
      return;
    }
    int dot = written.indexOf('.');
    Optional<Scope.Origin> origin = scope.origin(dot < 0 ? written : written.substring(0, dot));
    String resolved =
        origin.map(from -> from.dotted() + (dot < 0 ? "" : written.substring(dot))).orElse(written);
    boolean imported = origin.isPresent() && !origin.get().module().startsWith(".");
    Optional<Loader> loader =
        scope.values(dot < 0 ? written : "").isEmpty()
            ? Loaders.loader(resolved, imported)
            : Optional.empty();
    loader.ifPresent(known -> load(call, scope, known, resolved));
    if (resolved.substring(resolved.lastIndexOf('.') + 1).startsWith("load_dataset")) {
      for (String which : List.of("0", "path")) {
        argument(call, which)
            .ifPresent(name -> Values.of(name, scope).forEach(value -> consumed.add(value.at())));
      }
    }
    if (!documents) {
      hazards(call, scope, resolved, imported);
    }
  }

  private static String dotted(Expr function) {
    return switch (function) {
      case Expr.Name name -> name.id();
      case Expr.Attribute attribute -> {
        String target = dotted(attribute.target());
        yield target.isEmpty() ? "()." + attribute.name() : target + "." + attribute.name();
      }
      default -> "";
    };
  }

  private void load(Expr.Call call, Scope scope, Loader loader, String name) {
    boolean model = isModel(call, scope, loader);
    Optional<Expr> revision = named(call, loader.revision());
    String revised = revision.map(value -> constant(value, scope)).orElse("");
    boolean open = call.arguments().stream().anyMatch(a -> a.name().equals("**"));
    Site site =
        new Site(
            open ? -1 : call.argumentsEnd(),
            revision.map(Expr::start).orElse(-1),
            revision.map(Expr::end).orElse(-1));
    for (String argument : loader.id()) {
      Optional<Expr> id = argument(call, argument);
      if (id.isEmpty()) {
        continue;
      }
      List<Value> values = new ArrayList<>(Values.of(id.get(), scope));
      for (Value value : values) {
        consumed.add(value.at());
        if (model && !value.text().isBlank()) {
          sink.claim(
              text,
              claim(
                  call,
                  scope,
                  loader,
                  name,
                  revised.isEmpty() && open ? "?" : revised,
                  site,
                  value));
        }
      }
      if (!values.isEmpty()) {
        return;
      }
    }
  }

  private Claim claim(
      Expr.Call call,
      Scope scope,
      Loader loader,
      String name,
      String revision,
      Site site,
      Value value) {
    Use use = documents ? Use.DOCUMENTS : Use.LOADS;
    Flag safe = flag(call, scope, "use_safetensors");
    return new Claim(
        call.start(),
        use,
        value.text(),
        loader.hub(),
        loader.bare(),
        revision,
        name,
        safe == Flag.UNSET ? flag(call, scope, "weights_only") : safe,
        flag(call, scope, "trust_remote_code"),
        value.at(),
        site);
  }

  /** Not a data set, not a Space; of libraries that also build without weights, those with. */
  private static boolean isModel(Expr.Call call, Scope scope, Loader loader) {
    Optional<Expr> type = named(call, "repo_type");
    if (type.isPresent()) {
      String text = constant(type.get(), scope);
      return text.equals("model") || text.isEmpty();
    }
    return loader.hub() != Hub.TIMM
        || flag(call, scope, "pretrained") == Flag.TRUE
        || argument(call, "1").map(value -> isTrue(value)).orElse(false)
        || argument(call, "0").map(value -> Values.of(value, scope)).orElse(List.of()).stream()
            .anyMatch(value -> value.text().startsWith("hf"));
  }

  private static boolean isTrue(Expr value) {
    return value instanceof Expr.Name name && name.id().equals("True");
  }

  /** A string, "" for None and for nothing, "?" for what is computed. */
  private static String constant(Expr value, Scope scope) {
    if (value instanceof Expr.Name name && name.id().equals("None")) {
      return "";
    }
    List<Value> values = Values.of(value, scope);
    return values.size() == 1 && values.getFirst().text().chars().allMatch(c -> c > ' ')
        ? values.getFirst().text()
        : "?";
  }

  private static Optional<Expr> named(Expr.Call call, String name) {
    return call.arguments().stream()
        .filter(argument -> argument.name().equals(name))
        .map(Argument::value)
        .findFirst();
  }

  private static Optional<Expr> argument(Expr.Call call, String which) {
    if (!Character.isDigit(which.charAt(0))) {
      return named(call, which);
    }
    int index = Integer.parseInt(which);
    return index < call.arguments().size() && call.arguments().get(index).name().isEmpty()
        ? Optional.of(call.arguments().get(index).value())
        : Optional.empty();
  }

  private static Flag flag(Expr.Call call, Scope scope, String name) {
    Optional<Expr> value = named(call, name);
    if (value.isEmpty()) {
      return Flag.UNSET;
    }
    if (value.get() instanceof Expr.Name word) {
      if (word.id().equals("True") || word.id().equals("False")) {
        return word.id().equals("True") ? Flag.TRUE : Flag.FALSE;
      }
      List<Scope.Binding> bound = scope.values(word.id());
      if (bound.size() == 1
          && bound.getFirst().value() instanceof Expr.Name constant
          && constant.id().matches("True|False")
          && bound.getFirst().scope() == scope.origin("").map(_ -> scope).orElse(scope)) {
        return constant.id().equals("True") ? Flag.TRUE : Flag.FALSE;
      }
    }
    return Flag.COMPUTED;
  }

  private void hazards(Expr.Call call, Scope scope, String name, boolean imported) {
    Loaders.unsafe(name, imported).ifPresent(unsafe -> unsafe(call, scope, name, unsafe));
    flagged(
        call,
        "trust_remote_code",
        "True",
        "False",
        "lint/remote-code",
        name + " may run code of the model's repository");
    flagged(
        call,
        "use_safetensors",
        "False",
        "True",
        "lint/pickle-weights",
        name + " is told to load pickled weights");
  }

  private void flagged(
      Expr.Call call, String argument, String bad, String good, String rule, String message) {
    named(call, argument)
        .filter(value -> value instanceof Expr.Name word && word.id().equals(bad))
        .ifPresent(
            value ->
                hazard(
                    call,
                    rule,
                    message,
                    Optional.of(new Hazard.Edit(value.start(), value.end(), good))));
  }

  private void unsafe(Expr.Call call, Scope scope, String name, Unsafe unsafe) {
    Optional<Expr> given =
        unsafe.argument().isEmpty() ? Optional.empty() : named(call, unsafe.argument());
    if (given.isEmpty() && unsafe.otherwise().equals(unsafe.safe()) && !unsafe.safe().isEmpty()) {
      return;
    }
    if (given.isPresent()
        && !(given.get() instanceof Expr.Name word
            && word.id().equals(unsafe.safe().equals("True") ? "False" : "True"))) {
      return; // safe, or decided by the caller
    }
    Optional<Hazard.Edit> edit = Optional.empty();
    if (!unsafe.safe().isEmpty()) {
      edit =
          given
              .map(value -> new Hazard.Edit(value.start(), value.end(), unsafe.safe()))
              .or(
                  () ->
                      Optional.of(
                          new Hazard.Edit(
                              call.argumentsEnd(),
                              call.argumentsEnd(),
                              unsafe.argument() + "=" + unsafe.safe())));
    }
    hazard(call, unsafe.rule(), name + " runs code that the file holds", edit);
  }

  private void hazard(Expr.Call call, String rule, String message, Optional<Hazard.Edit> edit) {
    sink.hazard(
        new Hazard(
            text.path(),
            text.line(call.start()),
            rule,
            message,
            text.excerpt(call.start()),
            text.original() ? edit : Optional.empty()));
  }
}
