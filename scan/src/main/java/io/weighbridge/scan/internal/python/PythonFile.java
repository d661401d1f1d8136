package io.weighbridge.scan.internal.python;

import io.weighbridge.content.Budget;
import io.weighbridge.evidence.Severity;
import io.weighbridge.scan.internal.NameTable;
import io.weighbridge.scan.internal.python.Execution.Effect;
import io.weighbridge.scan.internal.python.Syntax.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A Python file as a loader meets it.
 *
 * @param effects what it does, each once: on import, on use, or only in functions that nothing
 *     calls
 * @param erroneous whether the grammar could not read all of it
 * @param unknown the first call on import of something that nothing is known about; empty when
 *     there is none, so that importing does nothing but define
 * @param used whether a loader or server uses what the file defines, as told or by its classes
 * @param siblings modules that are imported relative to the file, with their leading dots
 */
public record PythonFile(
    List<Found> effects, boolean erroneous, String unknown, boolean used, List<String> siblings) {

  /** Whether importing it does nothing but define. */
  public boolean inert() {
    return unknown.isEmpty();
  }

  /** When something runs. */
  public enum Moment {
    /** As soon as a loader imports the file. */
    IMPORT,
    /** When a loader uses what the file defines: methods of a handler, a model, a builder. */
    USE,
    /** Only if somebody calls a function that nothing here calls. */
    NEVER
  }

  /**
   * An effect.
   *
   * @param offset byte offset of the expression
   * @param line from 1
   * @param expression as written, on one line
   * @param name what is called, resolved: {@code os.system}
   * @param what it does
   */
  public record Found(
      Moment moment,
      Severity severity,
      int offset,
      int line,
      String expression,
      String name,
      String what) {}

  /**
   * Analyses source.
   *
   * @param used whether a loader uses what it defines (a handler, a model class, a builder), so
   *     that methods run too
   */
  public static PythonFile analyze(byte[] utf8, boolean used, Budget budget) {
    Source source = Syntax.parse(utf8, budget);
    var names = new Names(source);
    var resolver = new Resolver(source, names);
    var effects = new ArrayList<Effect>();
    Set<Syntax> entered = Execution.identitySet();
    var imported = new Execution(names, resolver, Moment.IMPORT, entered, effects);
    imported.run(source.root());
    for (Syntax hook : names.functions.getOrDefault("__getattr__", List.of())) {
      imported.run(hook.get("body")); // PEP 562: "from file import name" calls it
    }
    boolean loaded = used || isUsed(names, resolver);
    var later =
        new Execution(names, resolver, loaded ? Moment.USE : Moment.NEVER, entered, effects);
    for (Syntax block : imported.deferred()) {
      later.run(block);
    }
    rest(source.root(), later, entered);
    var found = new ArrayList<Found>();
    for (Effect effect : effects) {
      found.add(found(source, effect));
    }
    return new PythonFile(found, source.erroneous(), imported.unknown(), loaded, names.relative());
  }

  /** Whether a class is one that servers and loaders look for: a handler, a builder, a model. */
  private static boolean isUsed(Names names, Resolver resolver) {
    for (String type : names.types.keySet()) {
      if (NameTable.get().has("python-entry-class", type)) {
        return true;
      }
      for (Syntax definition : names.types.getOrDefault(type, List.of())) {
        Syntax bases = definition.get("superclasses");
        if (bases == null) {
          continue;
        }
        for (Syntax base : bases.children()) {
          if (resolver.resolve(base) instanceof Value.Named(var qualified)
              && NameTable.get().has("python-entry-base", qualified)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Every function that has not run yet. */
  private static void rest(Syntax node, Execution later, Set<Syntax> entered) {
    if ((node.is("function_definition") || node.is("lambda")) && entered.add(node)) {
      later.run(node.get("body"));
    }
    for (Syntax child : node.children()) {
      rest(child, later, entered);
    }
  }

  private static Found found(Source source, Effect effect) {
    Syntax call = effect.call();
    String expression = source.text(call).strip().replaceAll("\\s*\\n\\s*", " ");
    return new Found(
        effect.when(),
        effect.severity(),
        call.start(),
        call.line(),
        expression.length() > 300 ? expression.substring(0, 300) + "…" : expression,
        effect.name(),
        effect.what());
  }
}
