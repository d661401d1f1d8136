package io.weighbridge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.policy.internal.Vocabulary;
import io.weighbridge.sourcing.Resemblance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The recipes of docs/policy-recipes.md, as they stand there: each fires where it should, and only
 * there.
 */
class RecipesTest {
  private static final Pattern RULE =
      Pattern.compile("```yaml\\n(- id: ([a-z-]+)\\n.*?)```", Pattern.DOTALL);
  private static final String DOCS = docs("docs/policy.md");
  private static final Map<String, Policy> RECIPES = recipes();

  /** A recipe, a revision on which it fires, and one on which it does not. */
  record Case(String recipe, Sample fires, Sample silent) {
    @Override
    public String toString() {
      return recipe;
    }
  }

  private static Sample model(String id) {
    return Sample.of(id).safe("config.json", "json").weights();
  }

  static final List<Case> CASES =
      List.of(
          new Case("cool-down", model("a/b").changed(3), model("a/b").changed(8)),
          new Case("publisher-age", model("a/b"), model("a/b").publisherAge(200)),
          new Case("popularity", model("a/b").downloads(10), model("a/b").downloads(5000)),
          new Case("official-only", model("a/b"), official()),
          new Case(
              "verified-only",
              model("a/b"),
              model("a/b").fact("publisher.verified", Json.of(true))),
          new Case("permissive-licence", model("a/b"), model("a/b").tag("license:mit")),
          new Case(
              "licence-family",
              model("a/b").fact("licence.families", Json.strings(List.of("non-commercial"))),
              model("a/b").fact("licence.families", Json.strings(List.of("permissive")))),
          new Case(
              "commercial-use",
              model("a/b").tag("license:cc-by-nc-4.0"),
              model("a/b").tag("license:ncsa")),
          new Case("suppliers", model("Example-Supplier/b"), model("a/b")),
          new Case("jurisdiction", model("a/b"), model("google/b")),
          new Case("no-pickle", model("a/b").safe("x.bin", "torch-zip"), model("a/b")),
          new Case("safe-formats", model("a/b").safe("x.bin", "torch-zip"), model("a/b")),
          new Case("no-remote-code", model("a/b").safe("x.PY", "python"), model("a/b")),
          new Case(
              "data-only",
              model("a/b").fact("loading.dataOnly", Json.of(false)),
              model("a/b").fact("loading.dataOnly", Json.of(true))),
          new Case(
              "elsewhere",
              model("a/b").fact("loading.elsewhere", Json.strings(List.of("evil/code"))),
              model("a/b")),
          new Case("score", model("a/b").score(-1), model("a/b").score(0)),
          new Case("base-model", bases("evil/base"), bases("google/base")),
          new Case(
              "base-chain",
              bases("google/base"),
              bases("google/base")
                  .fact("baseModel.admitted", Json.strings(List.of("google/base")))),
          new Case(
              "licence-chain",
              model("a/b").sourceFinding("source/licence-chain", Severity.INFO, "not kept"),
              model("a/b")),
          new Case("known-model-changes", changed("card", "weights"), changed("card")),
          new Case(
              "new-author",
              model("a/b").fact("change.authors", Json.strings(List.of("mallory"))),
              model("a/b")),
          new Case(
              "namespace-taken",
              model("a/b").sourceFinding("source/namespace-taken", Severity.SUSPICIOUS, "taken"),
              model("a/b")),
          new Case(
              "renamed",
              model("a/b").sourceFinding("source/renamed", Severity.INFO, "was x/y"),
              model("a/b")),
          new Case(
              "copy",
              model("a/b").resembling("c/b", Resemblance.Kind.COPY),
              model("a/b").resembling("c/b", Resemblance.Kind.COPY).publisherAge(900)),
          new Case(
              "reported",
              model("a/b").fact("discussions.reports", Json.of(2)),
              model("a/b").fact("discussions.reports", Json.of(0))),
          new Case(
              "unanswered",
              model("a/b").fact("unanswered", Json.strings(List.of("its history"))),
              model("a/b")),
          new Case("size", model("a/b").size("x.gguf", 300L << 30), model("a/b")),
          new Case("tasks", model("a/b").task("text-to-image"), model("a/b").task("fill-mask")),
          new Case(
              "no-unknown-callable",
              model("a/b").finding("x.bin", "pickle/unknown-callable", Severity.SUSPICIOUS),
              model("a/b").finding("x.bin", "pickle/other", Severity.SUSPICIOUS)),
          new Case("own-names", model("our-company/b"), model("our-company2/b")));

