package io.weighbridge.hub.internal;

import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Source;
import io.weighbridge.hub.SourceFiles;
import io.weighbridge.hub.Sources.Access;
import java.net.URI;
import java.util.List;

/** {@code hf://namespace/name[@revision]}: a model on a hub, read by ranges. */
public final class HubSource implements Source {
  private static final String SCHEME = "hf://";

  private final Access access;

  public HubSource(Access access) {
    this.access = access;
  }

  /** As {@link io.weighbridge.hub.Sources#hub} says. */
  public static HttpUpstream hub(Access access) {
    String endpoint = access.variable("HF_ENDPOINT").orElse("https://huggingface.co");
    try {
      var options =
          HttpUpstreamOptions.of("hub", URI.create(endpoint.replaceFirst("/+$", "")))
              .withProxies(access.proxies());
      return new HttpUpstream(access.variable("HF_TOKEN").map(options::withToken).orElse(options));
    } catch (IllegalArgumentException e) {
      throw new HubException(Kind.BAD_ANSWER, "HF_ENDPOINT or HF_TOKEN: " + e.getMessage(), e);
    }
  }

  @Override
  public String form() {
    return "hf://namespace/name[@revision]";
  }

  @Override
  public boolean accepts(String address) {
    return address.startsWith(SCHEME);
  }

  @Override
  public SourceFiles open(String address) {
    String rest = address.substring(SCHEME.length());
    int at = rest.indexOf('@');
    ModelId id =
        ModelId.parse(at < 0 ? rest : rest.substring(0, at))
            .orElseThrow(
                () ->
                    new HubException(
                        Kind.REPO_NOT_FOUND,
                        "not a model: \"" + address + "\" (write " + form() + ")"));
    HttpUpstream hub = hub(access);
    try {
      ModelInfo info = hub.model(id, at < 0 ? "main" : rest.substring(at + 1));
      List<SourceFiles.File> files =
          hub.tree(info.id(), info.commit()).stream()
              .map(
                  file ->
                      new SourceFiles.File(
                          file.path().text(),
                          file.size(),
                          () -> hub.open(info.id(), info.commit(), file)))
              .toList();
      String name = SCHEME + info.id() + "@" + info.commit();
      return new SourceFiles(name, files, List.of(), hub::close);
    } catch (RuntimeException e) {
      hub.close();
      throw e;
    }
  }
}
