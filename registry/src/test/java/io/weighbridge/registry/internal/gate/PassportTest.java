package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.signing.Curve;
import io.weighbridge.signing.KeyRing;
import io.weighbridge.signing.Passport;
import io.weighbridge.signing.PassportCheck;
import io.weighbridge.signing.PublicKeys;
import io.weighbridge.signing.RevocationList;
import io.weighbridge.signing.Statement;
import io.weighbridge.signing.Summary;
import io.weighbridge.signing.Trust;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gate signs, renews, withdraws, and refuses to serve when its record was changed. */
class PassportTest {
  private static final ModelId GOOD = ModelId.parse("org/good").orElseThrow();

  @TempDir Path folder;
  private final TestGate.Setup setup = new TestGate.Setup();
  private Optional<TestGate> opened = Optional.empty();

  private TestGate gate() {
    if (opened.isEmpty()) {
      opened = Optional.of(setup.open(folder));
    }
    return opened.get();
  }

  @AfterEach
  void close() {
    opened.ifPresent(TestGate::close);
    opened = Optional.empty();
  }

  private Passports passports() {
    return gate().gate.passports();
  }

  private Passport passport(ModelId id) {
    return passports().of(id, "main").orElseThrow();
  }

  private Trust trust() {
    return new Trust.Keys(PublicKeys.read(passports().publicKeys()));
  }

  private Instant now() {
    return setup.clock.instant();
  }

  private Summary standing(Passport passport) {
    return new PassportCheck(trust(), Optional.of(revocations(0)), now()).standing(passport);
  }

  private RevocationList revocations(long least) {
    return RevocationList.read(passports().revocations(), trust(), least, now());
  }

  private CommitId pushGood() {
    return setup.hub.repo("org/good").push("config.json", "{}", "model.safetensors", "SAFE");
  }

  private Answer ask(String id) {
    return gate().ask(id, "main");
  }

  @Test
  void whatIsAdmittedHasAPassportOverEveryFile() {
    CommitId commit = pushGood();
    assertThat(ask("org/good")).isInstanceOf(Answer.Served.class);
    Passport passport = passport(GOOD);
    Summary summary = standing(passport);
    assertThat(summary.resource()).isEqualTo("pkg:huggingface/org/good@" + commit.hex());
    assertThat(summary.tree().files().stream().map(file -> file.name()))
        .containsExactly("config.json", "model.safetensors");
    assertThat(summary.levels()).contains("WEIGHBRIDGE_ADMITTED", "WEIGHBRIDGE_WHOLE");
    Statement scan = Statement.read(passport.scan().orElseThrow().payload());
    assertThat(scan.predicateType()).isEqualTo(Passport.SCAN_TYPE);
    assertThat(scan.predicate().items("files")).hasSize(2);
    assertThat(passport.result()).isPresent();
    assertThat(passports().check(GOOD, commit.hex()).orElseThrow().wrong()).isEmpty();
  }

  @Test
  void whatIsFilteredHasOneOfWhatIsServed() {
    setup
        .hub
        .repo("org/good")
        .push("config.json", "{}", "model.safetensors", "SAFE", "x.bin", "ODD");
    var served = (Answer.Served) ask("org/good");
    assertThat(served.revision().filtered()).isTrue();
    Summary summary = standing(passport(GOOD));
    assertThat(summary.resource()).endsWith("@" + served.revision().commit().hex());
    assertThat(summary.tree().files()).hasSize(2);
    assertThat(summary.levels()).contains("WEIGHBRIDGE_FILTERED");
  }

  @Test
  void whatIsRefusedOrUnknownHasNone() {
    setup.hub.repo("org/bad").push("config.json", "{}", "pytorch_model.bin", "EVIL");
    ask("org/bad");
    assertThat(passports().of(ModelId.parse("org/bad").orElseThrow(), "main")).isEmpty();
    assertThat(passports().of(ModelId.parse("org/none").orElseThrow(), "main")).isEmpty();
  }

  @Test
  void whatAPersonAdmitsHasOneThatNamesThePersonAndEndsWithTheWaiver() {
    setup.hub.repo("org/bad").push("config.json", "{}", "pytorch_model.bin", "EVIL");
    ask("org/bad");
    ModelId bad = ModelId.parse("org/bad").orElseThrow();
    LocalDate last = LocalDate.parse("2026-03-06");
    assertThat(gate().gate.waive(bad, "main", "eve", "ticket 7", last).changed()).isTrue();
    Summary summary = standing(passport(bad));
    assertThat(summary.waiver()).hasValueSatisfying(text -> assertThat(text).contains("eve"));
    assertThat(summary.levels()).contains("WEIGHBRIDGE_WAIVED");
    assertThat(summary.expires()).isEqualTo(Instant.parse("2026-03-07T00:00:00Z"));
  }

