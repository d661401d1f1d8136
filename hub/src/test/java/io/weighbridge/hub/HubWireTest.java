package io.weighbridge.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HubWireTest {
  private static final String SHA = "a".repeat(40);
  private static final String INFO =
      """
      {"_id":"621f","id":"org/tiny","modelId":"org/tiny","author":"org","sha":"%s",
       "lastModified":"2026-01-02T03:04:05.000Z","createdAt":"2025-01-02T03:04:05.000Z",
       "private":false,"gated":"manual","disabled":false,"downloads":12,"likes":3,
       "tags":["license:mit"],"pipeline_tag":"fill-mask","library_name":"transformers",
       "cardData":{"license":"mit"},"config":{"model_type":"bert"},
       "securityRepoStatus":{"scansDone":true,
         "filesWithIssues":[{"path":"pytorch_model.bin","level":"unsafe"}]},
       "siblings":[{"rfilename":"config.json"}]}"""
          .formatted(SHA);

  @Test
  void readsAndWritesAModel() {
    ModelInfo info = HubWire.readModel(Json.parse(INFO));

    Json written = HubWire.model(info, List.of(small("config.json", 5)), true);

    ModelInfo again = HubWire.readModel(written);
    assertThat(again.commit().hex()).isEqualTo(SHA);
    assertThat(again.gated()).isEqualTo("manual");
    assertThat(again.downloads()).hasValue(12);
    assertThat(written.text("lastModified")).contains("2026-01-02T03:04:05.000Z");
    assertThat(written.items("siblings").getFirst().number("size")).hasValue(5);
  }

  @Test
  void oddFieldsBecomeUnknown() {
    ModelInfo info =
        HubWire.readModel(
            Json.parse(
                """
                {"id":"org/tiny","sha":"%s","createdAt":17,"lastModified":"yesterday",
                 "downloads":"many","likes":-4,"tags":[1,{"a":2},"ok"],"gated":{"x":1},
                 "cardData":null,"pipeline_tag":[]}"""
                    .formatted(SHA)));

    assertThat(info.createdAt()).isEmpty();
    assertThat(info.lastModified()).isEmpty();
    assertThat(info.downloads()).isEmpty();
    assertThat(info.likes()).isEmpty();
    assertThat(info.tags()).containsExactly("ok");
    assertThat(info.isGated()).as("what is not understood is no open gate").isTrue();
  }

  @Test
  void anAnswerWithoutAUsableIdOrCommitIsRefused() {
    for (String answer :
        List.of("[]", "{}", "{\"id\":\"../x\",\"sha\":\"" + SHA + "\"}", "{\"id\":\"a/b\"}")) {
      UpstreamContract.assertKind(Kind.BAD_ANSWER, () -> HubWire.readModel(Json.parse(answer)));
    }
  }

  @Test
  void readsTheUpstreamsScannersWorstOf() {
    UpstreamScan scan = UpstreamScan.of(HubWire.readModel(Json.parse(INFO)));

    assertThat(scan.done()).isTrue();
    assertThat(scan.issues())
        .containsExactly(
            new UpstreamScan.FileIssue("pytorch_model.bin", UpstreamScan.Level.UNSAFE));
  }

  @Test
  void refusesUnacceptableEntriesOfATree() {
    String good =
        "{\"type\":\"file\",\"oid\":\"%s\",\"size\":1,\"path\":\"%s\"}".formatted(SHA, "%s");
    for (String path : List.of("../x", "/etc/passwd", "a/../b", "a//b", "con.txt", "a\\\\b")) {
      UpstreamContract.assertKind(
          Kind.BAD_ANSWER, () -> HubWire.readTree(Json.parse("[" + good.formatted(path) + "]")));
    }
    UpstreamContract.assertKind(
        Kind.BAD_ANSWER,
        () -> HubWire.readTree(Json.parse("[" + good.formatted("a").replace(":1,", ":-1,") + "]")));
    assertThat(HubWire.readTree(Json.parse("[" + good.formatted("a") + "]"))).hasSize(1);
  }

  @Test
  void writesTreesWithFoldersAndWithoutXet() {
    List<RepoFile> files =
        List.of(small("a.txt", 1), large("sub/dir/w.bin", 9), small("sub/x.txt", 2));

    assertThat(HubWire.tree(files, "", false))
        .extracting(entry -> entry.text("path").orElseThrow())
        .containsExactly("a.txt", "sub");
    assertThat(HubWire.tree(files, "", true))
        .extracting(entry -> entry.text("path").orElseThrow())
        .containsExactly("a.txt", "sub", "sub/dir", "sub/dir/w.bin", "sub/x.txt");
    assertThat(HubWire.tree(files, "sub", false))
        .extracting(entry -> entry.text("path").orElseThrow())
        .containsExactly("sub/dir", "sub/x.txt");
    assertThat(HubWire.tree(files, "nothing", true)).isEmpty();
    assertThat(HubWire.entry(files.get(1)).write())
        .contains("\"lfs\":{\"oid\":\"" + "b".repeat(64) + "\",\"size\":9,\"pointerSize\":")
        .doesNotContain("xet");
    assertThat(HubWire.readTree(Json.array(HubWire.tree(files, "", true)))).isEqualTo(files);
  }

  @Test
  void writesAndReadsRefsAndCommits() {
    Refs refs = new Refs(Map.of("main", new CommitId(SHA)), Map.of("v1", new CommitId(SHA)));
    Commit commit = new Commit(new CommitId(SHA), "title", "", List.of("weigh"), Optional.empty());

    assertThat(HubWire.readRefs(HubWire.refs(refs))).isEqualTo(refs);
    assertThat(HubWire.readCommits(HubWire.commits(List.of(commit))).getFirst().authors())
        .containsExactly("weigh");
  }

  static RepoFile small(String path, long size) {
    return new RepoFile(new RepoPath(path), size, SHA, Optional.empty(), 0);
  }

  static RepoFile large(String path, long size) {
    LfsPointer pointer = new LfsPointer("b".repeat(64), size);
    return new RepoFile(
        new RepoPath(path),
        size,
        pointer.oid(),
        Optional.of(pointer.sha256()),
        pointer.pointerSize());
  }
}
