package io.weighbridge.cli.internal.demo;

import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the demo's hub says about publishers and models: the genuine one old and much used, the
 * look-alike's publisher eleven days old.
 */
record HubFacts(Instant now) {

  private record Account(String fullName, int ageDays, int models, int followers) {}

  private record Use(int ageDays, int downloads, int likes) {}

  private static final Map<String, Account> ACCOUNTS =
      Map.of(
          DemoModels.GENUINE.namespace(), new Account("DistilBERT community", 970, 9, 614),
          DemoModels.LOOK_ALIKE.namespace(), new Account("QA Tutorials", 11, 1, 0));

  private static final Map<ModelId, Use> USES =
      Map.of(
          DemoModels.GENUINE, new Use(962, 418_733, 96),
          DemoModels.LOOK_ALIKE, new Use(9, 23, 0));

  static List<ModelId> models() {
    return List.of(DemoModels.GENUINE, DemoModels.LOOK_ALIKE);
  }

  private Instant daysAgo(int days) {
    return now.minus(days, ChronoUnit.DAYS);
  }

  /** A model as its folder shows it, with the hub's numbers. */
  ModelInfo tell(ModelInfo folder) {
    Use use = java.util.Objects.requireNonNull(USES.get(folder.id()));
    Instant created = daysAgo(use.ageDays());
    return new ModelInfo(
        folder.id(),
        folder.commit(),
        Optional.of(folder.id().namespace()),
        Optional.of(created),
        Optional.of(created.plus(1, ChronoUnit.HOURS)),
        "false",
        false,
        false,
        OptionalLong.of(use.downloads()),
        OptionalLong.of(use.likes()),
        List.of("transformers", "distilbert", "question-answering", "license:apache-2.0"),
        Optional.of("question-answering"),
        Optional.of("transformers"),
        folder.cardData(),
        folder.config(),
        folder.raw());
  }

  /** A publisher's overview, as the Hub's {@code /api/organizations/NAME/overview} shapes it. */
  Optional<io.weighbridge.json.Json> overview(String namespace) {
    return Optional.ofNullable(ACCOUNTS.get(namespace))
        .map(
            account ->
                io.weighbridge.json.Json.object()
                    .put("name", namespace)
                    .put("fullname", account.fullName())
                    .put("isVerified", false)
                    .put("createdAt", io.weighbridge.hub.HubWire.time(daysAgo(account.ageDays())))
                    .put("numModels", account.models())
                    .put("numFollowers", account.followers())
                    .build());
  }
}
