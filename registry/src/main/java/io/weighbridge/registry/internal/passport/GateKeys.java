package io.weighbridge.registry.internal.passport;

import io.weighbridge.registry.RegistryException;
import io.weighbridge.signing.Curve;
import io.weighbridge.signing.KeyRing;
import io.weighbridge.signing.Signer;
import io.weighbridge.signing.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * The gate's keys: a ring in a folder, made at the first start, read again when it was rotated.
 * Thread-safe.
 */
public final class GateKeys {
  private final Path folder;
  private final boolean made;
  private KeyRing ring;
  private FileTime readAt;
  private Signer signer;

  private GateKeys(Path folder, boolean made, KeyRing ring, FileTime readAt, Signer signer) {
    this.folder = folder;
    this.made = made;
    this.ring = ring;
    this.readAt = readAt;
    this.signer = signer;
  }

  /**
   * Opens the ring, or makes one with a P-256 key.
   *
   * @throws RegistryException when it can neither be read nor made
   */
  public static GateKeys open(Path folder, Clock clock) {
    try {
      boolean missing = !Files.exists(KeyRing.index(folder));
      KeyRing ring =
          missing
              ? KeyRing.init(folder, Curve.P256, clock.instant().truncatedTo(ChronoUnit.SECONDS))
              : KeyRing.open(folder);
      FileTime readAt = time(folder);
      // A key that cannot sign is found now, not at the first admission.
      return new GateKeys(folder, missing, ring, readAt, ring.signer());
    } catch (SigningException e) {
      throw new RegistryException("the gate's keys: " + e.getMessage(), e);
    }
  }

  /** Whether this start made them: nothing on record can have a passport yet. */
  public boolean made() {
    return made;
  }

  /** The ring as it is now. */
  public synchronized KeyRing ring() {
    FileTime now = time(folder);
    if (!now.equals(readAt)) {
      try {
        KeyRing rotated = KeyRing.open(folder);
        signer = rotated.signer();
        ring = rotated;
        readAt = now;
      } catch (SigningException e) {
        throw new RegistryException("the gate's keys: " + e.getMessage(), e);
      }
    }
    return ring;
  }

  /**
   * Signs with the newest key. It is opened once for each rotation: a session with a token is dear.
   */
  public synchronized Signer signer() {
    ring();
    return signer;
  }

  private static FileTime time(Path folder) {
    try {
      return Files.getLastModifiedTime(KeyRing.index(folder));
    } catch (IOException e) {
      throw new RegistryException("the gate's keys in " + folder + " are gone: " + e, e);
    }
  }
}
