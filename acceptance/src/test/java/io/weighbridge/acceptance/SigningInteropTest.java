package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.Certificates;
import io.weighbridge.signing.ModelFiles;
import io.weighbridge.signing.ModelSignatures;
import io.weighbridge.signing.PrivateKeys;
import io.weighbridge.signing.PublicKeys;
import io.weighbridge.signing.Refusal;
import io.weighbridge.signing.SignatureRefused;
import io.weighbridge.signing.Signer;
import io.weighbridge.signing.Statement;
import io.weighbridge.signing.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures cross between us, the reference implementation (model-signing) and cosign. */
class SigningInteropTest {
  private static final Path KEYS =
      Places.ROOT.resolve("signing/src/test/resources/oms-vectors/keys");

  private Path folder;
  private Path model;

  @BeforeEach
  void write(TestInfo test) throws IOException {
    folder = Places.fresh("signing-" + test.getDisplayName().replaceAll("[^A-Za-z0-9]+", "-"));
    model = Files.createDirectories(folder.resolve("model/onnx"));
    Files.writeString(model.resolve("a b.bin"), "in a folder");
    model = model.getParent();
    Files.writeString(model.resolve("onnx.json"), "{}");
    Files.writeString(model.resolve("onnx-extra.txt"), "sorts between");
    Files.writeString(model.resolve("empty"), "");
  }

  private ModelFiles files() {
    return ModelFiles.onDisk(model, Optional.empty(), List.of());
  }

  private static String key(String name) throws IOException {
    return Files.readString(KEYS.resolve(name));
  }

  private static Trust keys(String name) throws IOException {
    return new Trust.Keys(PublicKeys.read(key(name)));
  }

  private record Ran(int exit, String text) {}

  private Ran run(Path program, Object... words) throws Exception {
    var command = new ArrayList<String>(List.of(program.toString()));
    for (Object word : words) {
      command.add(word.toString());
    }
    Path output = folder.resolve("output-" + System.nanoTime() + ".txt");
    try (Proc proc = Proc.start(output, Map.of("HOME", folder.toString()), command)) {
      int exit = proc.await(Duration.ofMinutes(2));
      return new Ran(exit, proc.output());
    }
  }

  private Ran reference(Object... words) throws Exception {
    Path program = Places.python("model-signing").resolveSibling("model_signing");
    return run(program, words);
  }

  @ParameterizedTest(name = "ours-{0}")
  @ValueSource(strings = {"p256", "p384", "p521"})
  void theReferenceVerifiesWhatWeSignWithAKey(String curve) throws Exception {
    Signer signer = Signer.of(PrivateKeys.read(key(curve + ".key")));
    Path signature = folder.resolve("model.sig");
    Files.writeString(signature, ModelSignatures.sign(files(), signer).toJson().write());
    Object[] words = {
      "verify", "key", "--signature", signature, "--public_key", KEYS.resolve(curve + ".pub"), model
    };
    Ran held = reference(words);
    assertThat(held.exit()).as(held.text()).isZero();
    Files.writeString(model.resolve("onnx.json"), "[]");
    assertThat(reference(words).exit()).isNotZero();
  }

  @ParameterizedTest(name = "theirs-{0}")
  @ValueSource(strings = {"p256", "p384", "p521"})
  void weVerifyWhatTheReferenceSignsWithAKey(String curve) throws Exception {
    Path signature = folder.resolve("model.sig");
    Ran signed =
        reference(
            "sign",
            "key",
            "--private_key",
            KEYS.resolve(curve + ".key"),
            "--signature",
            signature,
            model);
    assertThat(signed.exit()).as(signed.text()).isZero();
    Bundle bundle = Bundle.read(Files.readAllBytes(signature));
    assertThat(ModelSignatures.verify(bundle, keys(curve + ".pub"), files()).tree().files())
        .hasSize(4);
    Files.writeString(model.resolve("onnx.json"), "[]");
    assertThatThrownBy(() -> ModelSignatures.verify(bundle, keys(curve + ".pub"), files()))
        .isInstanceOfSatisfying(
            SignatureRefused.class, e -> assertThat(e.reason()).isEqualTo(Refusal.CHANGED_FILES));
  }

