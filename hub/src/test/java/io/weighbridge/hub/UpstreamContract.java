package io.weighbridge.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.content.Content;
import io.weighbridge.hub.HubException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every upstream does, over the same two small models. */
abstract class UpstreamContract {
  static final ModelId TINY = new ModelId("org", "tiny");
  static final ModelId LEGACY = new ModelId("", "legacy");
  static final byte[] WEIGHTS = new byte[300_000];

  static {
    new Random(7).nextBytes(WEIGHTS);
  }

  @TempDir Path root;
  private Upstream upstream;

  /** An upstream that serves the models in the folder. */
  abstract Upstream over(Path folder) throws IOException;

  static void fill(Path root) throws IOException {
    write(
        root,
        "org/tiny/config.json",
        "{\"model_type\":\"bert\",\"architectures\":[\"BertModel\"]}");
    write(
        root,
        "org/tiny/README.md",
        "---\nlicense: mit\npipeline_tag: fill-mask\ntags: [tiny]\n---\n# tiny\n");
    write(root, "org/tiny/sub/dir/extra.txt", "hello\n");
    Files.write(root.resolve("org/tiny/model.safetensors"), WEIGHTS);
    write(root, "legacy/config.json", "{}");
  }

  static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @BeforeEach
  void open() throws IOException {
    fill(root);
    upstream = over(root);
  }

  @Test
  void tellsAboutAModelWhateverTheCaseOfItsId() {
    ModelInfo info = upstream.model(new ModelId("ORG", "Tiny"), "");

    assertThat(info.id()).isEqualTo(TINY);
    assertThat(info.cardData().text("license")).contains("mit");
    assertThat(info.pipelineTag()).contains("fill-mask");
    assertThat(info.tags()).contains("tiny", "license:mit");
    assertThat(info.config().text("model_type")).contains("bert");
    assertThat(info.isGated()).isFalse();
  }

  @Test
  void describesACommitAsModelAndTreeTellIt() {
    ModelInfo info = upstream.model(TINY, "main");

    Upstream.Described told = upstream.describe(TINY, "main");

    assertThat(told.model().id()).isEqualTo(info.id());
    assertThat(told.model().commit()).isEqualTo(info.commit());
    assertThat(told.files()).isEqualTo(upstream.tree(TINY, info.commit()));
    assertKind(Kind.REPO_NOT_FOUND, () -> upstream.describe(new ModelId("no", "such"), ""));
  }

  @Test
  void resolvesBranchFullAndShortIdToOneCommit() {
    CommitId commit = upstream.model(TINY, "main").commit();

    assertThat(upstream.model(TINY, commit.hex()).commit()).isEqualTo(commit);
    assertThat(upstream.model(TINY, commit.hex().substring(0, 8)).commit()).isEqualTo(commit);
    assertThat(upstream.refs(TINY).branches()).containsEntry("main", commit);
    assertThat(upstream.commits(TINY, commit, 10)).extracting(Commit::id).containsExactly(commit);
  }

  @Test
  void hasModelsWithoutANamespace() {
    ModelInfo info = upstream.model(LEGACY, "main");

    assertThat(info.id()).isEqualTo(LEGACY);
    assertThat(upstream.tree(LEGACY, info.commit()))
        .extracting(file -> file.path().text())
        .containsExactly("config.json");
  }

  @Test
  void listsFilesSortedWithTheIdentitiesThatClientsUse() {
    List<RepoFile> files = upstream.tree(TINY, upstream.model(TINY, "").commit());

    assertThat(files)
        .extracting(file -> file.path().text())
        .containsExactly("README.md", "config.json", "model.safetensors", "sub/dir/extra.txt");
    RepoFile small = files.get(3);
    assertThat(small.large()).isFalse();
    // printf 'hello\n' | git hash-object --stdin
    assertThat(small.etag()).isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
    RepoFile large = files.get(2);
    assertThat(large.size()).isEqualTo(WEIGHTS.length);
    assertThat(large.etag()).hasSize(64);
    assertThat(large.oid()).isEqualTo(new LfsPointer(large.etag(), large.size()).oid());
  }

  @Test
  void readsAnyPartOfAFile() {
    try (Content content = upstream.open(TINY, commit(), file("model.safetensors"))) {
      assertThat(content.size()).isEqualTo(WEIGHTS.length);
      var random = new Random(1);
      for (int i = 0; i < 50; i++) {
        int at = random.nextInt(WEIGHTS.length + 10);
        ByteBuffer into = ByteBuffer.allocate(random.nextInt(100_000));
        int expected = Math.clamp(WEIGHTS.length - at, 0, into.capacity());
        assertThat(content.read(at, into)).isEqualTo(expected);
        assertThat(into.flip())
            .isEqualTo(ByteBuffer.wrap(WEIGHTS, Math.min(at, WEIGHTS.length), expected).slice());
      }
    }
  }

  @Test
  void streamsAFileFromAnOffset() throws IOException {
    try (InputStream in = upstream.stream(TINY, commit(), file("sub/dir/extra.txt"), 2)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("llo\n");
    }
  }

  @Test
  void tellsWhatIsMissingApart() {
    CommitId other = new CommitId("0".repeat(40));

    assertKind(Kind.REPO_NOT_FOUND, () -> upstream.model(new ModelId("org", "nothing"), ""));
    assertKind(Kind.REPO_NOT_FOUND, () -> upstream.model(new ModelId("", "org"), ""));
    assertKind(Kind.REPO_NOT_FOUND, () -> upstream.model(new ModelId("legacy", "sub"), ""));
    assertKind(Kind.REVISION_NOT_FOUND, () -> upstream.model(TINY, "no-such-branch"));
    assertKind(Kind.REVISION_NOT_FOUND, () -> upstream.tree(TINY, other));
  }

  private CommitId commit() {
    return upstream.model(TINY, "").commit();
  }

  private RepoFile file(String path) {
    return upstream.tree(TINY, commit()).stream()
        .filter(file -> file.path().text().equals(path))
        .findFirst()
        .orElseThrow();
  }

  static void assertKind(Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(HubException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
