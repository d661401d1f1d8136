package io.weighbridge.registry.internal.db;

import io.weighbridge.content.FileTrouble;
import io.weighbridge.registry.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals other people's tokens with AES-256-GCM before they reach the database; the key is a file of
 * its own (0600), so that a copied database gives nothing away. Thread-safe.
 */
public final class SecretBox {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  private SecretBox(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Opens the key file, or makes one. */
  public static SecretBox open(Path file) {
    try {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      try {
        create(file, key);
        return new SecretBox(key);
      } catch (FileAlreadyExistsException e) {
        byte[] kept = Files.readAllBytes(file);
        if (kept.length != 32) {
          throw new RegistryException(
              file
                  + " is not a key of 32 bytes; restore it, or delete it and register the"
                  + " upstream tokens again",
              e);
        }
        return new SecretBox(kept);
      }
    } catch (IOException e) {
      throw new RegistryException("cannot use the key file " + file + ": " + FileTrouble.of(e), e);
    }
  }

  private static void create(Path file, byte[] key) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (var channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      channel.write(ByteBuffer.wrap(key));
    }
  }

  /**
   * Seals a text.
   *
   * @param purpose whose it is and what for; it opens for no other
   */
  public byte[] seal(String purpose, String text) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed =
        apply(Cipher.ENCRYPT_MODE, nonce, purpose, text.getBytes(StandardCharsets.UTF_8));
    byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, all, NONCE, sealed.length);
    return all;
  }

  /**
   * Opens what {@link #seal} sealed for the same purpose.
   *
   * @throws RegistryException when it does not open
   */
  public String unseal(String purpose, byte[] sealed) {
    byte[] nonce = Arrays.copyOf(sealed, NONCE);
    byte[] text =
        apply(
            Cipher.DECRYPT_MODE,
            nonce,
            purpose,
            Arrays.copyOfRange(sealed, Math.min(NONCE, sealed.length), sealed.length));
    return new String(text, StandardCharsets.UTF_8);
  }

  private byte[] apply(int mode, byte[] nonce, String purpose, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new RegistryException(
          "a stored token does not open with the key in the data folder; register it again", e);
    }
  }
}
