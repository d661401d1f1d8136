package io.weighbridge.cli.internal;

import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Sources;
import java.util.Optional;

/**
 * {@code hf://namespace/name[@revision]}: a model on the hub that the environment names.
 *
 * @param id the model
 * @param revision branch, tag or commit
 */
record RemoteTarget(ModelId id, String revision) {

  static RemoteTarget parse(String word) {
    String rest = word.substring(Target.HUB.length());
    int at = rest.indexOf('@');
    String name = at < 0 ? rest : rest.substring(0, at);
    ModelId id =
        ModelId.parse(name)
            .orElseThrow(
                () ->
                    new CliException(
                        "not a model: \"" + word + "\" (write hf://namespace/name[@revision])"));
    return new RemoteTarget(id, at < 0 ? "main" : rest.substring(at + 1));
  }

  /** The hub that {@code HF_ENDPOINT} names, else huggingface.co; with {@code HF_TOKEN}. */
  static HttpUpstream hub() {
    return Sources.hub(new Sources.Access(System.getenv(), Optional.empty(), false, false));
  }
}