  private static Sample official() {
    return model("a/b").fact("publisher.official", Json.of(true));
  }

  private static Sample changed(String... kinds) {
    return model("a/b")
        .fact("change.since", Json.of("c".repeat(40)))
        .fact("change.files", Json.strings(List.of("a file")))
        .fact("change.kinds", Json.strings(List.of(kinds)));
  }

  private static Sample bases(String id) {
    return model("a/b").fact("baseModel.claims", Json.strings(List.of(id)));
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void firesWhereItShouldAndOnlyThere(Case wanted) {
    Policy recipe = Objects.requireNonNull(RECIPES.get(wanted.recipe()), "not in the docs");

    assertThat(wanted.fires().by(recipe).reasons())
        .anyMatch(reason -> reason.rule().equals(wanted.recipe()))
        .noneMatch(reason -> reason.message().contains("could not be evaluated"));
    assertThat(wanted.silent().by(recipe).reasons())
        .noneMatch(reason -> reason.rule().equals(wanted.recipe()));
  }

  @Test
  void everyRecipeIsTested() {
    assertThat(CASES).extracting(Case::recipe).containsExactlyElementsOf(RECIPES.keySet());
    assertThat(RECIPES).hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  void theDocumentedNamesAreThoseThatExist() {
    for (Vocabulary.Field row : Vocabulary.STANDARD.rows()) {
      assertThat(DOCS)
          .contains(
              "| `%s` | `%s` | %s | `%s` |"
                  .formatted(row.name(), row.cel(), row.meaning(), row.example()));
    }
    assertThat(DOCS.lines().filter(line -> line.matches("\\| `\\w+` \\| `[a-zA-Z()]+` \\| .*")))
        .hasSameSizeAs(Vocabulary.STANDARD.rows());
  }

  static List<Vocabulary.Field> names() {
    return Vocabulary.STANDARD.rows();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameHasAnExampleThatCanBeEvaluated(Vocabulary.Field row) {
    boolean ofFile = Pattern.compile("\\bfile\\.").matcher(row.example()).find();
    String rule =
        """
        rules:
          - id: the-example
            scope: %s
            when: '%s'
            outcome: review
            message: example
        """
            .formatted(ofFile ? "file" : "revision", row.example());
    Policy policy = Policy.parse(Policy.standardText().replace("rules:\n", rule));
    Sample sample =
        Sample.whole()
            .malicious("pytorch_model.bin", "os.system")
            .resembling("google-bert/bert-base-uncased")
            .publisherAge(5);

    assertThat(row.example()).containsPattern("\\b" + row.name() + "\\b");
    assertThat(sample.by(policy).reasons())
        .noneMatch(reason -> reason.message().contains("could not be evaluated"));
  }

  private static Map<String, Policy> recipes() {
    var recipes = new LinkedHashMap<String, Policy>();
    String section = docs("docs/policy-recipes.md");
    for (Matcher rule = RULE.matcher(section); rule.find(); ) {
      String rules = "rules:\n" + rule.group(1).indent(2);
      recipes.put(rule.group(2), Policy.parse(Policy.standardText().replace("rules:\n", rules)));
    }
    return recipes;
  }

  private static String docs(String page) {
    try {
      return Files.readString(Path.of(System.getProperty("weighbridge.root"), page));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
