package io.weighbridge.hub.internal;

import io.weighbridge.content.Compression;
import io.weighbridge.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A descriptor of a manifest: a blob and how a client unpacks it. ModelPack's media types end in
 * {@code raw}, {@code tar}, {@code tar+gzip} or {@code tar+zstd}; KitOps' and container images' in
 * {@code tar}, {@code tar+gzip} or Docker's {@code tar.gzip}.
 *
 * @param path where a client writes it, when the manifest says so; hostile
 */
record OciLayer(String mediaType, String digest, long size, Optional<String> path) {
  /** How a layer is packed. */
  enum Packing {
    RAW,
    TAR,
    TAR_GZIP,
    TAR_ZSTD;

    Optional<Compression> compression() {
      return switch (this) {
        case RAW, TAR -> Optional.empty();
        case TAR_GZIP -> Optional.of(Compression.GZIP);
        case TAR_ZSTD -> Optional.of(Compression.ZSTD);
      };
    }
  }

  /** Annotations that name the file, the first that is there counts. */
  private static final List<String> PATHS =
      List.of(
          "org.cncf.model.filepath", // ModelPack
          "org.cnai.model.filepath", // ModelPack before its move to the CNCF
          "org.opencontainers.image.title"); // ORAS

  /** The descriptor, or empty when it is none. */
  static Optional<OciLayer> read(Json json) {
    Optional<String> digest =
        json.text("digest").filter(text -> OciReference.DIGEST.matcher(text).matches());
    OptionalLong size = json.number("size");
    if (digest.isEmpty() || size.isEmpty() || size.getAsLong() < 0) {
      return Optional.empty();
    }
    Optional<String> path =
        json.get("annotations")
            .flatMap(
                notes -> PATHS.stream().flatMap(name -> notes.text(name).stream()).findFirst());
    return Optional.of(
        new OciLayer(json.text("mediaType").orElse(""), digest.get(), size.getAsLong(), path));
  }

  Packing packing() {
    if (mediaType.endsWith("tar+gzip") || mediaType.endsWith("tar.gzip")) {
      return Packing.TAR_GZIP;
    }
    if (mediaType.endsWith("tar+zstd")) {
      return Packing.TAR_ZSTD;
    }
    return mediaType.endsWith("tar") ? Packing.TAR : Packing.RAW;
  }

  String hex() {
    return digest.substring("sha256:".length());
  }

  /** A name for reports, where the manifest gives none: kind and the start of the digest. */
  String shortName() {
    return "layer-" + hex().substring(0, 12) + (packing() == Packing.RAW ? "" : ".tar");
  }
}
