package io.weighbridge.registry.internal.passport;

import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.db.PassportTable;
import io.weighbridge.registry.internal.db.Rows.Signed;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.KeyRing;
import io.weighbridge.signing.Passport;
import io.weighbridge.signing.PublicKeys;
import io.weighbridge.signing.RevocationList;
import io.weighbridge.signing.SignatureRefused;
import io.weighbridge.signing.Signer;
import io.weighbridge.signing.SigningException;
import io.weighbridge.signing.Statement;
import io.weighbridge.signing.Summary;
import io.weighbridge.signing.Trust;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Issues passports, keeps them, and holds what is about to be served against them. Thread-safe.
 *
 * <p>A passport is signed when a revision is admitted or decided about again, and anew when half of
 * its time is over or the key that signed it retires. What is on record must be what the passport
 * says: who changes the database without the key is noticed before a byte is served.
 */
public final class PassportOffice {
  private final PassportTable table;
  private final GateKeys keys;
  private final Settings settings;
  private final Clock clock;

  /**
   * How passports are made.
   *
   * @param verifier URI that the gate is known by in them
   * @param version of the gate
   * @param validity how long one counts
   * @param listValidity how long a revocation list counts
   */
  public record Settings(
      String verifier, String version, Duration validity, Duration listValidity) {}

  public PassportOffice(PassportTable table, GateKeys keys, Settings settings, Clock clock) {
    this.table = table;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Signs a passport for a revision that is being admitted; the caller stores it in the transaction
   * that admits.
   *
   * @throws RegistryException when the key cannot sign; then nothing may be admitted
   */
  public Signed issue(Admission admission) {
    try {
      Passport passport = sign(admission);
      return new Signed(
          admission.tree().identity(), admission.resource(), passport.toJson().write(), now());
    } catch (SigningException e) {
      throw new RegistryException("passports cannot be signed: " + e.getMessage(), e);
    }
  }

  /** Signs passports for what was admitted before there were keys; called once, at the start. */
  public void adopt(Function<Long, Optional<Admission>> admissions) {
    if (keys.made()) {
      for (long revision : table.without()) {
        admissions.apply(revision).ifPresent(one -> table.put(revision, issue(one)));
      }
    }
  }

  /** Whether a revision has one; what is admitted and not yet here has none. */
  public boolean has(long revision) {
    return table.find(revision).isPresent();
  }

  /**
   * The passport of an admitted revision, held against the record: what is about to be served must
   * be what was signed. One that is half over, or signed by a key that retires, is renewed.
   *
   * @throws RegistryException when the record is not what was signed: somebody changed it
   */
  public Passport holding(Admission admission) {
    Passport kept =
        table
            .find(admission.revision())
            .orElseThrow(() -> changed(admission, "it has none any more"));
    try {
      Summary summary = held(kept);
      if (!summary.resource().equals(admission.resource())
          || !summary.tree().equals(admission.tree())) {
        throw changed(admission, "other files stand there now");
      }
      if (!renewable(summary, kept)) {
        return kept;
      }
    } catch (SignatureRefused e) {
      throw changed(admission, String.valueOf(e.getMessage()));
    }
    Signed renewed = issue(admission);
    table.put(admission.revision(), renewed);
    return Passport.read(renewed.document().getBytes(StandardCharsets.UTF_8));
  }

  private static RegistryException changed(Admission admission, String how) {
    return new RegistryException(
        "the record of "
            + admission.resource()
            + " is not what its passport says ("
            + how
            + "): the database was changed behind the gate; restore it, or refuse the revision and"
            + " have it weighed anew");
  }

  /** The decision of a passport, signed by one of our own keys, whether or not it still counts. */
  private Summary held(Passport passport) {
    KeyRing ring = keys.ring();
    new Trust.Keys(ring.entries().stream().map(KeyRing.Entry::key).toList())
        .check(passport.decision());
    return Summary.read(Statement.read(passport.decision().payload()));
  }

  private boolean renewable(Summary summary, Passport passport) {
    Instant half =
        summary
            .verified()
            .plus(Duration.between(summary.verified(), summary.expires()).dividedBy(2));
    boolean bySigner = trusts(List.of(keys.ring().entries().getLast().key()), passport.decision());
    return now().isAfter(half) || !bySigner;
  }

  private static boolean trusts(List<PublicKey> keys, Bundle bundle) {
    try {
      new Trust.Keys(keys).check(bundle);
      return true;
    } catch (SignatureRefused e) {
      return false;
    }
  }

  private Passport sign(Admission admission) {
    Signer signer = keys.signer();
    Summary before = summary(admission, Map.of());
    Bundle scan = signer.sign(ScanStatement.of(admission, before.subjects(), settings.version()));
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("scan", sha256(scan.payload()));
    inputs.put("evidence", admission.decision().evidenceDigest());
    inputs.put("decision", digest(admission));
    Summary summary = summary(admission, inputs);
    return new Passport(
        signer.sign(summary.toStatement()),
        Optional.of(scan),
        summary.toResult().map(signer::sign));
  }

  private Summary summary(Admission admission, Map<String, String> inputs) {
    Instant now = now();
    Instant expires = now.plus(settings.validity());
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("weighbridge", settings.version());
    versions.put("rules", admission.decision().rulesDigest());
    return new Summary(
        settings.verifier(),
        versions,
        now,
        admission.resource(),
        settings.verifier() + "/policy",
        admission.decision().policyDigest(),
        inputs,
        true,
        List.of("WEIGHBRIDGE_ADMITTED", level(admission)),
        expires.isBefore(admission.validUntil()) ? expires : admission.validUntil(),
        admission
            .decision()
            .waiver()
            .map(waiver -> waiver.person() + " until " + waiver.until() + ": " + waiver.reason()),
        admission.tree());
  }

  private static String level(Admission admission) {
    return admission.decision().waiver().isPresent()
        ? "WEIGHBRIDGE_WAIVED"
        : admission.commit().equals(admission.upstreamCommit())
            ? "WEIGHBRIDGE_WHOLE"
            : "WEIGHBRIDGE_FILTERED";
  }

  private static String digest(Admission admission) {
    return admission.decision().toJson().digest();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The public keys whose passports count now, in PEM, the signing one first. */
  public String publicKeys() {
    return String.join("", keys.ring().trusted(now()).stream().map(PublicKeys::pem).toList());
  }

  /** The current list of what was withdrawn, signed now. */
  public Bundle revocations() {
    Instant now = now();
    List<RevocationList.Entry> entries = table.withdrawn();
    var content = new RevocationList(0, Instant.EPOCH, Instant.EPOCH, entries);
    String digest = content.toStatement().toJson().digest();
    var list =
        new RevocationList(table.number(digest), now, now.plus(settings.listValidity()), entries);
    try {
      return keys.signer().sign(list.toStatement());
    } catch (SigningException e) {
      throw new RegistryException("lists cannot be signed: " + e.getMessage(), e);
    }
  }
}
