package io.weighbridge.sourcing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.ModelId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameIndexTest {
  private static final NameIndex NAMES = NameIndex.standard();
  private static final String GENUINE = "distilbert/distilbert-base-uncased-finetuned-squad";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "distllbert/distilbert-base-uncased-finetuned-sqad",
        "distilbert-ai/distilbert-base-uncased-finetuned-sqad",
        "somebody/distilbert-base-uncased-finetuned-sqad",
        "distilbert-base-uncased-finetuned-sqad"
      })
  void knowsTheBattlecardsLookAlikeUnderAnyPublisher(String id) {
    Resemblance resemblance = NAMES.resembles(ModelId.parse(id).orElseThrow()).orElseThrow();

    assertThat(resemblance.original().toString()).isEqualTo(GENUINE);
    assertThat(resemblance.informational()).isFalse();
    assertThat(resemblance.explanation()).contains(GENUINE);
  }

  @Test
  void theGenuineModelResemblesNothing() {
    assertThat(NAMES.resembles(ModelId.parse(GENUINE).orElseThrow())).isEmpty();
  }
}
