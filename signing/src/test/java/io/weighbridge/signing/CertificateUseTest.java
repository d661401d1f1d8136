package io.weighbridge.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that were made for something else, or by an authority that has ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateUseTest {
  private static final String PASSWORD = "changeit";
  private static final String SIGNS = "ku:c=digitalSignature";
  private static final String CODE = "eku=codeSigning";
  private static final String WEB = "eku=serverAuth";
  private static final String CA = "bc:c=ca:true";
  private static final String CA_SIGNS = "ku:c=keyCertSign";

  private Path folder;
  private KeyStore store;
  private Path model;

  @BeforeAll
  void make(@TempDir Path temporary) throws Exception {
    folder = temporary;
    make("root", "", "3650", "", CA, CA_SIGNS);
    make("good", "root", "30", "", SIGNS, CODE);
    make("web", "root", "30", "", SIGNS, WEB);
    make("plain", "root", "30", "", SIGNS);
    make("seals", "root", "30", "", "ku:c=keyEncipherment", CODE);
    make("authority", "root", "30", "", CA, "ku:c=digitalSignature,keyCertSign", CODE);
    make("webauthority", "root", "30", "", CA, CA_SIGNS, WEB);
    make("below", "webauthority", "30", "", SIGNS, CODE);
    make("later", "root", "30", "+10d", SIGNS, CODE);
    make("oldroot", "", "10", "-20d", CA, CA_SIGNS);
    make("belowold", "oldroot", "30", "", SIGNS, CODE);
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("store.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    model = Vectors.write(folder.resolve("model"), Map.of("w.bin", "weights"));
  }

  /** A key with a certificate of an issuer, or of its own. */
  private void make(String name, String issuer, String days, String start, String... extensions)
      throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                folder.resolve("store.p12").toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-validity",
                days));
    if (!issuer.isEmpty()) {
      command.addAll(List.of("-signer", issuer));
    }
    if (!start.isEmpty()) {
      command.addAll(List.of("-startdate", start));
    }
    for (String extension : extensions) {
      command.addAll(List.of("-ext", extension));
    }
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
  }

  private X509Certificate certificate(String name) throws Exception {
    return (X509Certificate) store.getCertificate(name);
  }

  private void verify(String leaf, String root) throws Exception {
    List<X509Certificate> chain =
        Arrays.stream(store.getCertificateChain(leaf)).map(X509Certificate.class::cast).toList();
    var pair =
        new KeyPair(
            chain.getFirst().getPublicKey(),
            (PrivateKey) store.getKey(leaf, PASSWORD.toCharArray()));
    Bundle bundle =
        Vectors.sign(
            model, Optional.empty(), Set.of(), Signer.of(pair, chain.subList(0, chain.size() - 1)));
    Vectors.verify(
        bundle,
        new Trust.Authorities(List.of(certificate(root)), Optional.empty(), Instant.now()),
        model,
        Optional.empty(),
        Set.of());
  }

  private void refused(String leaf, String root, Refusal reason) {
    assertThatThrownBy(() -> verify(leaf, root))
        .as(leaf)
        .isInstanceOfSatisfying(
            SignatureRefused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  @Test
  void codeSigningByTheAuthorityHolds() throws Exception {
    verify("good", "root");
  }

  @Test
  void otherUsesAreRefused() {
    refused("web", "root", Refusal.CERTIFICATE_USE);
    refused("plain", "root", Refusal.CERTIFICATE_USE);
    refused("seals", "root", Refusal.CERTIFICATE_USE);
    refused("authority", "root", Refusal.CERTIFICATE_USE);
  }

  @Test
  void anIssuerForOtherUsesCannotCertifyThisOne() {
    refused("below", "root", Refusal.CERTIFICATE_USE);
  }

  @Test
  void timesThatAreNotNowAreRefused() {
    refused("later", "root", Refusal.CERTIFICATE_TIME);
    refused("belowold", "oldroot", Refusal.CERTIFICATE_TIME);
  }

  @Test
  void anotherAuthorityIsRefused() {
    refused("good", "webauthority", Refusal.CERTIFICATE);
  }
}