  @Test
  void aWithdrawnRevisionIsOnTheListUntilItIsAdmittedAgain() {
    pushGood();
    ask("org/good");
    Passport passport = passport(GOOD);
    RevocationList before = revocations(0);
    assertThat(before.entries()).isEmpty();
    gate().refuse("org/good", "main");
    RevocationList after = revocations(before.number());
    assertThat(after.number()).isGreaterThan(before.number());
    Summary summary = Summary.read(Statement.read(passport.decision().payload()));
    assertThat(after.find(summary.tree().identity()))
        .hasValueSatisfying(entry -> assertThat(entry.reason()).contains("not for us"));
    assertThat(passports().of(GOOD, "main")).isEmpty();
    assertThat(revocations(0).number()).isEqualTo(after.number());
    gate().approve("org/good", "main");
    RevocationList again = revocations(after.number());
    assertThat(again.entries()).isEmpty();
    assertThat(again.number()).isGreaterThan(after.number());
  }

  @Test
  void halfOverItIsRenewedAndWithANewKeyToo() {
    pushGood();
    ask("org/good");
    Summary first = standing(passport(GOOD));
    setup.clock.forward(Duration.ofDays(30));
    assertThat(standing(passport(GOOD)).verified()).isEqualTo(first.verified());
    setup.clock.forward(Duration.ofDays(20));
    Summary second = standing(passport(GOOD));
    assertThat(second.expires()).isAfter(first.expires());
    KeyRing.open(folder.resolve("secrets/keys")).rotate(Curve.P256, Duration.ofDays(1), now());
    gate().gate.approve(GOOD, "main", "eve", "nothing changes");
    String newest = passports().publicKeys().split("(?=-----BEGIN)")[0];
    Trust onlyNewest = new Trust.Keys(PublicKeys.read(newest));
    close();
    assertThat(onlyNewest.check(passport(GOOD).decision()).keyId()).hasSize(64);
  }

  @Test
  void aChangedRecordIsNotServed() throws SQLException {
    pushGood();
    ask("org/good");
    close();
    sql("update file set size = size + 1 where path = 'model.safetensors'");
    assertRefusedAsChanged();
  }

  @Test
  void aRecordWithoutItsPassportIsNotServed() throws SQLException {
    pushGood();
    ask("org/good");
    close();
    sql("delete from passport");
    assertRefusedAsChanged();
  }

  @Test
  void aRefusalThatWasTurnedIntoAnAdmissionIsNotServed() throws SQLException {
    setup.hub.repo("org/good").push("config.json", "{}", "pytorch_model.bin", "EVIL");
    ask("org/good");
    close();
    sql("update revision set state = 'admitted'");
    assertRefusedAsChanged();
  }

  @Test
  void thePassportOfAnotherModelDoesNotPass() throws SQLException {
    pushGood();
    setup.hub.repo("org/bad").push("config.json", "{}", "pytorch_model.bin", "EVIL");
    ask("org/good");
    ask("org/bad");
    close();
    sql(
        "update revision set state = 'admitted'",
        "insert into passport select r.id, p.identity, p.resource, p.document, p.issued from"
            + " revision r, passport p where r.id not in (select revision_id from passport)");
    assertThat(ask("org/bad"))
        .isInstanceOfSatisfying(
            Answer.Unavailable.class,
            answer -> assertThat(answer.text()).contains("behind the gate"));
  }

  private void assertRefusedAsChanged() {
    assertThat(ask("org/good"))
        .isInstanceOfSatisfying(
            Answer.Unavailable.class,
            answer -> assertThat(answer.text()).contains("behind the gate"));
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("weighbridge.db"));
        var statement = connection.createStatement()) {
      for (String one : List.of(statements)) {
        assertThat(statement.executeUpdate(one)).isPositive();
      }
    }
  }

  @Test
  void whatWasAdmittedBeforeThereWereKeysIsAdoptedOnce() throws Exception {
    pushGood();
    ask("org/good");
    close();
    sql("delete from passport");
    try (var files = java.nio.file.Files.list(folder.resolve("secrets/keys"))) {
      for (Path file : files.toList()) {
        java.nio.file.Files.delete(file);
      }
    }
    assertThat(ask("org/good")).isInstanceOf(Answer.Served.class);
    assertThat(standing(passport(GOOD)).passed()).isTrue();
  }
}
