package io.weighbridge.cli.internal;

import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RemoteContent;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.ScanReport;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * {@code hf://namespace/name[@revision]}: read from the hub by ranges, nothing is stored.
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
    String endpoint =
        Optional.ofNullable(System.getenv("HF_ENDPOINT"))
            .filter(value -> !value.isBlank())
            .orElse("https://huggingface.co");
    String token = Optional.ofNullable(System.getenv("HF_TOKEN")).orElse("").strip();
    try {
      var options =
          HttpUpstreamOptions.of("hub", URI.create(endpoint.strip().replaceFirst("/+$", "")));
      return new HttpUpstream(token.isEmpty() ? options : options.withToken(token));
    } catch (IllegalArgumentException e) {
      throw new CliException("HF_ENDPOINT or HF_TOKEN: " + e.getMessage(), e);
    }
  }

  static Target open(String word, Terminal terminal) {
    RemoteTarget target = parse(word);
    HttpUpstream hub = hub();
    try {
      terminal.progress("asking " + hub.name() + " for " + target.id());
      ModelInfo info = hub.model(target.id(), target.revision());
      List<RepoFile> tree = hub.tree(info.id(), info.commit());
      var cost = new Cost(tree);
      List<ScanFile> files =
          tree.stream()
              .map(
                  file ->
                      new ScanFile(
                          file.path().text(),
                          () -> cost.count(hub.open(info.id(), info.commit(), file))))
              .toList();
      return new Target(
          Target.HUB + info.id() + "@" + info.commit(),
          files,
          List.of(),
          () -> Optional.of(cost.soFar()),
          hub::close);
    } catch (RuntimeException e) {
      hub.close();
      throw e;
    }
  }

  /** What the contents that were opened cost. Thread-safe. */
  private static final class Cost {
    private final long total;
    private final Queue<RemoteContent> opened = new ConcurrentLinkedQueue<>();

    Cost(List<RepoFile> tree) {
      total = tree.stream().mapToLong(RepoFile::size).sum();
    }

    RemoteContent count(RemoteContent content) {
      opened.add(content);
      return content;
    }

    ScanReport.Fetched soFar() {
      return new ScanReport.Fetched(
          opened.stream().mapToLong(RemoteContent::bytesFetched).sum(),
          total,
          opened.stream().mapToInt(RemoteContent::requests).sum());
    }
  }
}
