package io.weighbridge.sourcing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.HubWire;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.LookAlikeMeasurement.Half;
import io.weighbridge.sourcing.LookAlikeMeasurement.Rate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** How well look-alikes are told, on publishers that were never looked at while tuning. */
class LookAlikeTest {
  /** Honest names do these all the time, too; docs/look-alikes.md has their figures. */
  private static final List<String> HALF_TOLD = List.of("word-omission", "invented");

  private static final NameIndex NAMES = NameIndex.standard();

  @ParameterizedTest
  @CsvFileSource(resources = "names.tsv", delimiter = '\t')
  void takesEachNameForWhatItIs(String id, String expected, String original) {
    var resemblance = NAMES.resembles(ModelId.parse(id).orElseThrow());

    assertThat(resemblance.map(hit -> hit.kind().text()).orElse("none")).isEqualTo(expected);
    assertThat(resemblance.map(hit -> hit.original().toString()).orElse("-")).isEqualTo(original);
  }

  @Test
  void findsNineteenOfTwentyAttacksAndNamesTheWorstKind() {
    Map<String, Rate> byKind = new HashMap<>();
    LookAlikeMeasurement.recall(LookAlikeMeasurement.of(Half.HELD_OUT), 2, 40, new ArrayList<>())
        .forEach(
            (kind, rate) ->
                byKind.merge(kind.replaceAll("/.*", ""), rate, LookAlikeMeasurement::sum));
    Rate all = byKind.values().stream().reduce(new Rate(0, 0), LookAlikeMeasurement::sum);

    assertThat(all.value()).as("recall " + all).isGreaterThanOrEqualTo(0.95);
    assertThat(byKind)
        .allSatisfy(
            (kind, rate) ->
                assertThat(rate.value())
                    .as(kind + " " + rate)
                    .isGreaterThanOrEqualTo(HALF_TOLD.contains(kind) ? 0.4 : 0.9));
  }

  @Test
  void accusesHardlyAnyHonestName() {
    var accused = new ArrayList<ModelId>();
    Rate wrong = LookAlikeMeasurement.falsePositives(Half.HELD_OUT, new ArrayList<>(), accused);

    assertThat(wrong.made()).isGreaterThan(600);
    assertThat(wrong.value()).as("false positives " + accused).isLessThanOrEqualTo(0.005);
  }

  @Test
  void publishersOfOtherSourcesFareLikeThoseOfTheList() {
    Rate wrong = LookAlikeMeasurement.falsePositives(new ArrayList<>(), new ArrayList<>());
    Rate found =
        LookAlikeMeasurement.recall(LookAlikeMeasurement.fresh(), 7, 20, new ArrayList<>())
            .values()
            .stream()
            .reduce(new Rate(0, 0), LookAlikeMeasurement::sum);

    assertThat(wrong.made()).isGreaterThan(600);
    assertThat(wrong.value()).as("false positives " + wrong).isLessThanOrEqualTo(0.005);
    // Of "invented" fewer are told here: none of these makers is in the table of official ones.
    assertThat(found.value()).as("recall " + found).isGreaterThanOrEqualTo(0.93);
  }

  @Test
  void ofANewPublisherAWordLeftOutIsTold() {
    var squat = new ModelId("somebody", "whisper-v3");

    assertThat(NAMES.resembles(squat)).isEmpty();
    assertThat(NAMES.variantOf(squat).orElseThrow())
        .satisfies(
            variant -> {
              assertThat(variant.kind()).isEqualTo(Resemblance.Kind.OMISSION);
              assertThat(variant.explanation())
                  .isEqualTo(
                      "one word less than openai/whisper-large-v3: \"large\" left out; another"
                          + " publisher");
            });
    assertThat(NAMES.variantOf(new ModelId("openai", "whisper-v3"))).isEmpty();
  }

  @Test
  void namesAddedLaterAreProtectedAtOnce() {
    NameIndex index = NameIndex.empty();
    for (int i = 0; i < 100; i++) {
      index.add(new ModelId("acme", "invoice-reader-" + i));
    }
    index.add(new ModelId("acme", "contract-classifier"));

    assertThat(index.size()).isEqualTo(101);
    assertThat(index.contains(new ModelId("ACME", "Invoice-Reader-7"))).isTrue();
    assertThat(index.resembles(new ModelId("stranger", "contract-clasifier")).orElseThrow().kind())
        .isEqualTo(Resemblance.Kind.TYPO);
    assertThat(index.resembles(new ModelId("acme", "contract-clasifier"))).isEmpty();
  }

  @Test
  void popularityIsBelievedOnlyWhenItIsOldAndLarge() {
    NameIndex index = NameIndex.standard();
    Instant now = Instant.parse("2026-11-23T00:00:00Z");
    String old = "2024-01-01T00:00:00.000Z";
    String young = "2026-11-01T00:00:00.000Z";

    assertThat(
            index.addPopular(
                List.of(
                    popular("newco/fine-model", 50_000, old),
                    popular("newco2/small-model", 12, old),
                    popular("newco3/young-model", 50_000, young),
                    popular("attacker/distilbert-base-uncased-finetuned-sqad", 50_000, old)),
                now))
        .containsExactly(new ModelId("newco", "fine-model"));
    assertThat(index.knowsPublisher("newco")).isTrue();
    assertThat(index.knowsPublisher("attacker")).isFalse();
  }

  private static ModelInfo popular(String id, long downloads, String createdAt) {
    return HubWire.readModel(
        Json.object()
            .put("id", id)
            .put("sha", "a".repeat(40))
            .put("downloads", downloads)
            .put("createdAt", createdAt)
            .build());
  }
}
