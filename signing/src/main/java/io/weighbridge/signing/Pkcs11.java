package io.weighbridge.signing;

import io.weighbridge.signing.internal.Pkcs11Uri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Keys in hardware, or in anything else behind PKCS#11. A key is named by a URI (RFC 7512):
 *
 * <pre>pkcs11:object=gate?module-path=/usr/lib/softhsm/libsofthsm2.so&amp;pin-source=/etc/gate.pin
 * </pre>
 *
 * <p>{@code object} is the label of the key, {@code slot-id} chooses a slot (else the first that
 * holds such a key), {@code pin-source} is a file that holds the PIN. A {@code pin-value} in the
 * URI is refused, since URIs end up in logs. The JDK lists a private key only when a certificate
 * lies beside it in the token; a self-signed one is enough.
 */
public final class Pkcs11 {
  private static final int MOST_SLOTS = 16;

  private Pkcs11() {}

  /**
   * Opens a key.
   *
   * @throws SigningException when the module, the slot, the PIN or the key is not there
   */
  public static Signer open(String uri) {
    return open(uri, false);
  }

  /** Opens a key whose signatures carry its certificates. */
  public static Signer openWithCertificate(String uri) {
    return open(uri, true);
  }

  private static Signer open(String text, boolean withCertificate) {
    Pkcs11Uri uri = Pkcs11Uri.parse(text);
    char[] pin = pin(uri);
    String last = "it has no slot with a token";
    for (int slot = 0; slot < MOST_SLOTS; slot++) {
      String where =
          uri.slot().isPresent() ? "slot = " + uri.slot().getAsLong() : "slotListIndex = " + slot;
      try {
        Optional<Signer> signer = open(uri, where, pin, withCertificate);
        if (signer.isPresent()) {
          return signer.get();
        }
        last = "no key \"" + uri.object() + "\" with a certificate is in it";
      } catch (GeneralSecurityException | IOException | RuntimeException e) {
        if (e instanceof SigningException refused) {
          throw refused;
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        last = slot == 0 || uri.slot().isPresent() ? String.valueOf(cause.getMessage()) : last;
        if (uri.slot().isEmpty() && slot > 0) {
          break; // no such index: all slots were looked at
        }
      }
      if (uri.slot().isPresent()) {
        break;
      }
    }
    throw new SigningException("PKCS#11 module " + uri.module() + ": " + last);
  }

  private static Optional<Signer> open(
      Pkcs11Uri uri, String where, char[] pin, boolean withCertificate)
      throws GeneralSecurityException, IOException {
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw new SigningException("this JDK has no PKCS#11 provider (module jdk.crypto.cryptoki)");
    }
    Provider token =
        base.configure("--name = weighbridge\nlibrary = " + uri.module() + "\n" + where + "\n");
    KeyStore store = KeyStore.getInstance("PKCS11", token);
    store.load(null, pin);
    if (!(store.getKey(uri.object(), pin) instanceof PrivateKey key)) {
      return Optional.empty();
    }
    List<X509Certificate> chain =
        java.util.Arrays.stream(store.getCertificateChain(uri.object()))
            .map(X509Certificate.class::cast)
            .toList();
    // The certificate's own key object is a plain one, which every verifier reads.
    return Optional.of(
        Signer.of(
            key,
            Certificates.decode(chain.getFirst().getEncoded()).getPublicKey(),
            token,
            withCertificate ? chain : List.of()));
  }

  private static char[] pin(Pkcs11Uri uri) {
    if (uri.pinSource().isEmpty()) {
      return new char[0];
    }
    try {
      return Files.readString(Path.of(uri.pinSource().get())).strip().toCharArray();
    } catch (IOException e) {
      throw new SigningException("cannot read the PIN in " + uri.pinSource().get(), e);
    }
  }
}
