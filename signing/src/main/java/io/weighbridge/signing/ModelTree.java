package io.weighbridge.signing;

import io.weighbridge.signing.internal.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** The files of a model, sorted by name in code point order, each name once. Immutable. */
public record ModelTree(List<FileDigest> files) {
  private static final byte[] IDENTITY_HEAD =
      "weighbridge model identity v1\n".getBytes(StandardCharsets.UTF_8);

  /** Code points, as the specification orders; {@link String#compareTo} orders UTF-16 units. */
  static final Comparator<String> CODE_POINTS =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  /** Path components, as model-signing 1.x orders. */
  static final Comparator<String> COMPONENTS =
      (one, other) -> {
        String[] left = one.split("/", -1);
        String[] right = other.split("/", -1);
        return Arrays.compare(left, right, CODE_POINTS);
      };

  public ModelTree {
    files = files.stream().sorted(Comparator.comparing(FileDigest::name, CODE_POINTS)).toList();
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i).name().equals(files.get(i - 1).name())) {
        throw new IllegalArgumentException("twice in one tree: " + files.get(i).name());
      }
    }
  }

  /**
   * The root digest with files in code point order (OpenSSF Model Signing v1.0): SHA-256 over the
   * files' digests, without their names, so it is no identity.
   */
  public String specificationRoot() {
    return root(files);
  }

  /** The root digest with files ordered by path component, as model-signing 1.x writes it. */
  public String componentRoot() {
    return root(files.stream().sorted(Comparator.comparing(FileDigest::name, COMPONENTS)).toList());
  }

  private static String root(List<FileDigest> ordered) {
    MessageDigest digest = Sha256.start();
    ordered.forEach(file -> digest.update(HexFormat.of().parseHex(file.sha256())));
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * What identifies the model: SHA-256 over name, size and digest of every file, each name with its
   * length before it. Two trees share it only if they share all names and bytes.
   */
  public String identity() {
    MessageDigest digest = Sha256.start();
    digest.update(IDENTITY_HEAD);
    for (FileDigest file : files) {
      byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(name.length).flip());
      digest.update(name);
      digest.update(ByteBuffer.allocate(8).putLong(file.size()).flip());
      digest.update(HexFormat.of().parseHex(file.sha256()));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
