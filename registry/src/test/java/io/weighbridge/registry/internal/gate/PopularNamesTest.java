package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.NameIndex;
import java.util.List;
import org.junit.jupiter.api.Test;

class PopularNamesTest {
  private final FakeUpstream inner = new FakeUpstream("inner");
  private final FakeUpstream hub = new FakeUpstream("hub");
  private final NameIndex names = NameIndex.empty();

  private void refresh() {
    var upstreams =
        new Upstreams(
            List.of(
                new Upstreams.Owner(inner, List.of("acme")),
                new Upstreams.Owner(hub, List.of("*"))));
    try (var popular = new PopularNames(upstreams, names)) {
      popular.refresh();
    }
  }

  @Test
  void everyUpstreamsPopularNamesAreProtectedWhereItOwnsThem() {
    inner.repo("acme/own").popular().push("config.json", "{}");
    hub.repo("org/popular").popular().push("config.json", "{}");
    hub.repo("org/seldom-pulled").push("config.json", "{}");
    hub.repo("acme/imposter").popular().push("config.json", "{}");
    refresh();
    assertThat(names.contains(new ModelId("acme", "own"))).isTrue();
    assertThat(names.contains(new ModelId("org", "popular"))).isTrue();
    assertThat(names.contains(new ModelId("acme", "imposter"))).isFalse();
    assertThat(names.contains(new ModelId("org", "seldom-pulled"))).isFalse();
  }

  @Test
  void anUpstreamThatIsDownDoesNotKeepTheOthersBack() {
    inner.down = true;
    hub.repo("org/popular").popular().push("config.json", "{}");
    refresh();
    assertThat(names.contains(new ModelId("org", "popular"))).isTrue();
  }
}
