package io.weighbridge.cli.internal;

import io.weighbridge.json.Json;
import io.weighbridge.lineage.Comparison;
import io.weighbridge.lineage.TensorChange;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A comparison in words and as JSON. */
record ComparisonReport(
    String candidate, String reference, List<Part> parts, List<String> differing) {
  private static final int LISTED = 12;

  /** One set of weights beside its counterpart. */
  record Part(String candidate, String reference, Comparison comparison) {}

  String text(TokenNames tokens, Terminal terminal) {
    var out = new StringBuilder();
    for (Part part : parts) {
      Comparison comparison = part.comparison();
      String verdict = comparison.descent().text().toUpperCase(Locale.ROOT);
      out.append(comparison.descent().same() ? terminal.green(verdict) : terminal.red(verdict))
          .append("  ")
          .append(TerminalText.safe(part.candidate()))
          .append(" beside ")
          .append(TerminalText.safe(part.reference()))
          .append('\n');
      comparison.reasons().forEach(reason -> line(out, reason));
      comparison.problems().stream().limit(LISTED).forEach(problem -> line(out, problem));
      changed(comparison).limit(LISTED).forEach(tensor -> line(out, sentence(tensor, tokens)));
      list(out, "only in the candidate", comparison.added());
      list(out, "only in the reference", comparison.missing());
    }
    differing.forEach(file -> line(out, file));
    line(out, "What this cannot show: docs/lineage.md");
    return out.toString();
  }

  private static java.util.stream.Stream<TensorChange> changed(Comparison comparison) {
    return comparison.tensors().stream()
        .filter(tensor -> tensor.changed() > 0)
        .sorted(
            Comparator.comparing((TensorChange tensor) -> !tensor.embedding())
                .thenComparingDouble(tensor -> -tensor.relative()));
  }

  private static void line(StringBuilder out, String text) {
    out.append("  ").append(TerminalText.safe(text)).append('\n');
  }

  private static void list(StringBuilder out, String what, List<String> names) {
    if (!names.isEmpty()) {
      line(
          out,
          what
              + ": "
              + names.stream().limit(LISTED).collect(Collectors.joining(", "))
              + (names.size() > LISTED ? ", and " + (names.size() - LISTED) + " more" : ""));
    }
  }

  private static String sentence(TensorChange tensor, TokenNames tokens) {
    String rows =
        String.format(
            Locale.ROOT,
            "%s: %,d of %,d rows differ, by %.2g of its norm%s",
            tensor.name(),
            tensor.changedRows(),
            tensor.rows(),
            tensor.relative(),
            tensor.rounding().isEmpty() ? "" : " beyond rounding to " + tensor.rounding());
    if (tensor.embedding()) {
      return rows
          + "; the largest belong to "
          + tensor.topRows().stream()
              .map(row -> '"' + tokens.of(row.index()) + '"')
              .collect(Collectors.joining(", "));
    }
    return tensor.rank() > 0
        ? rows
            + String.format(
                Locale.ROOT, "; rank %d, dominance %.3g", tensor.rank(), tensor.dominance())
        : rows;
  }

  Json json(TokenNames tokens) {
    var fields = new LinkedHashMap<String, Json>();
    fields.put("candidate", new Json.Str(candidate));
    fields.put("reference", new Json.Str(reference));
    fields.put("parts", new Json.Arr(parts.stream().map(part -> part(part, tokens)).toList()));
    fields.put("otherFiles", strings(differing));
    return new Json.Obj(fields);
  }

  private static Json part(Part part, TokenNames tokens) {
    Comparison comparison = part.comparison();
    var fields = new LinkedHashMap<String, Json>();
    fields.put("candidate", new Json.Str(part.candidate()));
    fields.put("reference", new Json.Str(part.reference()));
    fields.put("verdict", new Json.Str(comparison.descent().text()));
    fields.put("reasons", strings(comparison.reasons()));
    fields.put("problems", strings(comparison.problems()));
    fields.put("compared", number(comparison.tensors().size()));
    fields.put(
        "changed",
        new Json.Arr(changed(comparison).map(tensor -> tensor(tensor, tokens)).toList()));
    fields.put("onlyInCandidate", strings(comparison.added()));
    fields.put("onlyInReference", strings(comparison.missing()));
    return new Json.Obj(fields);
  }

  private static Json tensor(TensorChange tensor, TokenNames tokens) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("name", new Json.Str(tensor.name()));
    fields.put("rounding", new Json.Str(tensor.rounding()));
    fields.put("changedElements", number(tensor.changed()));
    fields.put("elements", number(tensor.elements()));
    fields.put("changedRows", number(tensor.changedRows()));
    fields.put("rows", number(tensor.rows()));
    fields.put("relative", number(tensor.relative()));
    fields.put("cosine", number(tensor.cosine()));
    fields.put("rank", number(tensor.rank()));
    fields.put("dominance", number(tensor.dominance()));
    fields.put("structure", number(tensor.structure()));
    if (tensor.embedding()) {
      fields.put(
          "tokens", strings(tensor.topRows().stream().map(row -> tokens.of(row.index())).toList()));
    }
    return new Json.Obj(fields);
  }

  private static Json strings(List<String> texts) {
    return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
  }

  private static Json number(double value) {
    return new Json.Num(
        Double.isFinite(value)
            ? new BigDecimal(value).round(new MathContext(6)).toPlainString()
            : "0");
  }
}
