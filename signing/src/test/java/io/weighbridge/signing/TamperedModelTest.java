package io.weighbridge.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the files of a signed model after it was signed. */
class TamperedModelTest {
  private static final KeyPair PAIR = PrivateKeys.generate(Curve.P256);

  @TempDir Path temporary;
  private Path model;
  private Path bundleFile;
  private Bundle bundle;

  @BeforeEach
  void sign() {
    model =
        Vectors.write(
            temporary.resolve("model"),
            Map.of("config.json", "{}", "weights/a.bin", "aaaa", "weights/b.bin", "bbbb"));
    bundleFile = model.resolve("model.sig");
    bundle = Vectors.sign(model, Optional.of(bundleFile), Set.of(), Signer.of(PAIR));
  }

  private VerifiedModel verify(String... exempt) {
    return Vectors.verify(
        bundle,
        new Trust.Keys(List.of(PAIR.getPublic())),
        model,
        Optional.of(bundleFile),
        Set.of(exempt));
  }

  private void refused(Refusal reason, String... named) {
    assertThatThrownBy(this::verify)
        .isInstanceOfSatisfying(
            SignatureRefused.class, refused -> assertThat(refused.reason()).isEqualTo(reason))
        .hasMessageContainingAll(named);
  }

  @Test
  void theBundleItselfMayLieInTheModel() throws IOException {
    Files.writeString(bundleFile, bundle.toJson().write());
    assertThat(verify().tree().files()).hasSize(3);
    assertThat(verify().unsigned()).isEmpty();
  }

  @Test
  void everyFlippedByteIsSeen() throws IOException {
    for (FileDigest file : verify().tree().files()) {
      Path path = model.resolve(file.name());
      byte[] original = Files.readAllBytes(path);
      for (int at = 0; at < original.length; at++) {
        byte[] changed = original.clone();
        changed[at] ^= 1;
        Files.write(path, changed);
        refused(Refusal.CHANGED_FILES, file.name());
      }
      Files.write(path, original);
    }
    verify();
  }

  @Test
  void addedRemovedRenamedAndSwappedFilesAreRefused() throws IOException {
    Path extra = Files.writeString(model.resolve("weights/evil.py"), "");
    refused(Refusal.ADDED_FILES, "weights/evil.py");
    Files.delete(extra);
    Files.move(model.resolve("weights/a.bin"), model.resolve("weights/c.bin"));
    refused(Refusal.MISSING_FILES, "weights/a.bin");
    Files.move(model.resolve("weights/b.bin"), model.resolve("weights/a.bin"));
    Files.move(model.resolve("weights/c.bin"), model.resolve("weights/b.bin"));
    refused(Refusal.CHANGED_FILES, "weights/a.bin", "weights/b.bin");
    Files.delete(model.resolve("weights/a.bin"));
    refused(Refusal.MISSING_FILES, "weights/a.bin");
  }

  @Test
  void aNameInAnotherCaseIsAnotherName() throws IOException {
    Files.move(model.resolve("config.json"), model.resolve("Config.json"));
    refused(Refusal.MISSING_FILES, "config.json");
  }

  @Test
  void linksAreRefusedEvenToTheSameBytes() throws IOException {
    Path outside = Files.writeString(temporary.resolve("a.bin"), "aaaa");
    Files.delete(model.resolve("weights/a.bin"));
    Files.createSymbolicLink(model.resolve("weights/a.bin"), outside);
    refused(Refusal.LINK, "weights/a.bin");
  }

  @Test
  void aLinkedFolderIsRefused() throws IOException {
    Files.createSymbolicLink(model.resolve("more"), temporary);
    refused(Refusal.LINK, "more");
  }

  @Test
  void filesBelowIgnoredPathsAreNamed() {
    Vectors.write(model, Map.of(".github/workflow.py", "x", ".git/hooks/run", "x"));
    assertThat(verify().unsigned())
        .containsExactlyInAnyOrder(".git/hooks/run", ".github/workflow.py");
  }

  @Test
  void pathsThatTheSignerExemptedMustBeExemptHereToo() {
    bundle = Vectors.sign(model, Optional.of(bundleFile), Set.of("weights/b.bin"), Signer.of(PAIR));
    refused(Refusal.IGNORED_PATHS, "weights/b.bin");
    assertThat(verify("weights/b.bin").unsigned()).containsExactly("weights/b.bin");
  }

  @Test
  void theSnapshotOfAHubCacheIsVerifiedThroughItsOwnLinks() throws IOException {
    Path repo = temporary.resolve("models--org--tiny");
    Path blobs = Files.createDirectories(repo.resolve("blobs"));
    Path snapshot = repo.resolve("snapshots").resolve("c".repeat(40));
    for (FileDigest file : verify().tree().files()) {
      Path blob = Files.copy(model.resolve(file.name()), blobs.resolve(file.sha256()));
      Path link = snapshot.resolve(file.name());
      Path parent = Files.createDirectories(Objects.requireNonNull(link.getParent()));
      Files.createSymbolicLink(link, parent.relativize(blob));
    }
    model = snapshot;
    bundleFile = temporary.resolve("bundle.json");
    assertThat(verify("model.sig").tree().files()).hasSize(3);
    Path link = snapshot.resolve("config.json");
    Files.delete(link);
    Files.createSymbolicLink(link, Files.writeString(temporary.resolve("elsewhere"), "{}"));
    assertThatThrownBy(() -> verify("model.sig"))
        .isInstanceOfSatisfying(
            SignatureRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.LINK));
  }

  @Test
  void namesThatOnlySomeFileSystemsTellApartAreNoted() {
    Vectors.write(model, Map.of("README.md", "a", "readme.md", "b"));
    bundle = Vectors.sign(model, Optional.of(bundleFile), Set.of(), Signer.of(PAIR));
    assertThat(verify().notes()).anyMatch(note -> note.contains("README.md and readme.md"));
  }

  @Test
  void largeFilesAreHashedAsSmallOnesAre() throws IOException {
    byte[] large = new byte[3 << 20];
    new java.util.Random(7).nextBytes(large);
    Files.write(model.resolve("large.bin"), large);
    ModelTree tree = ModelHasher.hash(ModelFiles.onDisk(model, Optional.empty(), Set.of()));
    String expected =
        java.util.HexFormat.of()
            .formatHex(io.weighbridge.signing.internal.Sha256.start().digest(large));
    assertThat(tree.files())
        .anyMatch(file -> file.name().equals("large.bin") && file.sha256().equals(expected));
  }
}
