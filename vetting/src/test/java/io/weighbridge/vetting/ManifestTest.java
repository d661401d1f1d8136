package io.weighbridge.vetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.vetting.Manifest.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final Entry CONFIG = new Entry("config.json", 2, "aa".repeat(32), "o1", false);
  private static final Entry WEIGHTS = new Entry("model.bin", 9, "bb".repeat(32), "o2", true);

  @Test
  void theDigestIsThatOfTheCanonicalJson() {
    Manifest manifest = new Manifest(List.of(CONFIG));

    assertThat(manifest.toJson().canonical())
        .isEqualTo(
            "[{\"path\":\"config.json\",\"sha256\":\"" + "aa".repeat(32) + "\",\"size\":2}]");
    // printf '[{"path":"config.json","sha256":"aa…","size":2}]' | sha256sum
    assertThat(manifest.digest())
        .isEqualTo("522b41c59c60dbd708295c235550f7b844a2073a62455ec5cd7bfeb015a45b56");
    assertThat(manifest.commitId().hex()).isEqualTo(manifest.digest().substring(0, 40));
  }

  @Test
  void orderAndTheUpstreamsClaimsDoNotMatter() {
    Entry claimed = new Entry("model.bin", 9, "bb".repeat(32), "another", false);

    assertThat(new Manifest(List.of(WEIGHTS, CONFIG)).digest())
        .isEqualTo(new Manifest(List.of(CONFIG, claimed)).digest());
  }

  @Test
  void anyChangeOfBytesPathOrSetIsAnotherCommit() {
    Manifest whole = new Manifest(List.of(CONFIG, WEIGHTS));

    assertThat(whole.without(List.of("model.bin"))).isEqualTo(new Manifest(List.of(CONFIG)));
    assertThat(whole.without(List.of("model.bin")).commitId()).isNotEqualTo(whole.commitId());
    assertThat(whole.without(List.of("other"))).isEqualTo(whole);
    assertThat(new Manifest(List.of(new Entry("c.json", 2, "aa".repeat(32), "o1", false))).digest())
        .isNotEqualTo(new Manifest(List.of(CONFIG)).digest());
  }

  @Test
  void aPathOccursOnce() {
    assertThatThrownBy(() -> new Manifest(List.of(CONFIG, CONFIG)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
