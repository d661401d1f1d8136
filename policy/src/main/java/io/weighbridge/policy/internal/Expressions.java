package io.weighbridge.policy.internal;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.Program;
import io.weighbridge.policy.PolicyException;
import io.weighbridge.policy.internal.PolicyDocument.Scope;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CEL, typed with the vocabulary and bounded: expression size and nesting when loaded, iterations
 * when evaluated, regular expressions by a matcher without backtracking (RE2). File rules do not
 * see the list of files, so a policy's cost grows with rules × files and not faster.
 */
final class Expressions {
  /** Most iterations of all macros in one evaluation. */
  static final int ITERATIONS = 2_000_000;

  private static final int CHARACTERS = 4_000;
  private static final Map<Scope, Cel> ENVIRONMENTS = environments();

  private Expressions() {}

  /** A checked expression. Thread-safe. */
  record Compiled(Program program, CelType type, String text) {

    /**
     * @throws PolicyException when evaluation fails or exceeds a bound
     */
    Object evaluate(Map<String, Object> variables) {
      try {
        return program.eval(variables);
      } catch (CelEvaluationException e) {
        throw new PolicyException(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * @param line of the document on which the text starts
   * @throws PolicyException with the line, when it does not parse or its types do not fit
   */
  static Compiled compile(Scope scope, String text, int line) {
    Cel cel = environment(scope);
    CelValidationResult result = cel.compile(text);
    if (result.hasError()) {
      CelIssue issue = result.getErrors().getFirst();
      int at = line + Math.max(0, issue.getSourceLocation().getLine() - 1);
      throw Yaml.at(at, explain(issue, text, scope));
    }
    try {
      CelAbstractSyntaxTree ast = result.getAst();
      CelNavigableAst.fromAst(ast).getRoot().allNodes().forEach(node -> check(node, text, line));
      return new Compiled(cel.createProgram(ast), ast.getResultType(), text);
    } catch (CelValidationException | CelEvaluationException e) {
      throw Yaml.at(line, String.valueOf(e.getMessage()));
    }
  }

  /** Refuses what type-checks and yet means something else than it says. */
  private static void check(CelNavigableExpr node, String text, int line) {
    if (node.getKind() == Kind.STRUCT) {
      throw Yaml.at(line, "a policy reads evidence, it does not make it: " + text.strip());
    }
    if (node.getKind() == Kind.SELECT && node.expr().select().testOnly()) {
      throw Yaml.at(
          line, "every field is there, so has() is always true; use .hasValue(): " + text.strip());
    }
  }

  private static String explain(CelIssue issue, String text, Scope scope) {
    String message = issue.getMessage().replace(" (in container '')", "");
    int candidates = message.indexOf(" (candidates:");
    if (candidates > 0) {
      message = message.substring(0, candidates);
    }
    if (message.contains("optional_type(")) {
      message +=
          "; this fact may be unknown: say what holds then, with .atLeast(n) (known, and at least"
              + " n), .orValue(v) or .hasValue()";
    } else if (scope == Scope.FILE && message.contains("'files'")) {
      message += "; rules of scope file see one file, as \"file\"";
    } else if (scope == Scope.REVISION && message.contains("'file'")) {
      message += "; \"file\" needs scope: file";
    }
    int column = issue.getSourceLocation().getColumn();
    return column < 0
        ? message
        : message + " (column " + (column + 1) + " of \"" + line(issue, text) + "\")";
  }

  /** The line of the expression that is wrong, as far as it helps. */
  private static String line(CelIssue issue, String text) {
    int skipped = Math.max(0, issue.getSourceLocation().getLine() - 1);
    String line = text.lines().skip(skipped).findFirst().orElse("").stripTrailing();
    return line.length() <= 200 ? line : line.substring(0, 200) + "...";
  }

  private static Cel environment(Scope scope) {
    Cel cel = ENVIRONMENTS.get(scope);
    if (cel == null) {
      throw new IllegalStateException("no environment for " + scope);
    }
    return cel;
  }

  private static Map<Scope, Cel> environments() {
    var environments = new EnumMap<Scope, Cel>(Scope.class);
    for (Scope scope : Scope.values()) {
      CelBuilder builder =
          CelFactory.plannerCelBuilder()
              .setOptions(
                  CelOptions.current()
                      // the planner insists on it
                      .enableHeterogeneousNumericComparisons(true)
                      .maxExpressionCodePointSize(CHARACTERS)
                      .maxParseRecursionDepth(40)
                      .comprehensionMaxIterations(ITERATIONS)
                      .maxRegexProgramSize(1_000)
                      .build())
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .setTypeProvider(Vocabulary.STANDARD)
              .addCompilerLibraries(CelExtensions.optional(), CelExtensions.strings())
              .addRuntimeLibraries(CelExtensions.optional(), CelExtensions.strings())
              .addFunctionDeclarations(
                  CelFunctionDecl.newFunctionDeclaration(
                      "atLeast",
                      CelOverloadDecl.newMemberOverload(
                          "optional_int_at_least",
                          SimpleType.BOOL,
                          OptionalType.create(SimpleType.INT),
                          SimpleType.INT)))
              .addFunctionBindings(
                  CelFunctionBinding.fromOverloads(
                      "atLeast",
                      List.of(
                          CelFunctionBinding.from(
                              "optional_int_at_least",
                              Optional.class,
                              Long.class,
                              Expressions::atLeast))));
      Vocabulary.STANDARD.variables(scope).forEach(builder::addVar);
      environments.put(scope, builder.build());
    }
    return environments;
  }

  private static Object atLeast(Optional<?> known, Long least) {
    return known.isPresent() && known.get() instanceof Long value && value >= least;
  }
}
