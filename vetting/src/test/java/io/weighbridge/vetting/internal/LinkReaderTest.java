package io.weighbridge.vetting.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.ContentException;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.policy.Links;
import io.weighbridge.vetting.Artifact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkReaderTest {
  private final List<Artifact> artifacts = new ArrayList<>();

  private LinkReaderTest with(String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var file = new RepoFile(new RepoPath(path), bytes.length, "0".repeat(40), Optional.empty(), 0);
    artifacts.add(new Artifact(file, "0".repeat(64), () -> new BytesContent(bytes)));
    return this;
  }

  private Links links() {
    return LinkReader.read(artifacts).links();
  }

  @Test
  void readsShardsRelativeToTheIndex() {
    with(
        "unet/model.safetensors.index.json",
        "{\"weight_map\":{\"a\":\"m-1.safetensors\",\"b\":\"m-2.safetensors\",\"c\":\"m-1.safetensors\"}}");

    assertThat(links().shards())
        .isEqualTo(
            Map.of(
                "unet/model.safetensors.index.json",
                List.of("unet/m-1.safetensors", "unet/m-2.safetensors")));
  }

  @Test
  void anIndexThatCannotBeReadNamesNoShard() {
    with("a.index.json", "{").with("b.index.json", "{\"weight_map\":{\"a\":\"../../etc/passwd\"}}");
    with("c.index.json", "{\"weight_map\":{\"a\":1}}").with("d.index.json", "[]");

    assertThat(links().shards())
        .hasSize(4)
        .allSatisfy((path, shards) -> assertThat(shards).isEmpty());
  }

  @Test
  void readsModulesThatTheRepositoryHolds() {
    with("modeling_x.py", "").with("tok.py", "").with("other.py", "");
    with(
        "config.json",
        "{\"auto_map\":{\"AutoModel\":\"modeling_x.X\",\"AutoConfig\":\"absent.C\","
            + "\"AutoTokenizer\":[\"tok.Slow\",null]}}");
    with("tokenizer_config.json", "{\"auto_map\":{\"AutoTokenizer\":\"acme/else--tok.T\"}}");

    assertThat(links().code()).isEqualTo(Map.of("config.json", List.of("modeling_x.py", "tok.py")));
  }

  @Test
  void readsComponentsAndModules() {
    with("unet/my_unet.py", "").with("custom_st.py", "").with("pipeline.py", "");
    with("model_index.json", "{\"_class_name\":[\"pipeline\",\"P\"],\"unet\":[\"my_unet\",\"U\"]}");
    with("modules.json", "[{\"idx\":0,\"type\":\"custom_st.Transformer\",\"path\":\"\"}]");

    assertThat(links().code())
        .containsEntry("model_index.json", List.of("pipeline.py", "unet/my_unet.py"))
        .containsEntry("modules.json", List.of("custom_st.py"));
  }

  @Test
  void aFileThatCannotBeOpenedSaysNothing() {
    var file = new RepoFile(new RepoPath("config.json"), 2, "0".repeat(40), Optional.empty(), 0);
    artifacts.add(
        new Artifact(
            file,
            "0".repeat(64),
            () -> {
              throw new ContentException("gone");
            }));

    assertThat(links()).isEqualTo(Links.NONE);
  }
}
