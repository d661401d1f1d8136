package io.weighbridge.cli.internal;

import io.weighbridge.inventory.Lint.Standing;
import io.weighbridge.json.Json;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** How models stand in a running server. */
final class Standings {
  private Standings() {}

  /** The best standing of any of a model's revisions; each model is asked for once. */
  static Function<String, Standing> of(ServerClient server) {
    var known = new ConcurrentHashMap<String, Standing>();
    return id -> known.computeIfAbsent(id, wanted -> ask(server, wanted));
  }

  private static Standing ask(ServerClient server, String id) {
    ServerClient.Answer answer = server.call("GET", "models/" + id, Json.Null.NULL);
    if (answer.status() == 404) {
      return Standing.UNKNOWN;
    }
    if (!answer.good()) {
      throw new CliException(answer.error());
    }
    List<String> states =
        answer.body().items("revisions").stream()
            .flatMap(revision -> revision.text("state").stream())
            .toList();
    if (states.contains("admitted") || states.contains("filtered")) {
      return Standing.ADMITTED;
    }
    return states.contains("review") || states.contains("weighing")
        ? Standing.WAITING
        : states.isEmpty() ? Standing.UNKNOWN : Standing.REFUSED;
  }
}
