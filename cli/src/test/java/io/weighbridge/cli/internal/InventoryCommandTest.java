package io.weighbridge.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryCommandTest {
  @TempDir Path folder = Path.of("");

  private Path project() throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    Files.writeString(
        project.resolve("app.py"),
        "import torch\nfrom transformers import AutoModel\n"
            + "AutoModel.from_pretrained('acme-ml/a-1')\ntorch.load('x')\n");
    return project;
  }

  @Test
  void inventoryNamesTheModelAndItsPlace() throws IOException {
    Run run = Run.of("inventory", project().toString());
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "acme-ml/a-1  (huggingface)",
            "app.py:3  loads by transformers.AutoModel.from_pretrained, no revision");
  }

  @Test
  void lintFailsABuildAndWritesItsPatch() throws IOException {
    Path patch = folder.resolve("fix.patch");
    Run run = Run.of("lint", "--fix", patch.toString(), project().toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("app.py:4: suspicious: torch.load").contains("lint/unpinned");
    assertThat(patch).content().contains("+torch.load('x', weights_only=True)");
    assertThat(
            Run.of("lint", "--fail-on", "malicious", folder.resolve("project").toString()).code())
        .isZero();
  }

  @Test
  void aRepositoryIsFetchedWithoutItsHooksAndSubmodules() throws Exception {
    Path project = project();
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("b.py"), "AutoModel.from_pretrained('acme-ml/submodule-2')\n");
    for (Path repository : List.of(other, project)) {
      git(repository, "init", "-q");
      git(repository, "add", "-A");
      git(repository, "commit", "-qm", "one");
    }
    Files.createSymbolicLink(project.resolve("link.py"), Path.of("/etc/hostname"));
    git(
        project,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        other.toUri().toString(),
        "sub");
    git(project, "add", "-A");
    git(project, "commit", "-qm", "two");

    Run run = Run.of("inventory", project.toUri().toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("acme-ml/a-1").doesNotContain("submodule-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext::sh -c true",
        "ssh://host/x",
        "git@host:x/y",
        "http://127.0.0.1:9/x",
        "git://host/x"
      })
  void otherTransportsAreRefused(String address) {
    Run run = Run.of("inventory", address);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("begins with https:// or file://");
  }

  private static void git(Path folder, String... words) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                "git",
                "-C",
                folder.toString(),
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.org"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
