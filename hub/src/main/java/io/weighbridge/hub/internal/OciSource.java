package io.weighbridge.hub.internal;

import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.Source;
import io.weighbridge.hub.SourceFiles;
import io.weighbridge.hub.Sources.Access;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code oci://registry/repository:tag}: a model in an OCI registry, as ModelPack and KitOps store
 * it, or in a container image. The files are those that a client would unpack from the layers. The
 * manifest's digest is always checked; a layer's when it is fetched whole, which is up to {@link
 * #WHOLE} bytes, when it is compressed, or with {@link Access#verify}.
 */
public final class OciSource implements Source {
  /** Layers up to this size are fetched whole, in bytes. */
  static final long WHOLE = 32L << 20;

  private static final String SCHEME = "oci://";
  private static final int MOST_LAYERS = 10_000;

  private final Access access;

  public OciSource(Access access) {
    this.access = access;
  }

  @Override
  public String form() {
    return "oci://registry/repository:tag";
  }

  @Override
  public boolean accepts(String address) {
    return address.startsWith(SCHEME);
  }

  @Override
  public SourceFiles open(String address) {
    OciReference reference = OciReference.parse(address.substring(SCHEME.length()));
    var client = new OciClient(reference, access);
    var files = new OciFiles();
    try {
      OciClient.Manifest manifest = client.manifest();
      Json json = parsed(manifest.bytes());
      refuseIndex(reference, json);
      List<Json> layers = json.items("layers");
      if (layers.isEmpty() || layers.size() > MOST_LAYERS) {
        throw new HubException(
            Kind.BAD_ANSWER, reference + " has " + layers.size() + " layers: not a model");
      }
      json.get("config").flatMap(OciLayer::read).ifPresent(config -> config(client, files, config));
      int ranges = 0;
      for (Json item : layers) {
        Optional<OciLayer> layer = OciLayer.read(item);
        if (layer.isEmpty()) {
          files.unreadable("layer-" + files.count(), "its descriptor has no SHA-256 and size");
          continue;
        }
        ranges += isWhole(layer.get()) ? 0 : 1;
        layer(client, files, layer.get());
      }
      var notes = new ArrayList<String>();
      if (ranges > 0) {
        notes.add(
            ranges
                + (ranges == 1 ? " layer was" : " layers were")
                + " read by ranges, and their digests not checked (--digests fetches and checks all)");
      }
      String name =
          SCHEME + reference.registry() + "/" + reference.repository() + "@" + manifest.digest();
      return new SourceFiles(
          name,
          files.list(),
          notes,
          () -> {
            files.close();
            client.close();
          });
    } catch (RuntimeException e) {
      files.close();
      client.close();
      throw e;
    }
  }

  private static Json parsed(byte[] manifest) {
    try {
      return Json.parse(manifest, JsonLimits.WIRE);
    } catch (JsonException e) {
      throw new HubException(
          Kind.BAD_ANSWER, "the registry's manifest is not acceptable: " + e.getMessage(), e);
    }
  }

  private static void refuseIndex(OciReference reference, Json json) {
    List<Json> manifests = json.items("manifests");
    if (!manifests.isEmpty()) {
      String choices =
          manifests.stream()
              .limit(5)
              .flatMap(item -> item.text("digest").stream())
              .filter(text -> OciReference.DIGEST.matcher(text).matches())
              .collect(Collectors.joining(", "));
      throw new HubException(
          Kind.REVISION_NOT_FOUND,
          reference + " is an index of several; name one by its digest (@…): " + choices);
    }
  }

  private void config(OciClient client, OciFiles files, OciLayer config) {
    if (config.size() > 2) { // "{}" stands for none
      files.add(".oci/config", () -> open(client, ".oci/config", config));
    }
  }

  private void layer(OciClient client, OciFiles files, OciLayer layer) {
    String name = layer.path().orElse(layer.shortName());
    if (layer.packing() == OciLayer.Packing.RAW) {
      files.add(name, () -> open(client, name, layer));
      return;
    }
    files.unpack(name, layer, () -> open(client, name, layer));
  }

  private boolean isWhole(OciLayer layer) {
    return access.verify() || layer.size() <= WHOLE || layer.packing().compression().isPresent();
  }

  private Content open(OciClient client, String name, OciLayer layer) {
    Parts parts = client.blob(name, layer);
    if (!isWhole(layer)) {
      return new RangeContent(parts);
    }
    if (layer.size() == 0) {
      return FetchedContent.of(
          name, 0, Optional.of(layer.hex()), java.io.InputStream.nullInputStream());
    }
    try (Parts.Part part = parts.open(0, layer.size() - 1)) {
      return FetchedContent.of(name, layer.size(), Optional.of(layer.hex()), part.body());
    } catch (HubException e) {
      throw new ContentException(String.valueOf(e.getMessage()), e);
    }
  }
}
