package io.weighbridge.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every single-byte change of a bundle is refused, or leaves payload, signer and result exactly as
 * they were (white space, the hint that nobody signed).
 */
class TamperedBundleTest {
  @TempDir Path folder;

  /** What came of all changes: how many were refused for which reason, how many left all as is. */
  private static final class Tally {
    private final Map<String, Integer> counts = new TreeMap<>();
    private int total;

    void add(String outcome) {
      counts.merge(outcome, 1, Integer::sum);
      total++;
    }
  }

  private static void change(
      byte[] original, byte[] changed, Trust trust, VerifiedModel before, Tally tally) {
    Bundle bundle;
    try {
      bundle = Bundle.read(changed);
      Trust.Signer signer = trust.check(bundle);
      byte[] payload = Bundle.read(original).payload();
      assertThat(bundle.payload()).isEqualTo(payload);
      assertThat(signer).isEqualTo(before.signer());
      tally.add("as it was");
    } catch (SignatureRefused refused) {
      tally.add(refused.reason().id());
    }
  }

  private static VerifiedModel verify(byte[] bundle, Trust trust, Path model) {
    return Vectors.verify(Bundle.read(bundle), trust, model, Optional.empty(), Set.of());
  }

  @Test
  void everyByteOfASmallBundleTimesEveryOtherValue() {
    Path model = Vectors.write(folder.resolve("m"), Map.of("w.bin", "weights"));
    KeyPair pair = PrivateKeys.generate(Curve.P256);
    Bundle bundle = Vectors.sign(model, Optional.empty(), Set.of(), Signer.of(pair));
    byte[] original = bundle.toJson().write().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Trust trust = new Trust.Keys(List.of(pair.getPublic()));
    VerifiedModel before = verify(original, trust, model);
    var tally = new Tally();
    for (int at = 0; at < original.length; at++) {
      for (int value = 0; value < 256; value++) {
        if ((byte) value != original[at]) {
          byte[] changed = original.clone();
          changed[at] = (byte) value;
          change(original, changed, trust, before, tally);
        }
      }
    }
    System.out.println(
        "bundle of " + original.length + " bytes, " + tally.total + " changes: " + tally.counts);
    assertThat(tally.total).isEqualTo(original.length * 255);
    assertThat(tally.counts.getOrDefault("as it was", 0)).isLessThan(tally.total / 20);
  }

  private static Trust trust(String method) {
    return method.startsWith("cert")
        ? new Trust.Authorities(
            Certificates.read(Vectors.text("keys/root.crt")),
            Optional.empty(),
            Instant.parse("2026-11-25T00:00:00Z"))
        : Vectors.trust(method + ".pub");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model-a.p256.sig.json",
        "model-a.p384.sig.json",
        "model-a.p521.sig.json",
        "model-a.p256.java.sig.json",
        "model-a.p384.java.sig.json",
        "model-a.p521.java.sig.json",
        "model-a.cert.sig.json",
        "model-a.certsan.sig.json"
      })
  void everyByteOfTheVectorsFlippedOnce(String name) {
    Path model = Vectors.modelA(folder);
    Trust trust = trust(name.split("\\.")[1]);
    byte[] original = Vectors.bytes(name);
    VerifiedModel before = verify(original, trust, model);
    var tally = new Tally();
    for (int at = 0; at < original.length; at++) {
      byte[] changed = original.clone();
      changed[at] ^= 1;
      change(original, changed, trust, before, tally);
    }
    System.out.println(name + ", " + tally.total + " changes: " + tally.counts);
    assertThat(tally.total).isEqualTo(original.length);
  }
}
