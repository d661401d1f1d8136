package io.weighbridge.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DigestsTest {
  /** {@code printf 'hello\n' | git hash-object --stdin} and {@code sha256sum}. */
  @Test
  void agreeWithGitAndSha256sum() {
    Content hello = new BytesContent("hello\n".getBytes(StandardCharsets.UTF_8));
    Digests digests = Digests.of(hello, Budget.standard());
    assertThat(digests.gitBlob()).isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
    assertThat(digests.sha256())
        .isEqualTo("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
  }

  @Test
  void ofNothingAreThoseOfTheEmptyBlob() {
    Digests digests = Digests.of(new BytesContent(new byte[0]), Budget.standard());
    assertThat(digests.gitBlob()).isEqualTo("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  }
}
