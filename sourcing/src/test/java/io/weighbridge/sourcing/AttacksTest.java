package io.weighbridge.sourcing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.sourcing.internal.ProtectedNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AttacksTest {

  @Test
  void makesEveryKindThatTheStudiesDescribe() throws IOException {
    Set<String> described;
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("attack-kinds.tsv"))) {
      described =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split("\t", -1)[0])
              .collect(Collectors.toSet());
    }
    var shipped = ProtectedNames.shipped();
    var attacks = new Attacks(1, shipped).on(shipped, 20);

    assertThat(attacks.stream().map(Attacks.Attack::kind).collect(Collectors.toSet()))
        .isEqualTo(described);
    assertThat(attacks).isEqualTo(new Attacks(1, shipped).on(shipped, 20));
    assertThat(attacks)
        .allSatisfy(
            attack -> assertThat(attack.squat().key()).isNotEqualTo(attack.original().key()));
  }
}
