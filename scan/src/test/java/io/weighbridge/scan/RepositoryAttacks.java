package io.weighbridge.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configuration and code of a repository that make a loader act. */
final class RepositoryAttacks {
  private static final String MODEL = "import os\nos.system('echo x')\nclass M:\n  pass\n";

  private RepositoryAttacks() {}

  static Map<String, Attack> all() {
    var attacks = new LinkedHashMap<String, Attack>();
    attacks.put("config", a -> List.of(Sample.of(a.getFirst(), rest(a))));
    attacks.put("auto-map", a -> autoMap());
    attacks.put("auto-map-elsewhere", a -> elsewhere());
    attacks.put("pipeline", a -> pipeline());
    attacks.put("hydra", a -> hydra(a.getFirst()));
    attacks.put("nemo", a -> nemo());
    attacks.put("nemo-checkpoint", a -> nemoCheckpoint());
    attacks.put("mlflow", a -> mlflow(a.getFirst(), a.getLast()));
    attacks.put("template", a -> List.of(Sample.of("chat_template.jinja", String.join(" ", a))));
    return attacks;
  }

  /** What stands behind the first argument, with \n for line ends. */
  private static String rest(List<String> arguments) {
    return String.join(" ", arguments.subList(1, arguments.size())).replace("\\n", "\n");
  }

  private static List<Sample> autoMap() {
    return List.of(
        Sample.of(
            "config.json",
            "{\"model_type\":\"x\",\"auto_map\":{\"AutoModel\":\"modeling.M\"}}",
            "modeling.py",
            MODEL));
  }

  /** The map stands in a nested configuration and names another repository. */
  private static List<Sample> elsewhere() {
    return List.of(
        Sample.of(
            "config.json",
            "{\"model_type\":\"x\",\"vision_config\":{\"auto_map\":{\"AutoConfig\":\"other/repo--configuration.C\"}}}"));
  }

  private static List<Sample> pipeline() {
    return List.of(
        Sample.of(
            "model_index.json",
            "{\"_class_name\":[\"pipeline\",\"P\"],\"_diffusers_version\":\"0.37.0\",\"unet\":[\"my_unet\",\"U\"]}",
            "pipeline.py",
            MODEL,
            "unet/my_unet.py",
            MODEL));
  }

  private static List<Sample> hydra(String target) {
    return List.of(
        Sample.of(
            "config.json", "{\"model\":{\"_target_\":\"" + target + "\",\"_args_\":[\"echo x\"]}}"),
        Sample.of(
            "model_config.yaml", "encoder:\n  _target_: " + target + "\n  _args_: ['echo x']\n"),
        Sample.of("config.json", "{\"a\":[{\"b\":{\"_target_\":\"" + target + "\"}}]}"));
  }

  private static List<Sample> nemo() {
    return List.of(
        Sample.of(
            "model.nemo",
            ContainerAttacks.tar(
                out ->
                    ContainerAttacks.entry(
                        out,
                        "./model_config.yaml",
                        Bytes.text("tokenizer:\n  _target_: os.system\n  command: echo x\n")))));
  }

  private static List<Sample> nemoCheckpoint() {
    byte[] checkpoint = ContainerAttacks.torchZip(ContainerAttacks.CALL);
    byte[] tar =
        ContainerAttacks.tar(
            out -> {
              ContainerAttacks.entry(out, "./model_config.yaml", Bytes.text("a: 1\n"));
              ContainerAttacks.entry(out, "./model_weights.ckpt", checkpoint);
            });
    return List.of(
        Sample.of("model.nemo", tar),
        Sample.of("model.nemo", ContainerAttacks.packed("gzip", tar)),
        Sample.of("model_weights/common.pt", checkpoint));
  }

  /** A model in MLflow's folder: what says how it is loaded, and the file that is unpickled. */
  private static List<Sample> mlflow(String loader, String file) {
    return List.of(
        Sample.of(
            "MLmodel",
            "flavors:\n  python_function:\n    loader_module: " + loader + "\n",
            file,
            ContainerAttacks.CALL));
  }
}
