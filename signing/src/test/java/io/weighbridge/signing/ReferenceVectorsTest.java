package io.weighbridge.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every vector of the reference implementation, and every odd one, gives the expected answer. */
class ReferenceVectorsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
  private static final Map<String, String> PAIR = Map.of("a.bin", "aaaa", "b.bin", "bbbb");

  @TempDir Path folder;

  private VerifiedModel verify(String bundle, Trust trust, Path model) {
    return Vectors.verify(Vectors.bundle(bundle), trust, model, Optional.empty(), Set.of());
  }

  private void refused(String bundle, Trust trust, Path model, Refusal reason) {
    assertThatThrownBy(() -> verify(bundle, trust, model))
        .isInstanceOfSatisfying(
            SignatureRefused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private static Trust authorities(Optional<String> identity, Instant at) {
    return new Trust.Authorities(Certificates.read(Vectors.text("keys/root.crt")), identity, at);
  }

  @ParameterizedTest
  @CsvSource({
    "model-a.p256.sig.json,p256.pub", "model-a.p384.sig.json,p384.pub",
    "model-a.p521.sig.json,p521.pub", "model-a.p256.java.sig.json,p256.pub",
    "model-a.p384.java.sig.json,p384.pub", "model-a.p521.java.sig.json,p521.pub"
  })
  void bundlesSignedWithKeysHold(String bundle, String key) {
    Path model = Vectors.modelA(folder);
    VerifiedModel verified = verify(bundle, Vectors.trust(key), model);
    assertThat(verified.signer().keyId()).isEqualTo(PublicKeys.hint(Vectors.key(key)));
    assertThat(verified.tree().files()).hasSize(9);
    assertThat(verified.unsigned()).containsExactlyInAnyOrder(".git/config", ".gitattributes");
  }

  @ParameterizedTest
  @CsvSource({
    "v0.3.1, p256",
    "v0.3.1, p384",
    "v0.3.1, p521",
    "v1.0.1, p256",
    "v1.0.1, p384",
    "v1.0.1, p521"
  })
  void bundlesThatCarryTheirKeyCountWhenThatKeyIsTrusted(String version, String key) {
    Path model =
        Vectors.write(
            folder.resolve("m"),
            Map.of("config.json", "{\"model_type\":\"tiny\"}\n", "a/x.bin", "alpha\n"));
    String bundle = "historical/" + version + "." + key + ".sig.json";
    assertThat(verify(bundle, Vectors.trust(key + ".pub"), model).tree().files()).hasSize(2);
    String other = key.equals("p256") ? "p384.pub" : "p256.pub";
    refused(bundle, Vectors.trust(other), model, Refusal.KEY_HINT);
  }

  @Test
  void theFormatOfVersion02IsRefusedByName() {
    Path model = Vectors.write(folder.resolve("o"), PAIR);
    Signer signer = Signer.of(PrivateKeys.generate(Curve.P256));
    var old =
        new Statement(
            List.of(new Statement.Subject("a.bin", "a".repeat(64))),
            "https://model_signing/Digests/v0.1",
            Json.object().build());
    Bundle bundle = signer.sign(old);
    Trust stranger = Vectors.trust("p256.pub"); // its signature is not even looked at
    assertThatThrownBy(() -> Vectors.verify(bundle, stranger, model, Optional.empty(), Set.of()))
        .isInstanceOfSatisfying(
            SignatureRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.OLD_FORMAT));
  }

  @Test
  void digestsHintsAndRootsAreThoseOfTheReference() {
    Json expected = Json.parse(Vectors.text("expected.json"));
    Path model = Vectors.modelA(folder);
    ModelTree tree = ModelHasher.hash(ModelFiles.onDisk(model, Optional.empty(), Set.of()));
    for (FileDigest file : tree.files()) {
      assertThat(expected.get("files").orElseThrow().text(file.name())).contains(file.sha256());
    }
    assertThat(tree.files().stream().map(FileDigest::name).toList())
        .isEqualTo(texts(expected, "order_spec_flat_codepoint"));
    assertThat(tree.specificationRoot()).isEqualTo(expected.text("root_digest_spec").orElseThrow());
    assertThat(tree.componentRoot())
        .isEqualTo(expected.text("root_digest_reference").orElseThrow());
    Json hints = expected.get("public_key_hint_sha256_of_pem_text").orElseThrow();
    for (String curve : List.of("p256", "p384", "p521")) {
      assertThat(hints.text(curve)).contains(PublicKeys.hint(Vectors.key(curve + ".pub")));
    }
    Bundle bundle = Vectors.bundle("model-a.p256.sig.json");
    assertThat(bundle.payload()).hasSize(2010);
    assertThat(bundle.preAuthenticationEncoding()).hasSize(2054);
  }

  private static List<String> texts(Json json, String name) {
    var texts = new ArrayList<String>();
    json.items(name).forEach(item -> texts.add(item.asText().orElseThrow()));
    return texts;
  }

  @Test
  void certificatesHoldAgainstTheirRoot() {
    Path model = Vectors.modelA(folder);
    assertThat(
            verify("model-a.cert.sig.json", authorities(Optional.empty(), NOW), model)
                .signer()
                .name())
        .contains("CN=leaf");
    assertThat(
            verify(
                    "model-a.certsan.sig.json",
                    authorities(Optional.of("vet@example.com"), NOW),
                    model)
                .signer()
                .name())
        .contains("vet@example.com");
  }

  @Test
  void certificatesAreRefusedForTimeIdentityAndStrangeRoots() {
    Path model = Vectors.modelA(folder);
    Trust now = authorities(Optional.empty(), NOW);
    refused("model-a.certexpired.sig.json", now, model, Refusal.CERTIFICATE_TIME);
    refused(
        "model-a.cert.sig.json",
        authorities(Optional.empty(), Instant.parse("2023-06-01T00:00:00Z")),
        model,
        Refusal.CERTIFICATE_TIME);
    refused(
        "model-a.cert.sig.json",
        authorities(Optional.empty(), Instant.parse("2050-06-01T00:00:00Z")),
        model,
        Refusal.CERTIFICATE_TIME);
    refused(
        "model-a.certsan.sig.json",
        authorities(Optional.of("other@example.com"), NOW),
        model,
        Refusal.CERTIFICATE_IDENTITY);
    refused(
        "model-a.cert.sig.json",
        authorities(Optional.of("vet@example.com"), NOW),
        model,
        Refusal.CERTIFICATE_IDENTITY);
    var leafOnly =
        new Trust.Authorities(
            Certificates.read(Vectors.text("keys/leaf-expired.crt")), Optional.empty(), NOW);
    refused("model-a.cert.sig.json", leafOnly, model, Refusal.CERTIFICATE);
  }

  @Test
  void aBundleDoesNotChooseHowItIsTrusted() {
    Path model = Vectors.modelA(folder);
    refused("model-a.cert.sig.json", Vectors.trust("p256.pub"), model, Refusal.METHOD);
    refused("model-a.p256.sig.json", authorities(Optional.empty(), NOW), model, Refusal.METHOD);
    refused("model-a.p256.sig.json", Vectors.trust("p384.pub"), model, Refusal.KEY_HINT);
  }

  @Test
  void oneOfSeveralTrustedKeysIsEnough() {
    var trust =
        new Trust.Keys(
            List.of(Vectors.key("p384.pub"), Vectors.key("p256.pub"), Vectors.key("p521.pub")));
    assertThat(verify("model-a.p521.sig.json", trust, Vectors.modelA(folder)).signer().keyId())
        .isEqualTo(PublicKeys.hint(Vectors.key("p521.pub")));
  }

  @Test
  void oddBundlesGetTheirAnswer() {
    Trust trust = Vectors.trust("p256.pub");
    Path pair = Vectors.write(folder.resolve("o"), PAIR);
    assertThat(verify("adversarial/o2.sig.json", trust, pair).tree().files()).hasSize(2);
    assertThat(verify("adversarial/o7.sig.json", trust, pair).tree().files()).hasSize(2);
    refused("adversarial/blake3.sig.json", trust, pair, Refusal.SERIALIZATION);
    refused("adversarial/sym.sig.json", trust, pair, Refusal.SYMLINKS_ALLOWED);
    refused("adversarial/emp.sig.json", trust, pair, Refusal.EMPTY);
  }

  @Test
  void duplicateNamesAndSecondSignaturesAreRefused() {
    Path pair = Vectors.write(folder.resolve("o"), PAIR);
    refused("adversarial/o3.sig.json", Vectors.trust("p256.pub"), pair, Refusal.NAMES);
    assertThatThrownBy(() -> Vectors.bundle("adversarial/o5.sig.json"))
        .isInstanceOfSatisfying(
            SignatureRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.SIGNATURE_COUNT));
  }

  @Test
  void renamedFilesHaveTheSameRootAndAreRefusedAllTheSame() {
    Trust trust = Vectors.trust("p256.pub");
    Path pair = Vectors.write(folder.resolve("r1"), PAIR);
    Path renamed = Vectors.write(folder.resolve("r2"), Map.of("a.exe", "aaaa", "zz.py", "bbbb"));
    VerifiedModel one = verify("adversarial/r1.sig.json", trust, pair);
    VerifiedModel two = verify("adversarial/r2.sig.json", trust, renamed);
    assertThat(one.statement().root()).isEqualTo(two.statement().root());
    assertThat(one.tree().identity()).isNotEqualTo(two.tree().identity());
    refused("adversarial/r1.sig.json", trust, renamed, Refusal.MISSING_FILES);
  }

  @Test
  void aModelOfOneFileIsReadByEitherName() throws Exception {
    Trust trust = Vectors.trust("p256.pub");
    Path single = Files.writeString(folder.resolve("single.bin"), "one file");
    assertThat(verify("adversarial/single.sig.json", trust, single).tree().files()).hasSize(1);
    Signer signer = Signer.of(PrivateKeys.generate(Curve.P256));
    Bundle own = Vectors.sign(single, Optional.empty(), Set.of(), signer);
    ModelStatement statement = ModelStatement.read(Statement.read(own.payload()));
    assertThat(statement.resources().getFirst().name()).isEqualTo("single.bin");
    Trust ownTrust = new Trust.Keys(List.of(signer.publicKey()));
    Vectors.verify(own, ownTrust, single, Optional.empty(), Set.of());
    Path other = Files.writeString(folder.resolve("other.bin"), "one file");
    assertThatThrownBy(() -> Vectors.verify(own, ownTrust, other, Optional.empty(), Set.of()))
        .isInstanceOf(SignatureRefused.class);
  }

  @Test
  void shardsAreReadAsTheReferenceWroteThem() throws Exception {
    Trust trust = Vectors.trust("p256.pub");
    Path pair = Vectors.write(folder.resolve("s"), PAIR);
    VerifiedModel verified = verify("adversarial/s.sig.json", trust, pair);
    assertThat(verified.statement().shardSize()).hasValue(3);
    assertThat(verified.notes()).anyMatch(note -> note.contains("shards"));
    Files.writeString(pair.resolve("empty"), "");
    assertThat(verify("adversarial/s.sig.json", trust, pair).unsigned()).containsExactly("empty");
    Files.writeString(pair.resolve("a.bin"), "aaaab");
    refused("adversarial/s.sig.json", trust, pair, Refusal.CHANGED_FILES);
    Files.writeString(pair.resolve("a.bin"), "aaab");
    refused("adversarial/s.sig.json", trust, pair, Refusal.CHANGED_FILES);
    Files.writeString(pair.resolve("a.bin"), "aaa");
    refused("adversarial/s.sig.json", trust, pair, Refusal.CHANGED_FILES);
  }
}
