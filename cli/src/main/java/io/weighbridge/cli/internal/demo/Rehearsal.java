package io.weighbridge.cli.internal.demo;

import io.weighbridge.registry.RegistryConfig;
import io.weighbridge.registry.RegistryConfig.UpstreamConfig;
import io.weighbridge.registry.RegistryServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a server does all day, done once for the build's training run: a model with weights of some
 * size is judged by parts, and arrives while it is sent on.
 */
public final class Rehearsal {
  private static final int NUMBERS = 12 << 20;

  private Rehearsal() {}

  /** Pulls a model through a gate; {@code work} is an empty folder. */
  public static void play(Path work) throws IOException {
    Path models = work.resolve("models");
    DemoModels.write(models);
    var weights = new Tensor("embeddings.weight", List.of(NUMBERS), new float[NUMBERS]);
    Files.write(
        models.resolve(DemoModels.GENUINE.toString()).resolve("model.safetensors"),
        SafetensorsFile.of(List.of(weights)));
    try (AttackersHub hub = AttackersHub.start(models, Instant.now());
        RegistryServer gate =
            RegistryServer.start(
                RegistryConfig.standard(work.resolve("data"))
                    .withListen(new InetSocketAddress("127.0.0.1", 0))
                    .withUpstreams(List.of(UpstreamConfig.hub("hub", hub.address()))))) {
      DemoClient.Pulled pulled =
          new OwnClient().pull(gate.url(), DemoModels.GENUINE, work.resolve("pulled"));
      if (!pulled.succeeded()) {
        throw new IllegalStateException(String.join(" ", pulled.output()));
      }
    }
  }
}
