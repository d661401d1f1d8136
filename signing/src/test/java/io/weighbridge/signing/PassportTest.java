package io.weighbridge.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a passport proves, and everything that ends it. */
class PassportTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final KeyPair GATE = PrivateKeys.generate(Curve.P256);
  private static final Signer SIGNER = Signer.of(GATE);
  private static final Trust TRUST = new Trust.Keys(List.of(GATE.getPublic()));

  private static final String RESOURCE = "pkg:huggingface/org/tiny@" + "c".repeat(40);

  @TempDir Path temporary;
  private Path model;
  private ModelTree tree;

  @BeforeEach
  void write() {
    model =
        Vectors.write(
            temporary.resolve("m"),
            Map.of(".gitattributes", "*", "config.json", "{}", "w/a.bin", "aaaa"));
    tree = ModelHasher.hash(files());
  }

  private ModelFiles files() {
    return ModelFiles.everything(model, Optional.empty(), Set.of());
  }

  private Summary summary(boolean passed, Instant expires, Optional<String> waiver) {
    Summary subjects = summary(passed, expires, waiver, Map.of());
    byte[] scan = SIGNER.sign(scan(subjects, 2)).payload();
    return summary(passed, expires, waiver, Map.of("scan", ModelHasher.sha256(scan)));
  }

  private Summary summary(
      boolean passed, Instant expires, Optional<String> waiver, Map<String, String> inputs) {
    return new Summary(
        "https://gate.example.invalid/",
        Map.of("weighbridge", "0.1.0", "rules", "r".repeat(64)),
        NOW,
        RESOURCE,
        "https://gate.example.invalid/policy",
        "d".repeat(64),
        inputs,
        passed,
        List.of("WEIGHBRIDGE_ADMITTED"),
        expires,
        waiver,
        tree);
  }

  private static Statement scan(Summary summary, int files) {
    return new Statement(
        summary.subjects(), Passport.SCAN_TYPE, Json.object().put("files", files).build());
  }

  private Passport passport(Summary summary) {
    return new Passport(
        SIGNER.sign(summary.toStatement()),
        Optional.of(SIGNER.sign(scan(summary, 2))),
        summary.toResult().map(SIGNER::sign));
  }

  private Passport good() {
    return passport(summary(true, NOW.plus(Duration.ofDays(30)), Optional.of("J. Doe: test bed")));
  }

  private PassportCheck at(Instant now) {
    return new PassportCheck(TRUST, Optional.empty(), now);
  }

  private static void refused(Refusal reason, Runnable check) {
    assertThatThrownBy(check::run)
        .isInstanceOfSatisfying(
            SignatureRefused.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void itHoldsForTheBytesThatItIsAboutAndSurvivesBeingWritten() {
    byte[] written = good().toJson().write().getBytes(StandardCharsets.UTF_8);
    PassportCheck.Held held = at(NOW).files(Passport.read(written), files());
    assertThat(held.summary())
        .isEqualTo(summary(true, NOW.plus(Duration.ofDays(30)), Optional.of("J. Doe: test bed")));
    assertThat(held.notes()).anyMatch(note -> note.contains("revocation"));
  }

  /** Every repository of a hub has one; a signature would leave it out. */
  @Test
  void filesThatSignaturesLeaveOutCountToo() throws IOException {
    Passport passport = good();
    Files.writeString(model.resolve(".gitattributes"), "changed");
    refused(Refusal.CHANGED_FILES, () -> at(NOW).files(passport, files()));
    Files.delete(model.resolve(".gitattributes"));
    refused(Refusal.MISSING_FILES, () -> at(NOW).files(passport, files()));
  }

  @Test
  void aDecisionAloneIsEnough() {
    byte[] bundle = good().decision().toJson().write().getBytes(StandardCharsets.UTF_8);
    assertThat(at(NOW).files(Passport.read(bundle), files()).summary().passed()).isTrue();
  }

  @Test
  void changedAddedAndMissingFilesEndIt() throws IOException {
    Passport passport = good();
    Path extra = Files.writeString(model.resolve("evil.py"), "");
    refused(Refusal.ADDED_FILES, () -> at(NOW).files(passport, files()));
    Files.delete(extra);
    Files.writeString(model.resolve("w/a.bin"), "aaab");
    refused(Refusal.CHANGED_FILES, () -> at(NOW).files(passport, files()));
    Files.delete(model.resolve("w/a.bin"));
    refused(Refusal.MISSING_FILES, () -> at(NOW).files(passport, files()));
  }

  @Test
  void timeARefusalAndAStrangersKeyEndIt() {
    refused(Refusal.EXPIRED, () -> at(NOW.plus(Duration.ofDays(30))).standing(good()));
    Passport failed = passport(summary(false, NOW.plus(Duration.ofDays(30)), Optional.empty()));
    assertThat(failed.result()).isEmpty();
    refused(Refusal.NOT_PASSED, () -> at(NOW).standing(failed));
    Trust other = new Trust.Keys(List.of(PrivateKeys.generate(Curve.P256).getPublic()));
    refused(
        Refusal.KEY_HINT, () -> new PassportCheck(other, Optional.empty(), NOW).standing(good()));
  }

  @Test
  void theEvidenceOfAnotherModelIsNoticed() {
    Passport good = good();
    Bundle foreign =
        SIGNER.sign(
            new Statement(
                List.of(new Statement.Subject("other", "a".repeat(64))),
                Passport.SCAN_TYPE,
                Json.object().build()));
    var mixed = new Passport(good.decision(), Optional.of(foreign), Optional.empty());
    refused(Refusal.STATEMENT, () -> at(NOW).standing(mixed));
  }

  @Test
  void partsOfAnotherDecisionAboutTheSameFilesAreNoticed() {
    Passport good = good();
    Summary summary = Summary.read(Statement.read(good.decision().payload()));
    Optional<Bundle> otherScan = Optional.of(SIGNER.sign(scan(summary, 3)));
    refused(
        Refusal.STATEMENT,
        () -> at(NOW).standing(new Passport(good.decision(), otherScan, good.result())));
    Optional<Bundle> otherResult =
        new Summary(
                summary.verifier(),
                summary.versions(),
                NOW.minusSeconds(9),
                RESOURCE,
                summary.policyUri(),
                summary.policyDigest(),
                summary.inputs(),
                true,
                summary.levels(),
                summary.expires(),
                Optional.empty(),
                tree)
            .toResult()
            .map(SIGNER::sign);
    refused(
        Refusal.STATEMENT,
        () -> at(NOW).standing(new Passport(good.decision(), good.scan(), otherResult)));
  }

  @Test
  void aDateInTheFutureEndsIt() {
    assertThat(at(NOW.minus(Duration.ofMinutes(4))).standing(good()).passed()).isTrue();
    refused(Refusal.NOT_YET, () -> at(NOW.minus(Duration.ofMinutes(6))).standing(good()));
  }

  @Test
  void aClaimIsCheckedWithoutFiles() {
    assertThat(at(NOW).claim(good(), RESOURCE).notes()).contains("no files were looked at");
    refused(Refusal.OTHER_MODEL, () -> at(NOW).claim(good(), RESOURCE.replace("tiny", "other")));
    refused(Refusal.EXPIRED, () -> at(NOW.plus(Duration.ofDays(31))).claim(good(), RESOURCE));
  }

  /** Signatures are random, so what is counted differs by a few from run to run. */
  @Test
  void everyFlippedByteIsRefusedOrChangesNothing() {
    byte[] original = good().toJson().write().getBytes(StandardCharsets.UTF_8);
    Summary before = at(NOW).files(Passport.read(original), files()).summary();
    var counts = new TreeMap<String, Integer>();
    for (int at = 0; at < original.length; at++) {
      byte[] changed = original.clone();
      changed[at] ^= 1;
      String outcome;
      try {
        assertThat(at(NOW).files(Passport.read(changed), files()).summary()).isEqualTo(before);
        outcome = "as it was";
      } catch (SignatureRefused e) {
        outcome = e.reason().id();
      }
      counts.merge(outcome, 1, Integer::sum);
    }
    System.out.println("passport of " + original.length + " bytes, one flip each: " + counts);
    assertThat(counts.values().stream().mapToInt(count -> count).sum()).isEqualTo(original.length);
    assertThat(counts.getOrDefault("as it was", 0)).isLessThan(original.length / 20);
  }

  @Test
  void aStatementOfAnotherKindIsNoDecision() {
    Bundle signature = ModelSignatures.sign(files(), SIGNER);
    var odd = new Passport(signature, Optional.empty(), Optional.empty());
    refused(Refusal.STATEMENT, () -> at(NOW).standing(odd));
    Passport good = good();
    var result = new Passport(good.result().orElseThrow(), Optional.empty(), Optional.empty());
    refused(Refusal.STATEMENT, () -> at(NOW).standing(result));
  }

  @Test
  void revocationEndsItAndOldListsDoNotCount() {
    Passport passport = good();
    Instant expires = NOW.plus(Duration.ofDays(1));
    var entry =
        new RevocationList.Entry(
            tree.identity(), "pkg:huggingface/org/tiny", "weights changed", NOW);
    Bundle signed = SIGNER.sign(new RevocationList(7, NOW, expires, List.of(entry)).toStatement());
    RevocationList list = RevocationList.read(signed, TRUST, 7, NOW);
    refused(
        Refusal.REVOKED, () -> new PassportCheck(TRUST, Optional.of(list), NOW).standing(passport));
    Bundle none = SIGNER.sign(new RevocationList(8, NOW, expires, List.of()).toStatement());
    RevocationList empty = RevocationList.read(none, TRUST, 7, NOW);
    assertThat(new PassportCheck(TRUST, Optional.of(empty), NOW).files(passport, files()).notes())
        .isEmpty();
    refused(Refusal.LIST_STALE, () -> RevocationList.read(signed, TRUST, 8, NOW));
    refused(Refusal.LIST_STALE, () -> RevocationList.read(signed, TRUST, 0, expires));
  }

  @Test
  void everyFileAndThreeDigestsOfTheWholeAreSubjects() {
    Summary summary = summary(true, NOW.plus(Duration.ofDays(1)), Optional.empty());
    assertThat(summary.subjects().stream().map(Statement.Subject::name))
        .containsExactly(
            ".gitattributes",
            "config.json",
            "w/a.bin",
            "//weighbridge/identity/v1",
            "//oms/root/specification-order",
            "//oms/root/component-order");
  }
}
