package io.weighbridge.cli.internal.demo;

import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Upstream;
import io.weighbridge.registry.RegistryConfig;
import io.weighbridge.registry.RegistryConfig.UpstreamConfig;
import io.weighbridge.registry.RegistryServer;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.OnRecord;
import io.weighbridge.sourcing.SourceReport;
import io.weighbridge.sourcing.SourceVetting;
import io.weighbridge.sourcing.Subject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done all day, done once for the build's training runs: a model with weights of some size
 * is judged by parts, and arrives while it is sent on; a hub is asked about a model's source.
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

  /** Asks a hub about the genuine model and its look-alike, as {@code vet --source} does. */
  public static List<SourceReport> ask(Path models) throws IOException {
    try (AttackersHub hub = AttackersHub.start(models, Instant.now());
        var upstream = new HttpUpstream(HttpUpstreamOptions.of("hub", hub.address()))) {
      var sourcing = new SourceVetting(NameIndex.standard(), OnRecord.NOTHING, Clock.systemUTC());
      var reports = new ArrayList<SourceReport>();
      for (ModelId id : List.of(DemoModels.GENUINE, DemoModels.LOOK_ALIKE)) {
        Upstream.Described told = upstream.describe(id, "main");
        reports.add(sourcing.assess(Subject.told(upstream, told.model(), told.files())));
      }
      return reports;
    }
  }
}
