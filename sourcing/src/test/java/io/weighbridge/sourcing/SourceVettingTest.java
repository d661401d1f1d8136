package io.weighbridge.sourcing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.RuleTable;
import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of repository gets the right sentence; what is missing or odd never favours it. */
class SourceVettingTest {
  private static final NameIndex NAMES = NameIndex.standard();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  static Stream<Named<Json>> repositories() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SourceVettingTest.class.getResourceAsStream("repositories.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Json::parse)
          .map(each -> Named.of(each.text("case").orElseThrow(), each));
    }
  }

  private static SourceReport assess(TableUpstream upstream) {
    return new SourceVetting(NAMES, upstream.record(), CLOCK).assess(upstream.subject());
  }

  @ParameterizedTest
  @MethodSource("repositories")
  void tellsEachKindOfRepositoryApart(Json repository) {
    var upstream = new TableUpstream(repository);
    SourceReport report = assess(upstream);
    Json expected = repository.get("expect").orElseThrow();

    assertThat(report.headline()).isEqualTo(expected.text("headline").orElseThrow());
    assertThat(report.findings().stream().map(Finding::rule).sorted().toList())
        .isEqualTo(
            expected.items("findings").stream().map(rule -> rule.asText().orElseThrow()).toList());
    // The publisher (three requests at most), history, discussions; a model that it names or
    // imitates, or a stranger who commits.
    assertThat(upstream.asked.get()).isLessThanOrEqualTo(5);
    assertThat(Json.parse(report.toJson().write())).isEqualTo(report.toJson());
  }

  @Test
  void thereAreEnoughKinds() throws IOException {
    assertThat(repositories()).hasSizeGreaterThanOrEqualTo(30);
  }

  private static SourceReport named(String name) throws IOException {
    return repositories()
        .filter(each -> each.getName().equals(name))
        .map(each -> assess(new TableUpstream(each.getPayload())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSquatIsToldWithWhatItImitatesAndHowMuchThatIsUsed() throws IOException {
    SourceReport report = named("fresh squat");

    assertThat(report.findings().getFirst().severity()).isEqualTo(Severity.SUSPICIOUS);
    assertThat(report.findings().getFirst().message())
        .contains(
            "is not distilbert/distilbert-base-uncased-finetuned-squad", "\"sqad\" for \"squad\"");
    assertThat(report.fact("resembles.downloads")).contains(Json.of(90_000));
    assertThat(report.against())
        .anyMatch(text -> text.contains("known for 4 days only (since 2026-11-19)"));
  }

  @Test
  void aChangeIsToldAgainstWhatWasAdmitted() throws IOException {
    SourceReport report = named("hijacked: a stranger commits");

    assertThat(report.against())
        .contains(
            "model.safetensors was replaced since the admitted revision, and the card says nothing"
                + " of it",
            "mallory committed since the admitted revision, and never before it");
    assertThat(report.fact("change.authorSince")).contains(Json.of("2026-11-20T00:00:00Z"));
    assertThat(report.fact("change.kinds")).contains(Json.strings(List.of("weights")));
    assertThat(report.story())
        .contains(
            new SourceReport.Line(
                "change",
                "Since cccccccccccc (admitted here on 2024-04-01): model.safetensors changed."),
            new SourceReport.Line(
                "instead",
                "the revision that was admitted: hf download ada/my-finetune --revision "
                    + "c".repeat(40)));
  }

  @Test
  void anotherOwnerOfTheNameIsToldByWhatCannotBeForged() throws IOException {
    assertThat(named("namespace registered anew: another account id").against())
        .containsExactly(
            "the account behind ada is another than the one that was approved (id 5e, was 4d)");
    assertThat(named("known model, card edited").fact("identity.pinned")).contains(Json.of(true));
  }

  @Test
  void aScoreIsNothingButTheSumOfItsParts() throws IOException {
    Score score = named("fresh squat").score();

    assertThat(score.sum()).isEqualTo(score.parts().stream().mapToInt(Score.Part::points).sum());
    assertThat(score.toString()).contains("name of a known model -6", "young publisher -2");
    assertThat(named("nothing told but id and commit").score().parts())
        .extracting(Score.Part::name)
        .containsExactly("nothing but data is read", "origin unknown");
    assertThat(named("empty repository").score().parts())
        .extracting(Score.Part::name)
        .containsExactly("publisher known for a year", "repository half a year old");
  }

  @Test
  void everyRuleIsRaisedBySomeRepository() throws IOException {
    List<String> raised =
        repositories()
            .flatMap(each -> assess(new TableUpstream(each.getPayload())).findings().stream())
            .map(Finding::rule)
            .distinct()
            .toList();

    assertThat(RuleTable.load(NameIndex.class, "rules.tsv").all())
        .extracting(rule -> rule.id())
        .isSubsetOf(raised);
  }

  @Test
  void everyFactNamesItsSource() throws IOException {
    assertThat(named("official organisation").facts())
        .isNotEmpty()
        .allSatisfy(fact -> assertThat(fact.source()).as(fact.name()).isNotBlank());
  }

  @Test
  void anUpstreamThatDoesNotAnswerIsSaidNotToHaveAnswered() throws IOException {
    assertThat(named("upstream stops answering").fact("unanswered"))
        .contains(Json.strings(List.of("the publisher", "the history", "the discussions")));
    assertThat(named("deleted while we asked").fact("unanswered")).isEmpty();
  }

  @Test
  void theUpstreamsWorstWordCounts() throws IOException {
    assertThat(named("upstream calls a file unsafe").fact("upstreamScan"))
        .contains(Json.of("unsafe"));
    assertThat(named("upstream has not finished scanning").fact("upstreamScan"))
        .as("unfinished is no evidence")
        .isEmpty();
  }
}
