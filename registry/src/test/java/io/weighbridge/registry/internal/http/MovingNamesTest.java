package io.weighbridge.registry.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.ModelId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MovingNamesTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final MovingNames names = new MovingNames(now::get);

  private boolean changed(String revision, String path, String etag) {
    ModelId id = ModelId.parse("org/m").orElseThrow();
    return names.changed(new Route.File(id, revision, path, false), etag);
  }

  @Test
  void aNameThatMeansOtherBytesIsRememberedForAnHour() {
    assertThat(changed("main", "w", "a")).isFalse();
    assertThat(changed("main", "w", "a")).isFalse();
    assertThat(changed("main", "w", "b")).isTrue();
    now.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(changed("main", "w", "b")).isTrue();
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(changed("main", "w", "b")).isFalse();
    assertThat(changed("main", "w", "a")).isTrue();
  }

  @Test
  void otherNamesAndFilesAndFullCommitIdsAreNotConcerned() {
    assertThat(changed("main", "w", "a")).isFalse();
    assertThat(changed("v1", "w", "b")).isFalse();
    assertThat(changed("main", "x", "b")).isFalse();
    String commit = "c".repeat(40);
    assertThat(changed(commit, "w", "a")).isFalse();
    assertThat(changed(commit, "w", "b")).isFalse();
    assertThat(changed(commit.substring(0, 8), "w", "a")).isFalse();
    assertThat(changed(commit.substring(0, 8), "w", "b")).isTrue();
  }
}
