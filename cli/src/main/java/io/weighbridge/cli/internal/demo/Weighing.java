package io.weighbridge.cli.internal.demo;

import io.weighbridge.cli.internal.CliException;
import io.weighbridge.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The gate meets the look-alike for the first time: what it finds, and how long that takes. */
final class Weighing implements Act {
  private static final int MOST_AGAINST = 2;

  @Override
  public String title() {
    return "The gate has never seen it: it fetches the files, weighs them, and refuses";
  }

  @Override
  public void play(Stage stage) {
    long start = System.nanoTime();
    var answer = stage.ask("/api/models/" + DemoModels.LOOK_ALIKE + "/revision/main");
    long millis = (System.nanoTime() - start) / 1_000_000;
    if (answer.status() != 403) {
      throw new CliException("demo: the gate did not refuse (status " + answer.status() + ")");
    }
    Json evidence =
        stage
            .ask("/api/weighbridge/models/" + DemoModels.LOOK_ALIKE)
            .body()
            .items("revisions")
            .stream()
            .flatMap(revision -> revision.get("evidence").stream())
            .findFirst()
            .orElseThrow(() -> new CliException("demo: the gate kept no evidence"));
    Json source = evidence.get("source").orElse(Json.Null.NULL);
    story(stage, source);
    Json.Obj worst = worst(evidence);
    stage.fact("file", place(worst));
    stage.fact("would run", worst.text("evidence").orElse(""));
    stage.fact("took", millis + " ms from the first request to the refusal");
  }

  /** The source as {@code weighbridge vet} tells it, without what the later acts show. */
  private static void story(Stage stage, Json source) {
    String before = "";
    int against = 0;
    for (Json line : source.items("story")) {
      String topic = line.text("topic").orElse("");
      against += topic.equals("against") ? 1 : 0;
      boolean told =
          switch (topic) {
            case "who", "use", "loading", "score" -> true;
            case "against" -> against <= MOST_AGAINST;
            default -> false;
          };
      if (told) {
        stage.fact(topic.equals(before) ? "" : topic, line.text("text").orElse(""));
        before = topic;
      }
    }
    if (against == 0) {
      throw new CliException("demo: the look-alike was not noticed");
    }
  }

  /** The first malicious finding, with its file's path. */
  private static Json.Obj worst(Json evidence) {
    return evidence.items("files").stream()
        .flatMap(file -> findings(file))
        .filter(finding -> finding.text("severity").orElse("").equals("malicious"))
        .min(Comparator.comparing(finding -> finding.number("offset").orElse(Long.MAX_VALUE)))
        .orElseThrow(() -> new CliException("demo: the payload was not found"));
  }

  private static Stream<Json.Obj> findings(Json file) {
    return file.items("findings").stream()
        .map(
            finding -> {
              var with = Json.object().put("path", file.text("path").orElse(""));
              if (finding instanceof Json.Obj(var fields)) {
                fields.forEach(with::put);
              }
              return with.build();
            });
  }

  private static String place(Json finding) {
    List<Json> members = finding.items("members");
    String path =
        Stream.concat(
                Stream.of(finding.text("path").orElse("")),
                members.stream().flatMap(member -> member.asText().stream()))
            .collect(Collectors.joining("!"));
    return path
        + (finding.number("offset").isPresent()
            ? ", byte " + finding.number("offset").getAsLong()
            : "")
        + " ("
        + finding.text("rule").orElse("")
        + ")";
  }
}
