package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.NameIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PopularNamesTest {
  private final FakeUpstream inner = new FakeUpstream("inner");
  private final FakeUpstream hub = new FakeUpstream("hub");
  private final NameIndex names = NameIndex.empty();
  @TempDir private Path folder;

  private Upstreams upstreams(String... inners) {
    return new Upstreams(
        List.of(
            new Upstreams.Owner(inner, List.of(inners)), new Upstreams.Owner(hub, List.of("*"))));
  }

  private void refresh() {
    try (var popular =
        new PopularNames(upstreams("acme"), names, folder.resolve("popular-names"))) {
      popular.refresh();
    }
  }

  private NameIndex restarted(String... inners) {
    NameIndex after = NameIndex.empty();
    new PopularNames(upstreams(inners), after, folder.resolve("popular-names")).close();
    return after;
  }

  @Test
  void whatWasPopularStaysProtectedOverARestartWithItsUpstreamDown() {
    hub.repo("org/popular").popular().push("config.json", "{}");
    refresh();
    hub.down = true;

    NameIndex after = restarted("acme");

    assertThat(after.contains(new ModelId("org", "popular"))).isTrue();
    assertThat(after.size()).isEqualTo(1);
  }

  @Test
  void aNameThatAnotherUpstreamOwnsNowIsProtectedNoLonger() {
    hub.repo("org/popular").popular().push("config.json", "{}");
    refresh();

    assertThat(restarted("acme", "org").size()).isZero();
  }

  @Test
  void aFileThatCannotBeReadIsNoHindrance() throws IOException {
    Files.write(folder.resolve("popular-names"), new byte[] {(byte) 0xff, 9, 10, 'x'});
    hub.repo("org/popular").popular().push("config.json", "{}");
    refresh();

    assertThat(restarted("acme").contains(new ModelId("org", "popular"))).isTrue();
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
