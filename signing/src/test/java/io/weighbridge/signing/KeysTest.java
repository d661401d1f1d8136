package io.weighbridge.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as files, rotation, and what verifiers are told of it. */
class KeysTest {
  private static final Instant DAY_0 = Instant.parse("2026-11-25T00:00:00Z");
  private static final Duration OVERLAP = Duration.ofDays(30);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aKeyIsReadAsItWasWritten(Curve curve) {
    KeyPair pair = PrivateKeys.generate(curve);
    KeyPair again = PrivateKeys.read(PrivateKeys.pem(pair));
    assertThat(again.getPublic()).isEqualTo(pair.getPublic());
    assertThat(((ECPrivateKey) again.getPrivate()).getS())
        .isEqualTo(((ECPrivateKey) pair.getPrivate()).getS());
    assertThat(PublicKeys.read(PublicKeys.pem(pair.getPublic()))).containsExactly(pair.getPublic());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p256.key",
        "p256.pk8.pem",
        "p384.key",
        "p384.pk8.pem",
        "p521.key",
        "p521.pk8.pem"
      })
  void keysOfOpensslAreRead(String name) {
    KeyPair pair = PrivateKeys.read(Vectors.text("keys/" + name));
    assertThat(pair.getPublic()).isEqualTo(Vectors.key(name.substring(0, 4) + ".pub"));
  }

  @Test
  void keysOfOtherKindsAreRefused() {
    assertThatThrownBy(() -> PrivateKeys.read(Vectors.text("keys/ed25519.key")))
        .isInstanceOfSatisfying(
            SignatureRefused.class, e -> assertThat(e.reason()).isEqualTo(Refusal.KEY_TYPE));
    assertThatThrownBy(() -> PublicKeys.read(Vectors.text("keys/ed25519.pub")))
        .isInstanceOfSatisfying(
            SignatureRefused.class, e -> assertThat(e.reason()).isEqualTo(Refusal.KEY_TYPE));
    assertThatThrownBy(() -> PublicKeys.read("nothing")).isInstanceOf(SigningException.class);
    assertThatThrownBy(
            () ->
                PrivateKeys.read(
                    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"))
        .hasMessageContaining("openssl pkcs8");
    assertThatThrownBy(
            () ->
                PrivateKeys.read(
                    "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----"))
        .isInstanceOf(SigningException.class);
  }

  @Test
  void rotationKeepsTheOldKeyForTheOverlapAndSignsWithTheNew() {
    KeyRing ring = KeyRing.init(folder.resolve("keys"), Curve.P256, DAY_0);
    String first = ring.signer().keyId();
    ring.rotate(Curve.P256, OVERLAP, DAY_0.plus(Duration.ofDays(10)));
    KeyRing read = KeyRing.open(folder.resolve("keys"));
    String second = read.signer().keyId();
    assertThat(second).isNotEqualTo(first);
    assertThat(ids(read, DAY_0.plus(Duration.ofDays(39)))).containsExactly(second, first);
    assertThat(ids(read, DAY_0.plus(Duration.ofDays(40)))).containsExactly(second);
  }

  private static List<String> ids(KeyRing ring, Instant at) {
    return ring.trusted(at).stream().map(PublicKeys::hint).toList();
  }

  @Test
  void aRingIsNeverMadeOverAnother() {
    KeyRing.init(folder.resolve("keys"), Curve.P256, DAY_0);
    assertThatThrownBy(() -> KeyRing.init(folder.resolve("keys"), Curve.P256, DAY_0))
        .hasMessageContaining("keys rotate");
    assertThatThrownBy(() -> KeyRing.open(folder.resolve("none")))
        .hasMessageContaining("keys init");
  }

  @Test
  void privateKeysAreOnlyForTheirOwner() throws IOException {
    KeyRing ring = KeyRing.init(folder.resolve("keys"), Curve.P256, DAY_0);
    Path key = folder.resolve("keys").resolve(ring.signer().keyId() + ".key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(ring::signer).hasMessageContaining("chmod 600");
  }

  @Test
  void verifiersWithAPinnedRootFollowARotation() {
    KeyPair root = PrivateKeys.generate(Curve.P256);
    Trust pinned = new Trust.Keys(List.of(root.getPublic()));
    KeyRing ring = KeyRing.init(folder.resolve("keys"), Curve.P256, DAY_0);
    Path model = Vectors.write(folder.resolve("model"), Map.of("w.bin", "w"));
    Bundle old = Vectors.sign(model, Optional.empty(), Set.of(), ring.signer());
    KeyRing rotated = ring.rotate(Curve.P256, OVERLAP, DAY_0);
    Bundle fresh = Vectors.sign(model, Optional.empty(), Set.of(), rotated.signer());
    Instant expires = DAY_0.plus(Duration.ofDays(60));
    Bundle list = Signer.of(root).sign(KeyList.of(rotated, 2, DAY_0, expires).toStatement());

    Trust during = KeyList.read(list, pinned, DAY_0).trust(DAY_0);
    during.check(old);
    during.check(fresh);
    Instant after = DAY_0.plus(Duration.ofDays(31));
    Trust later = KeyList.read(list, pinned, after).trust(after);
    later.check(fresh);
    assertThatThrownBy(() -> later.check(old))
        .isInstanceOfSatisfying(
            SignatureRefused.class, e -> assertThat(e.reason()).isEqualTo(Refusal.KEY_HINT));
    assertThatThrownBy(() -> KeyList.read(list, pinned, expires))
        .isInstanceOfSatisfying(
            SignatureRefused.class, e -> assertThat(e.reason()).isEqualTo(Refusal.EXPIRED));
    Bundle forged = rotated.signer().sign(KeyList.of(rotated, 3, DAY_0, expires).toStatement());
    assertThatThrownBy(() -> KeyList.read(forged, pinned, DAY_0))
        .isInstanceOfSatisfying(
            SignatureRefused.class, e -> assertThat(e.reason()).isEqualTo(Refusal.KEY_HINT));
  }
}
