package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Upstream;
import java.util.Optional;

/** What an asker is told when the upstream did not give what was asked of it. */
final class Failures {
  private Failures() {}

  static Answer answer(HubException e, ModelId id, Optional<Upstream> upstream) {
    String why = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case REPO_NOT_FOUND -> new Answer.NotFound(Answer.Missing.REPOSITORY, Texts.line(why));
      case REVISION_NOT_FOUND, ENTRY_NOT_FOUND ->
          new Answer.NotFound(Answer.Missing.REVISION, Texts.line(why));
      case GATED, UNAUTHORIZED ->
          new Answer.Refused(
              upstream.map(hub -> Texts.gateNotEntitled(id, hub)).orElseGet(() -> Texts.line(why)),
              false,
              false,
              Optional.empty());
      case REFUSED ->
          new Answer.Refused(
              Texts.line("refused by the upstream gate: " + why), false, false, Optional.empty());
      case UNAVAILABLE, BAD_ANSWER ->
          new Answer.Unavailable(
              upstream.map(hub -> Texts.unavailable(hub, why)).orElseGet(() -> Texts.line(why)));
    };
  }
}
