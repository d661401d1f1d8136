package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.Upstream;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.db.Rows.Entitlement;
import io.weighbridge.registry.internal.db.SecretBox;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Gated and private models open for those whom the upstream itself lets in, told by their own
 * upstream token. The gate's own token fetches, but opens nothing for anybody. Thread-safe.
 */
final class Entitlements {
  private static final Duration BELIEVED = Duration.ofMinutes(15);

  /** How long a yes holds while the upstream cannot be asked. */
  private static final Duration BELIEVED_OFFLINE = Duration.ofDays(1);

  private static final int LONGEST_TOKEN = 512;

  private final Records records;
  private final Upstreams upstreams;
  private final SecretBox secrets;
  private final Texts texts;
  private final Clock clock;
  private final SingleFlight<Boolean> asking = new SingleFlight<>();

  Entitlements(Records records, Upstreams upstreams, SecretBox secrets, Texts texts, Clock clock) {
    this.records = records;
    this.upstreams = upstreams;
    this.secrets = secrets;
    this.texts = texts;
    this.clock = clock;
  }

  /** Why a model does not open for an asker; empty when it does. */
  Optional<Answer> closed(Rows.Model model, Optional<CommitId> commit, Asker asker) {
    if (!model.closed()) {
      return Optional.empty();
    }
    Optional<byte[]> token =
        asker.tokenId() == 0
            ? Optional.empty()
            : records.askers().upstreamToken(asker.name(), model.upstream());
    boolean open = token.isPresent() && entitled(model, asker, token.get());
    return open
        ? Optional.empty()
        : Optional.of(
            new Answer.Refused(
                texts.notEntitled(
                    model.id(), model.upstream(), asker.tokenId() == 0, token.isPresent()),
                false,
                false,
                commit));
  }

  private boolean entitled(Rows.Model model, Asker asker, byte[] sealed) {
    var known = records.askers().entitlement(asker.name(), model.key());
    if (known.isPresent() && youngerThan(known.get(), BELIEVED)) {
      return known.get().granted();
    }
    return asking.get(asker.name() + "\0" + model.key(), () -> ask(model, asker, sealed, known));
  }

  private boolean ask(Rows.Model model, Asker asker, byte[] sealed, Optional<Entitlement> known) {
    Optional<Upstream> upstream = upstreams.named(model.upstream());
    if (upstream.isEmpty()) {
      return stillGranted(known);
    }
    boolean granted;
    try {
      granted =
          upstream
              .get()
              .entitled(model.id(), secrets.unseal(purpose(asker, model.upstream()), sealed));
    } catch (HubException e) {
      if (e.kind() == HubException.Kind.UNAVAILABLE) {
        return stillGranted(known);
      }
      granted = false;
    }
    records.askers().entitle(asker.name(), model.key(), new Entitlement(granted, clock.instant()));
    return granted;
  }

  private boolean stillGranted(Optional<Entitlement> known) {
    return known
        .filter(Entitlement::granted)
        .filter(e -> youngerThan(e, BELIEVED_OFFLINE))
        .isPresent();
  }

  private boolean youngerThan(Entitlement entitlement, Duration age) {
    return clock.instant().isBefore(entitlement.checkedAt().plus(age));
  }

  /**
   * Keeps or forgets a person's upstream token.
   *
   * @throws IllegalArgumentException when the asker is nobody in particular, the upstream unknown,
   *     or the text no token
   */
  void register(Asker asker, String upstream, Optional<String> token) {
    if (asker.tokenId() == 0) {
      throw new IllegalArgumentException(
          "an upstream token belongs to a person: use a token of this gate of your own");
    }
    if (upstreams.named(upstream).isEmpty()) {
      throw new IllegalArgumentException("no upstream is named '" + Texts.line(upstream) + "'");
    }
    if (token.filter(text -> !text.matches("[\\x21-\\x7e]{8," + LONGEST_TOKEN + "}")).isPresent()) {
      throw new IllegalArgumentException("not a token: 8 to 512 printable characters, no spaces");
    }
    records
        .askers()
        .setUpstreamToken(
            asker.name(),
            upstream,
            token.map(text -> secrets.seal(purpose(asker, upstream), text)));
  }

  private static String purpose(Asker asker, String upstream) {
    return "upstream token of "
        + asker.name().getBytes(StandardCharsets.UTF_8).length
        + ":"
        + asker.name()
        + " for "
        + upstream;
  }
}
