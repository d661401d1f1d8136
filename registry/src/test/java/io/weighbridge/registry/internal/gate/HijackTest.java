package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.CommitId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A known model that is taken over: its new commit is judged as a change, its owner by identity.
 */
class HijackTest {
  @TempDir Path folder;
  private final TestGate.Setup setup = new TestGate.Setup();
  private @Nullable TestGate open;

  private TestGate gate() {
    if (open == null) {
      open = setup.open(folder);
    }
    return open;
  }

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  private CommitId push(String weights, String card, String... more) {
    String[] files = {"README.md", card, "config.json", "{}", "model.safetensors", weights};
    String[] all = new String[files.length + more.length];
    System.arraycopy(files, 0, all, 0, files.length);
    System.arraycopy(more, 0, all, files.length, more.length);
    return setup.hub.repo("org/known").push(all);
  }

  private String why(String revision) {
    Answer answer = gate().ask("org/known", revision);
    return switch (answer) {
      case Answer.Refused refused -> refused.text();
      case Answer.Served served -> "served";
      default -> answer.toString();
    };
  }

  @Test
  void weightsReplacedWithoutAWordWaitForAPersonAndTheKnownCommitStays() {
    push("one", "a card");
    assertThat(why("main")).isEqualTo("served");

    CommitId hijacked = push("two", "a card");

    assertThat(why(hijacked.hex()))
        .contains("Waits for approval", "model.safetensors was replaced since the admitted");
  }

  @Test
  void newWeightsThatTheCardSpeaksOfAreAdmitted() {
    push("one", "a card");
    assertThat(why("main")).isEqualTo("served");

    CommitId better = push("two", "a card, version 2: trained for longer");

    assertThat(why(better.hex())).isEqualTo("served");
  }

  @Test
  void codeAddedToAModelThatHadNoneIsNamed() {
    push("one", "a card");
    assertThat(why("main")).isEqualTo("served");

    CommitId hijacked = push("one", "a new card", "modeling_x.py", "import os");

    assertThat(why(hijacked.hex()))
        .contains("code was added to a model that had none: modeling_x.py");
  }

  @Test
  void aNamespaceThatSomebodyElseRegisteredIsToldByItsAccount() {
    setup.hub.account("org", "5e01", "2019-05-05T00:00:00.000Z");
    push("one", "a card");
    assertThat(why("main")).isEqualTo("served");

    setup.hub.account("org", "77ff", "2026-11-01T00:00:00.000Z");
    CommitId theirs = push("one", "a friendlier card");

    assertThat(why(theirs.hex()))
        .contains("the account behind org is another than the one that was approved");
  }

  @Test
  void whatAPersonApprovedIsWhatComesNextIsHeldAgainst() {
    push("one", "a card");
    assertThat(why("main")).isEqualTo("served");
    CommitId second = push("two", "a card");
    assertThat(why(second.hex())).contains("Waits for approval");
    assertThat(gate().approve("org/known", second.hex()).changed()).isTrue();

    CommitId third = push("two", "a better card");

    assertThat(why(third.hex())).isEqualTo("served");
  }
}