  @Test
  void certificatesCrossInBothDirections() throws Exception {
    Path signature = folder.resolve("theirs.sig");
    Ran signed =
        reference(
            "sign",
            "certificate",
            "--private_key",
            KEYS.resolve("leaf-san.key"),
            "--signing_certificate",
            KEYS.resolve("leaf-san.crt"),
            "--certificate_chain",
            KEYS.resolve("int.crt"),
            "--signature",
            signature,
            model);
    assertThat(signed.exit()).as(signed.text()).isZero();
    var trust =
        new Trust.Authorities(
            Certificates.read(key("root.crt")), Optional.of("vet@example.com"), Instant.now());
    ModelSignatures.verify(Bundle.read(Files.readAllBytes(signature)), trust, files());

    Signer signer =
        Signer.of(
            PrivateKeys.read(key("leaf-san.key")),
            Certificates.read(key("leaf-san.crt") + key("int.crt")));
    Path ours = folder.resolve("ours.sig");
    Files.writeString(ours, ModelSignatures.sign(files(), signer).toJson().write());
    Ran held =
        reference(
            "verify",
            "certificate",
            "--signature",
            ours,
            "--certificate_chain",
            KEYS.resolve("root.crt"),
            model);
    assertThat(held.exit()).as(held.text()).isZero();
  }

  @Test
  void cosignVerifiesOurSignatureByItsRootDigest() throws Exception {
    Signer signer = Signer.of(PrivateKeys.read(key("p256.key")));
    Bundle bundle = ModelSignatures.sign(files(), signer);
    Path signature = folder.resolve("model.sig");
    Files.writeString(signature, bundle.toJson().write());
    Statement statement = Statement.read(bundle.payload());
    String root = statement.subjects().getFirst().digests().get("sha256");
    assertThat(cosignVerifies(signature, statement.predicateType(), root).exit()).isZero();
    String other = (root.charAt(0) == '0' ? "1" : "0") + root.substring(1);
    assertThat(cosignVerifies(signature, statement.predicateType(), other).exit()).isNotZero();
  }

  private Ran cosignVerifies(Path bundle, String type, String digest) throws Exception {
    return run(
        Places.cosign(),
        "verify-blob-attestation",
        "--key",
        KEYS.resolve("p256.pub"),
        "--bundle",
        bundle,
        "--insecure-ignore-tlog",
        "--type",
        type,
        "--digest",
        digest,
        "--digestAlg",
        "sha256");
  }

  @Test
  void weVerifyTheSignatureOnWhatCosignAttests() throws Exception {
    Path statement = folder.resolve("statement.json");
    Bundle ours = ModelSignatures.sign(files(), Signer.of(PrivateKeys.read(key("p256.key"))));
    Files.write(statement, ours.payload());
    Path imported = folder.resolve("cosign");
    Ran read =
        run(
            Path.of("/usr/bin/env"),
            "COSIGN_PASSWORD=",
            Places.cosign(),
            "import-key-pair",
            "--key",
            KEYS.resolve("p256.key"),
            "--output-key-prefix",
            imported);
    assertThat(read.exit()).as(read.text()).isZero();
    Path bundle = folder.resolve("cosign.json");
    Ran signed =
        run(
            Path.of("/usr/bin/env"),
            "COSIGN_PASSWORD=",
            Places.cosign(),
            "attest-blob",
            "--key",
            imported + ".key",
            "--statement",
            statement,
            "--bundle",
            bundle,
            "--use-signing-config=false",
            "--tlog-upload=false",
            "--yes");
    assertThat(signed.exit()).as(signed.text()).isZero();
    assertThat(
            ModelSignatures.verify(
                    Bundle.read(Files.readAllBytes(bundle)), keys("p256.pub"), files())
                .tree()
                .files())
        .hasSize(4);
  }
}
