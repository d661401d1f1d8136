package io.weighbridge.sourcing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.HubWire;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Loading.Runs;
import io.weighbridge.sourcing.internal.LoadingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What loaders fetch and run, by their tables. */
class LoadingTest {
  private static final Json TRANSFORMER = Json.parse("{\"model_type\":\"bert\"}");

  private static List<Loading> loadings(Map<String, Json> configs, String... paths) {
    var model =
        HubWire.readModel(Json.object().put("id", "org/x").put("sha", "a".repeat(40)).build());
    List<RepoFile> files =
        Arrays.stream(paths)
            .map(path -> new RepoFile(new RepoPath(path), 1, "0".repeat(40), Optional.empty(), 0))
            .toList();
    return new LoadingPlan(new TableUpstream(Json.object().build()).subject(model, files, configs))
        .loadings();
  }

  private static Loading of(String loader, Map<String, Json> configs, String... paths) {
    return loadings(configs, paths).stream()
        .filter(loading -> loading.loader().equals(loader))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> paths(Loading loading) {
    return loading.fetched().stream().map(Loading.Fetched::path).toList();
  }

  @Test
  void safetensorsAreTakenBeforeThePickleBesideThem() {
    Loading loading =
        of(
            "transformers",
            Map.of("config.json", TRANSFORMER),
            "config.json",
            "model.safetensors",
            "pytorch_model.bin");

    assertThat(paths(loading)).containsExactly("config.json", "model.safetensors");
    assertThat(loading.that(Runs.PICKLE)).isEmpty();
    assertThat(loading.obstacle()).isEmpty();
    assertThat(loading.safeArguments())
        .containsExactly(
            "use_safetensors=True",
            "trust_remote_code=False",
            "revision=\"" + "a".repeat(40) + "\"");
  }

  @Test
  void whereOnlyPicklesAreTheSafeArgumentsLoadNothing() {
    Loading loading =
        of("transformers", Map.of("config.json", TRANSFORMER), "config.json", "pytorch_model.bin");

    assertThat(loading.that(Runs.PICKLE)).containsExactly("pytorch_model.bin");
    assertThat(loading.obstacle()).contains("no safetensors to load instead of pytorch_model.bin");
  }

  @Test
  void anIndexBringsTheShardsThatItNames() {
    Json index = Json.parse("{\"weight_map\":{\"a\":\"model-1.safetensors\"}}");
    Loading loading =
        of(
            "transformers",
            Map.of("config.json", TRANSFORMER, "model.safetensors.index.json", index),
            "config.json",
            "model.safetensors.index.json",
            "model-1.safetensors",
            "model-2.safetensors");

    assertThat(paths(loading))
        .contains("model-1.safetensors")
        .doesNotContain("model-2.safetensors");
  }

  @Test
  void codeRunsUnderTrustRemoteCodeOnlyAndMayComeFromElsewhere() {
    Json config =
        Json.parse(
            "{\"model_type\":\"x\",\"auto_map\":{\"AutoConfig\":\"configuration_x.XConfig\","
                + "\"AutoModel\":\"other/repo--modeling_y.Y\"}}");
    Loading loading =
        of(
            "transformers",
            Map.of("config.json", config),
            "config.json",
            "configuration_x.py",
            "helper.py",
            "model.safetensors");

    assertThat(loading.fetched())
        .contains(new Loading.Fetched("configuration_x.py", Runs.CODE, "trust_remote_code=True"))
        .contains(
            new Loading.Fetched(
                "helper.py",
                Runs.CODE,
                "trust_remote_code=True, if configuration_x.py imports it"));
    assertThat(loading.elsewhere()).containsExactly("other/repo");
    assertThat(loading.obstacle()).contains("it needs its own code (configuration_x.py)");
  }

  @Test
  void diffusersGoesThroughTheFoldersOfItsIndex() {
    Json index =
        Json.parse(
            "{\"_class_name\":\"StableDiffusionPipeline\",\"unet\":[\"my_unet\",\"MyUNet\"],"
                + "\"vae\":[\"diffusers\",\"AutoencoderKL\"]}");
    Loading loading =
        of(
            "diffusers",
            Map.of("model_index.json", index),
            "model_index.json",
            "unet/config.json",
            "unet/my_unet.py",
            "unet/diffusion_pytorch_model.safetensors",
            "vae/diffusion_pytorch_model.bin",
            "elsewhere/diffusion_pytorch_model.bin");

    assertThat(paths(loading))
        .containsExactlyInAnyOrder(
            "model_index.json",
            "unet/config.json",
            "unet/diffusion_pytorch_model.safetensors",
            "vae/diffusion_pytorch_model.bin",
            "unet/my_unet.py");
    assertThat(loading.that(Runs.CODE)).containsExactly("unet/my_unet.py");
    assertThat(loading.that(Runs.PICKLE)).containsExactly("vae/diffusion_pytorch_model.bin");
  }

  @Test
  void sentenceTransformersGoesThroughItsModules() {
    Json modules =
        Json.parse(
            "[{\"path\":\"\",\"type\":\"sentence_transformers.models.Transformer\"},"
                + "{\"path\":\"2_Dense\",\"type\":\"custom_dense.Dense\"}]");
    Loading loading =
        of(
            "sentence-transformers",
            Map.of("modules.json", modules),
            "modules.json",
            "config.json",
            "model.safetensors",
            "custom_dense.py",
            "2_Dense/config.json",
            "2_Dense/pytorch_model.bin");

    assertThat(loading.that(Runs.PICKLE)).containsExactly("2_Dense/pytorch_model.bin");
    assertThat(loading.that(Runs.CODE)).containsExactly("custom_dense.py");
  }

  @Test
  void anAdapterBringsItsBaseModel() {
    Loading loading =
        of(
            "peft",
            Map.of("adapter_config.json", Json.parse("{\"base_model_name_or_path\":\"big/base\"}")),
            "adapter_config.json",
            "adapter_model.safetensors");

    assertThat(loading.elsewhere()).containsExactly("big/base");
    assertThat(loading.complete()).isTrue();
  }

  @Test
  void vllmTakesWhateverMatchesFirst() {
    Loading loading =
        of(
            "vllm",
            Map.of("config.json", TRANSFORMER),
            "config.json",
            "pytorch_model-1.bin",
            "training.bin",
            "old.pt");

    assertThat(loading.that(Runs.PICKLE)).containsExactly("pytorch_model-1.bin", "training.bin");
  }

  @Test
  void timmAsksForAnArchitectureAndGgufForNothing() {
    assertThat(
            loadings(
                Map.of("config.json", Json.parse("{\"architecture\":\"vit\"}")),
                "config.json",
                "model.safetensors"))
        .extracting(Loading::loader)
        .containsExactly("timm");
    assertThat(loadings(Map.of(), "x.Q4.gguf"))
        .extracting(Loading::loader)
        .containsExactly("llama.cpp");
    assertThat(loadings(Map.of(), "notes.txt")).isEmpty();
  }

  @Test
  void aConfigurationThatWasNotReadMayMeanAnyLoader() {
    assertThat(loadings(Map.of(), "config.json", "model.safetensors"))
        .extracting(Loading::loader)
        .containsExactly("transformers", "pipeline", "timm", "vllm");
  }
}
