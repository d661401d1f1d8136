package io.weighbridge.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The published vectors of the reference implementation, and the trees that they speak of. */
final class Vectors {
  static final Path ROOT = Path.of("src/test/resources/oms-vectors");

  private Vectors() {}

  static Bundle bundle(String name) {
    return Bundle.read(bytes(name));
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  static PublicKey key(String name) {
    return PublicKeys.read(text("keys/" + name)).getFirst();
  }

  static Trust trust(String key) {
    return new Trust.Keys(List.of(key(key)));
  }

  /** model-a: a repository cannot hold the files below .git, so they are written here. */
  static Path modelA(Path folder) {
    return write(
        folder.resolve("model-a"),
        Map.ofEntries(
            Map.entry(".hidden", "hidden\n"),
            Map.entry("B.txt", "B\n"),
            Map.entry("a/x.bin", "alpha\n"),
            Map.entry("a-b.bin", "dash\n"),
            Map.entry("config.json", "{\"model_type\":\"tiny\"}\n"),
            Map.entry("empty.txt", ""),
            Map.entry("sub/.git/config", "nested git is signed\n"),
            Map.entry("sub/deep.bin", "deep\n"),
            Map.entry("\u00e9.txt", "unicode\n"),
            Map.entry(".gitattributes", "ignored\n"),
            Map.entry(".git/config", "ignored\n")));
  }

  static Bundle sign(Path model, Optional<Path> bundleFile, Set<String> more, Signer signer) {
    return ModelSignatures.sign(ModelFiles.onDisk(model, bundleFile, more), signer);
  }

  static VerifiedModel verify(
      Bundle bundle, Trust trust, Path model, Optional<Path> bundleFile, Set<String> more) {
    return ModelSignatures.verify(bundle, trust, ModelFiles.onDisk(model, bundleFile, more));
  }

  static Path write(Path folder, Map<String, String> files) {
    try {
      Files.createDirectories(folder);
      for (var file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
