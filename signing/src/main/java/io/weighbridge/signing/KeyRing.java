package io.weighbridge.signing;

import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.signing.internal.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that a gate or a person signs with, in a folder: {@code keys.json}, and for each key
 * {@code ID.pub} and, unless it lives in a token, {@code ID.key} with mode 0600. One key signs;
 * after a rotation the one before it stays trusted for a while, so that what it signed can be
 * signed again in the meantime.
 *
 * <p>An instance is what was read once. Changes go to the folder and return the new state; they are
 * atomic against a crash, not against each other.
 */
public final class KeyRing {
  private static final String INDEX = "keys.json";

  /**
   * A key.
   *
   * @param id {@link PublicKeys#hint}
   * @param until when signatures of it stop counting; empty for the one that signs
   * @param token a PKCS#11 URI when the key lives in a token; empty when it lies in the folder
   */
  public record Entry(
      String id, PublicKey key, Instant created, Optional<Instant> until, Optional<String> token) {}

  private final Path folder;
  private final List<Entry> entries;

  private KeyRing(Path folder, List<Entry> entries) {
    this.folder = folder;
    this.entries = List.copyOf(entries);
  }

  /**
   * Makes a ring with a fresh key.
   *
   * @throws SigningException when there is one already, or the folder cannot be written
   */
  public static KeyRing init(Path folder, Curve curve, Instant now) {
    return begin(folder).with(PrivateKeys.generate(curve), now);
  }

  /** Makes a ring whose key lives in a token; see {@link Pkcs11}. */
  public static KeyRing init(Path folder, String tokenUri, Instant now) {
    KeyRing ring = begin(folder);
    return ring.with(
        new Entry(
            "", Pkcs11.open(tokenUri).publicKey(), now, Optional.empty(), Optional.of(tokenUri)));
  }

  /** The file of a ring that changes with every rotation. */
  public static Path index(Path folder) {
    return folder.resolve(INDEX);
  }

  private static KeyRing begin(Path folder) {
    if (Files.exists(folder.resolve(INDEX))) {
      throw new SigningException(
          folder + " holds keys already (see: weighbridge keys list; weighbridge keys rotate)");
    }
    try {
      PrivateFiles.createFolder(folder);
    } catch (IOException e) {
      throw new SigningException("cannot make " + folder + ": " + e.getMessage(), e);
    }
    return new KeyRing(folder, List.of());
  }

  /**
   * Reads a ring.
   *
   * @throws SigningException when there is none, or it is not whole
   */
  public static KeyRing open(Path folder) {
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      throw new SigningException(
          "no keys in " + folder + " (make one with: weighbridge keys init)");
    }
    try {
      var entries = new ArrayList<Entry>();
      for (Json key : Json.parse(Files.readString(index)).items("keys")) {
        entries.add(entry(folder, key));
      }
      if (entries.isEmpty()) {
        throw new SigningException(index + " lists no keys");
      }
      return new KeyRing(folder, entries);
    } catch (IOException | JsonException | DateTimeParseException e) {
      throw new SigningException("cannot read " + index + ": " + e.getMessage(), e);
    }
  }

  private static Entry entry(Path folder, Json key) throws IOException {
    String id =
        key.text("id")
            .filter(text -> text.matches("[0-9a-f]{64}"))
            .orElseThrow(() -> new SigningException(folder + ": a key has no id"));
    PublicKey publicKey = PublicKeys.read(Files.readString(folder.resolve(id + ".pub"))).getFirst();
    if (!PublicKeys.hint(publicKey).equals(id)) {
      throw new SigningException(
          folder.resolve(id + ".pub") + " is another key than its name says");
    }
    return new Entry(
        id,
        publicKey,
        Instant.parse(key.text("created").orElse("")),
        key.text("until").map(Instant::parse),
        key.text("token"));
  }

  /**
   * Makes a fresh key, which signs from now on. The one before it counts for {@code overlap} more.
   */
  public KeyRing rotate(Curve curve, Duration overlap, Instant now) {
    return retired(overlap, now).with(PrivateKeys.generate(curve), now);
  }

  /** As {@link #rotate(Curve, Duration, Instant)}, to a key in a token. */
  public KeyRing rotate(String tokenUri, Duration overlap, Instant now) {
    PublicKey key = Pkcs11.open(tokenUri).publicKey();
    return retired(overlap, now)
        .with(new Entry("", key, now, Optional.empty(), Optional.of(tokenUri)));
  }

  private KeyRing retired(Duration overlap, Instant now) {
    return new KeyRing(
        folder,
        entries.stream()
            .map(
                entry ->
                    entry.until().isPresent()
                        ? entry
                        : new Entry(
                            entry.id(),
                            entry.key(),
                            entry.created(),
                            Optional.of(now.plus(overlap)),
                            entry.token()))
            .toList());
  }

  private KeyRing with(KeyPair pair, Instant now) {
    String id = PublicKeys.hint(pair.getPublic());
    try {
      PrivateFiles.write(folder.resolve(id + ".key"), PrivateKeys.pem(pair));
    } catch (IOException e) {
      throw new SigningException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
    return with(new Entry(id, pair.getPublic(), now, Optional.empty(), Optional.empty()));
  }

  /**
   * Public key first, index last: a crash leaves a key that nobody uses, never one without a file.
   */
  private KeyRing with(Entry added) {
    var named =
        new Entry(
            PublicKeys.hint(added.key()),
            added.key(),
            added.created(),
            added.until(),
            added.token());
    if (entries.stream().anyMatch(entry -> entry.id().equals(named.id()))) {
      throw new SigningException("the key " + named.id() + " is in " + folder + " already");
    }
    var all = new ArrayList<>(entries);
    all.add(named);
    var ring = new KeyRing(folder, all);
    try {
      PrivateFiles.write(folder.resolve(named.id() + ".pub"), PublicKeys.pem(named.key()));
      PrivateFiles.write(folder.resolve(INDEX), ring.toJson().writePretty());
    } catch (IOException e) {
      throw new SigningException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
    return ring;
  }

  private Json toJson() {
    return Json.object()
        .put("keys", Json.array(entries.stream().map(KeyRing::toJson).toList()))
        .build();
  }

  private static Json toJson(Entry entry) {
    return Json.object()
        .put("id", entry.id())
        .put("created", entry.created().toString())
        .put("until", entry.until().map(Instant::toString))
        .put("token", entry.token())
        .build();
  }

  public List<Entry> entries() {
    return entries;
  }

  /** The keys whose signatures count at that time, the signing one first. */
  public List<PublicKey> trusted(Instant at) {
    return entries.reversed().stream()
        .filter(entry -> entry.until().map(at::isBefore).orElse(true))
        .map(Entry::key)
        .toList();
  }

  /**
   * Signs with the newest key.
   *
   * @throws SigningException when its file is missing, or others than its owner may read it
   */
  public Signer signer() {
    Entry entry = entries.getLast();
    if (entry.token().isPresent()) {
      return Pkcs11.open(entry.token().get());
    }
    Path file = folder.resolve(entry.id() + ".key");
    try {
      PrivateFiles.requirePrivate(file);
      KeyPair pair = PrivateKeys.read(Files.readString(file));
      if (!pair.getPublic().equals(entry.key())) {
        throw new SigningException(file + " is another key than its name says");
      }
      return Signer.of(pair);
    } catch (IOException e) {
      throw new SigningException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
