package io.weighbridge.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.HubException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderUpstreamTest extends UpstreamContract {
  @TempDir Path outside;

  @Override
  Upstream over(Path folder) {
    return new FolderUpstream("folder", folder);
  }

  @Test
  void commitIdIsTheHeadOfTheManifestsDigest() throws Exception {
    // The canonical form, by hand: keys sorted, no white space.
    String manifest =
        "[{\"path\":\"config.json\",\"sha256\":\"%s\",\"size\":2}]"
            .formatted(hex("SHA-256", "{}".getBytes(StandardCharsets.UTF_8)));

    assertThat(over(root).model(LEGACY, "").commit().hex())
        .isEqualTo(hex("SHA-256", manifest.getBytes(StandardCharsets.UTF_8)).substring(0, 40));
  }

  private static String hex(String algorithm, byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  @Test
  void changedBytesAreAnotherCommitAndTheOldOneIsGone() throws IOException {
    Upstream upstream = over(root);
    CommitId before = upstream.model(LEGACY, "").commit();
    RepoFile file = upstream.tree(LEGACY, before).getFirst();
    write(root, "legacy/config.json", "{\"a\":1}");

    assertThat(upstream.model(LEGACY, "").commit()).isNotEqualTo(before);
    assertKind(Kind.REVISION_NOT_FOUND, () -> upstream.tree(LEGACY, before));
    assertKind(Kind.REVISION_NOT_FOUND, () -> upstream.open(LEGACY, before, file));
  }

  @Test
  void refusesLinksThatLeaveTheModel() throws IOException {
    Path secret = Files.writeString(outside.resolve("secret"), "s");
    Files.createSymbolicLink(root.resolve("legacy/weights.bin"), secret);

    assertKind(Kind.BAD_ANSWER, () -> over(root).model(LEGACY, ""));
  }

  @Test
  void refusesLinkedFolders() throws IOException {
    Files.createSymbolicLink(root.resolve("org/tiny/again"), root.resolve("org/tiny/sub"));

    assertKind(Kind.BAD_ANSWER, () -> over(root).model(TINY, ""));
  }

  @Test
  void followsLinksWithinTheModel() throws IOException {
    Files.createSymbolicLink(root.resolve("legacy/copy.json"), Path.of("config.json"));
    Upstream upstream = over(root);

    List<RepoFile> files = upstream.tree(LEGACY, upstream.model(LEGACY, "").commit());
    assertThat(files).extracting(RepoFile::oid).hasSize(2).containsOnly(files.getFirst().oid());
  }

  @Test
  void refusesPathsThatDifferInCaseOnly() throws IOException {
    write(root, "legacy/Config.json", "{}");

    assertKind(Kind.BAD_ANSWER, () -> over(root).model(LEGACY, ""));
  }

  @Test
  void leavesOutWhatToolsLeaveInAFolder() throws IOException {
    CommitId before = over(root).model(LEGACY, "").commit();
    write(root, "legacy/.git/HEAD", "ref: refs/heads/main\n");
    write(root, "legacy/.cache/huggingface/x.lock", "");

    assertThat(over(root).model(LEGACY, "").commit()).isEqualTo(before);
  }

  @Test
  void knowsNeitherPopularityNorAge() {
    Upstream upstream = over(root);

    assertThat(upstream.search(ModelQuery.popular(10))).isEmpty();
    assertThat(upstream.publisher("org").orElseThrow().since()).isEmpty();
    assertThat(upstream.publisher("nobody")).isEmpty();
    assertThat(upstream.model(TINY, "").downloads()).isEmpty();
  }

  @Test
  void aCardThatIsHostileYamlIsNoMetadata() throws IOException {
    String bomb =
        "a: &a [x,x,x,x,x,x,x,x,x]\n".repeat(1) + "b: [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n";
    for (String block :
        List.of(
            bomb, "[".repeat(50_000), "!!javax.script.ScriptEngineManager []\n", "a: 1\na: 2\n")) {
      write(root, "legacy/README.md", "---\n" + block + "\n---\n");

      assertThat(over(root).model(LEGACY, "").cardData().text("license")).isEmpty();
    }
  }
}
