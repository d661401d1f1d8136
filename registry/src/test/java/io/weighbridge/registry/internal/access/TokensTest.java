package io.weighbridge.registry.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.registry.internal.db.AskerTable;
import io.weighbridge.registry.internal.db.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  @Test
  void tokensOutliveARestartAndOnlyTheirDigestIsKept(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("weighbridge.db");
    String token;
    try (var database = Database.open(file)) {
      token = new Tokens(new DatabaseTokens(database), CLOCK).make("ada", Role.ADMIN).token();
    }
    try (var database = Database.open(file)) {
      var tokens = new Tokens(new DatabaseTokens(database), CLOCK);
      assertThat(tokens.find(token)).map(TokenRecord::role).contains(Role.ADMIN);
      assertThat(tokens.find(token + "x")).isEmpty();
    }
    try (var files = Files.list(folder)) {
      for (Path path : files.toList()) {
        assertThat(Files.readString(path, StandardCharsets.ISO_8859_1)).doesNotContain(token);
      }
    }
  }

  @Test
  void idsAreNeverUsedAgain(@TempDir Path folder) {
    try (var database = Database.open(folder.resolve("weighbridge.db"))) {
      var tokens = new Tokens(new DatabaseTokens(database), CLOCK);
      TokenRecord first = tokens.make("a", Role.READER).record();
      assertThat(tokens.revoke(first.id())).isTrue();
      assertThat(tokens.revoke(first.id())).isFalse();
      assertThat(tokens.make("b", Role.READER).record().id()).isNotEqualTo(first.id());
    }
  }

  @Test
  void nobodyInheritsTheUpstreamTokenOfAnEarlierHolderOfTheName(@TempDir Path folder) {
    try (var database = Database.open(folder.resolve("weighbridge.db"))) {
      var tokens = new Tokens(new DatabaseTokens(database), CLOCK);
      var askers = new AskerTable(database);
      long laptop = tokens.make("ada", Role.READER).record().id();
      long server = tokens.make("ada", Role.READER).record().id();
      for (String person : new String[] {"ada", "bob"}) {
        askers.setUpstreamToken(person, "hub", Optional.of(new byte[] {1}));
      }
      assertThat(tokens.revoke(laptop)).isTrue();
      assertThat(askers.upstreamToken("ada", "hub")).as("she holds another").isPresent();
      assertThat(tokens.revoke(server)).isTrue();
      assertThat(askers.upstreamToken("ada", "hub")).isEmpty();
      assertThat(askers.upstreamToken("bob", "hub")).isPresent();
    }
  }

  @Test
  void aKillAtAnyMomentOfTheFirstAdminTokenLeavesAWayIn(@TempDir Path folder) throws IOException {
    try (var database = Database.open(folder.resolve("weighbridge.db"))) {
      var kept = new DatabaseTokens(database);
      // Killed between the file and the record: the file's token is not in force.
      TokenRecords killed =
          new TokenRecords() {
            @Override
            public TokenRecord add(String digest, String name, Role role, Instant created) {
              assertThat(folder.resolve(AdminToken.FILE)).isNotEmptyFile();
              throw new IllegalStateException("killed");
            }

            @Override
            public boolean remove(long id) {
              return kept.remove(id);
            }

            @Override
            public Map<String, TokenRecord> all() {
              return kept.all();
            }
          };
      assertThatThrownBy(() -> AdminToken.ensure(new Tokens(killed, CLOCK), folder))
          .hasMessage("killed");
      // The next start replaces it by one that is.
      var tokens = new Tokens(kept, CLOCK);
      Path file = AdminToken.ensure(tokens, folder).orElseThrow();
      assertThat(tokens.find(Files.readString(file).strip()))
          .map(TokenRecord::role)
          .contains(Role.ADMIN);
      assertThat(AdminToken.ensure(tokens, folder)).isEmpty();
    }
  }

  @Test
  void namesThatWouldConfuseRecordsAreRefused(@TempDir Path folder) {
    try (var database = Database.open(folder.resolve("weighbridge.db"))) {
      var tokens = new Tokens(new DatabaseTokens(database), CLOCK);
      for (String name : new String[] {"", "anonymous", "a b", "a\n", "-x", "x".repeat(65)}) {
        assertThatThrownBy(() -> tokens.make(name, Role.READER))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void aSessionEndsWithItsTimeOrItsToken(@TempDir Path folder) {
    try (var database = Database.open(folder.resolve("weighbridge.db"))) {
      var tokens = new Tokens(new DatabaseTokens(database), CLOCK);
      TokenRecord token = tokens.make("ada", Role.ADMIN).record();
      var sessions = new Sessions(tokens, CLOCK);
      Sessions.Session session = sessions.start(token);
      assertThat(sessions.find(session.id())).contains(session);
      assertThat(session.allows(session.formKey())).isTrue();
      assertThat(session.allows("")).isFalse();
      assertThat(session.ends()).isEqualTo(CLOCK.instant().plus(Duration.ofHours(12)));
      tokens.revoke(token.id());
      assertThat(sessions.find(session.id())).isEmpty();
    }
  }
}
