package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Keys that never leave a PKCS#11 token, here SoftHSM: made inside it as the documentation says,
 * used by our commands and by a gate, verified by the reference implementation.
 */
class TokenKeysTest {
  private static final String PIN = "1234";

  private static Path folder;
  private static Path library;
  private static Path pin;
  private static Map<String, String> environment;

  private record Ran(int exit, String text) {}

  @BeforeAll
  static void token() throws Exception {
    library = Places.softHsm();
    folder = Places.fresh("token-keys");
    Path tokens = Files.createDirectories(folder.resolve("tokens"));
    Path configuration =
        Files.writeString(
            folder.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\n");
    environment = Map.of("SOFTHSM2_CONF", configuration.toString());
    pin = Files.writeString(folder.resolve("pin"), PIN + "\n");
    Files.createDirectories(folder.resolve("model"));
    Files.writeString(folder.resolve("model/config.json"), "{}");
    succeed(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "t",
        "--so-pin",
        "5678",
        "--pin",
        PIN);
    Path provider =
        Files.writeString(
            folder.resolve("p11.cfg"),
            "name = token\nlibrary = " + library + "\nslotListIndex = 0\n");
    for (String key : List.of("p256:secp256r1", "p384:secp384r1", "p521:secp521r1")) {
      String[] named = key.split(":");
      succeed(
          Path.of(System.getProperty("java.home"), "bin", "keytool"),
          "-addprovider",
          "SunPKCS11",
          "-providerArg",
          provider,
          "-keystore",
          "NONE",
          "-storetype",
          "PKCS11",
          "-storepass",
          PIN,
          "-genkeypair",
          "-alias",
          named[0],
          "-keyalg",
          "EC",
          "-groupname",
          named[1],
          "-dname",
          "CN=gate");
    }
  }

  /** Model files of a token hold private keys, even if only of a test. */
  @AfterAll
  static void forget() throws Exception {
    if (folder != null) {
      Places.fresh("token-keys");
    }
  }

  private static Ran run(Object... words) throws Exception {
    var command = new ArrayList<String>();
    for (Object word : words) {
      command.add(word.toString());
    }
    Path output = Files.createTempFile(folder, "ran", ".txt");
    try (Proc proc = Proc.start(output, environment, command)) {
      int exit = proc.await(Duration.ofMinutes(2));
      return new Ran(exit, proc.output());
    }
  }

  private static String succeed(Object... words) throws Exception {
    Ran ran = run(words);
    assertThat(ran.exit()).as(ran.text()).isZero();
    return ran.text();
  }

  private static Ran weighbridge(String... words) throws Exception {
    return run(GateProcess.command(List.of(), List.of(words)).toArray());
  }

  private static String uri(String object, Path pinSource) {
    return "pkcs11:object=" + object + "?module-path=" + library + "&pin-source=" + pinSource;
  }

  @ParameterizedTest
  @CsvSource({"p256", "p384", "p521"})
  void whatAKeyInATokenSignsHoldsForUsAndForTheReference(String key) throws Exception {
    String ring = folder.resolve("ring-" + key).toString();
    String signature = folder.resolve(key + ".sig").toString();
    String model = folder.resolve("model").toString();
    Ran made = weighbridge("keys", "init", "--keys", ring, "--token", uri(key, pin));
    assertThat(made.exit()).as(made.text()).isZero();
    assertThat(Path.of(ring)).isDirectoryNotContaining("glob:**.key");
    Ran signed = weighbridge("sign", model, "--keys", ring, "--signature", signature);
    assertThat(signed.exit()).as(signed.text()).isZero();
    Ran held = weighbridge("verify", model, "--keys", ring, "--signature", signature);
    assertThat(held.exit()).as(held.text()).isZero();
    String trusted = folder.resolve(key + ".pub").toString();
    weighbridge("keys", "public", "--keys", ring, "--output", trusted);
    Path reference = Places.python("model-signing").resolveSibling("model_signing");
    succeed(reference, "verify", "key", "--signature", signature, "--public_key", trusted, model);
  }

  @Test
  void aGateSignsPassportsInsideAToken() throws Exception {
    Path data = folder.resolve("gate/data");
    Path ring = data.resolve("secrets/keys");
    Ran made = weighbridge("keys", "init", "--keys", ring.toString(), "--token", uri("p256", pin));
    assertThat(made.exit()).as(made.text()).isZero();
    try (Recorder hub = Recorder.start(folder);
        GateProcess gate =
            GateProcess.startIn(
                environment, folder.resolve("gate"), hub.url, Policies.standard())) {
      Path model = folder.resolve("pulled");
      for (var file : new HubClient(gate.url).snapshot("org/tiny", "main").entrySet()) {
        Path path = model.resolve(file.getKey());
        Files.createDirectories(java.util.Objects.requireNonNull(path.getParent()));
        Files.write(path, file.getValue());
      }
      Ran held =
          weighbridge(
              "verify",
              model.toString(),
              "--passport",
              gate.url + "/api/weighbridge/passports/org/tiny/main",
              "--keys",
              ring.toString());
      assertThat(held.exit()).as(held.text()).isZero();
    }
    assertThat(ring).isDirectoryNotContaining("glob:**.key");
  }

  @Test
  void whatATokenRefusesIsSaid() throws Exception {
    String model = folder.resolve("model").toString();
    Path wrong = Files.writeString(folder.resolve("wrong-pin"), "0000");
    String signature = folder.resolve("none.sig").toString();
    String[] words = {"sign", model, "--signature", signature, "--token", uri("none", pin)};
    Ran noKey = weighbridge(words);
    assertThat(noKey.exit()).isEqualTo(2);
    assertThat(noKey.text()).contains("no key \"none\" with a certificate is in it");
    words[5] = uri("p256", wrong);
    Ran wrongPin = weighbridge(words);
    assertThat(wrongPin.exit()).isEqualTo(2);
    assertThat(wrongPin.text()).contains("CKR_PIN_INCORRECT").doesNotContain("0000");
    words[5] = uri("p256", pin) + "&pin-value=" + PIN;
    Ran inUri = weighbridge(words);
    assertThat(inUri.exit()).isEqualTo(2);
    assertThat(inUri.text()).contains("pin-source").doesNotContain(PIN + "\n");
    assertThat(Path.of(signature)).doesNotExist();
  }
}
