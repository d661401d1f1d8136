package io.weighbridge.registry.internal.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("weighbridge.db");
  }

  private static void expectOneLine(Path file) {
    assertThatThrownBy(() -> Database.open(file).close())
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("cannot use the database " + file)
        .hasMessageContaining("restore it from a backup")
        .satisfies(e -> assertThat(e.toString().lines()).hasSize(1));
  }

  @Test
  void openedTwiceInARowItIsTheSame() {
    try (var database = Database.open(file)) {
      database.run(handle -> handle.execute("insert into total values ('pulls', 7)"));
    }
    try (var database = Database.open(file)) {
      assertThat(new AskerTable(database).total("pulls")).isEqualTo(7);
      assertThat(
              database.<String>read(
                  handle -> handle.createQuery("pragma journal_mode").mapTo(String.class).one()))
          .isEqualTo("wal");
    }
  }

  @Test
  void itKnowsSinceWhenItIs() {
    Instant before = Instant.now().minusMillis(1);
    try (var database = Database.open(file)) {
      assertThat(database.born()).isBetween(before.minusMillis(1), Instant.now());
    }
  }

  @Test
  void foreignKeysHold() {
    try (var database = Database.open(file)) {
      assertThatThrownBy(
              () -> database.run(handle -> handle.execute("insert into evidence values (5, '{}')")))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("the database failed");
    }
  }

  @Test
  void aFailedWriteLeavesNothing() {
    try (var database = Database.open(file)) {
      assertThatThrownBy(
              () ->
                  database.run(
                      handle -> {
                        handle.execute("insert into total values ('pulls', 7)");
                        throw new IllegalStateException("a bug");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(new AskerTable(database).total("pulls")).isZero();
    }
  }

  @Test
  void whatWasClosedAtAnyCommitIsClosedAfterTheMoveToAccessByModel() throws SQLException {
    Flyway.configure()
        .dataSource("jdbc:sqlite:" + file, "", "")
        .locations("classpath:io/weighbridge/registry/db")
        .target("3")
        .load()
        .migrate();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      String model = "insert into model (id, key, name, upstream) values ";
      statement.execute(model + "(1, 'a/gated', 'a/gated', 'hub'), (2, 'a/open', 'a/open', 'hub')");
      statement.execute(model + "(3, 'a/hidden', 'a/hidden', 'hub'), (4, 'a/new', 'a/new', 'hub')");
      statement.execute(
          """
          insert into revision (model_id, commit_id, state, time, info) values
            (1, '%1$s', 'admitted', 1, '{"gated":false,"private":false}'),
            (1, '%2$s', 'review', 2, '{"gated":"manual","private":false}'),
            (2, '%1$s', 'admitted', 1, '{"gated":false,"private":false}'),
            (3, '%1$s', 'admitted', 1, '{"gated":false,"private":true}')
          """
              .formatted("1".repeat(40), "2".repeat(40)));
    }
    try (var database = Database.open(file)) {
      var models = new ModelTable(database);
      assertThat(models.find(new ModelId("a", "gated")).orElseThrow().gated()).isEqualTo("manual");
      assertThat(models.find(new ModelId("a", "open")).orElseThrow().closed()).isFalse();
      assertThat(models.find(new ModelId("a", "hidden")).orElseThrow().isPrivate()).isTrue();
      assertThat(models.find(new ModelId("a", "new")).orElseThrow().closed()).isFalse();
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsSaidSo() throws IOException {
    Files.writeString(file, "this is no database, and never was one".repeat(100));
    expectOneLine(file);
  }

  @Test
  void aDamagedDatabaseIsSaidSo() throws IOException {
    Database.open(file).close();
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4096, Math.min(bytes.length, 40_000), (byte) 0x5a);
    Files.write(file, bytes);
    expectOneLine(file);
  }

  @Test
  void oneDamagedPageOfAnOtherwiseGoodDatabaseIsSaidSo() throws IOException {
    try (var database = Database.open(file)) {
      database.run(
          handle -> {
            for (int i = 0; i < 2_000; i++) {
              handle.execute("insert into total values (?, ?)", "count " + i, i);
            }
          });
    }
    byte[] bytes = Files.readAllBytes(file);
    int pageSize = (bytes[16] & 0xff) << 8 | bytes[17] & 0xff;
    byte[] row = "count 1000".getBytes(StandardCharsets.US_ASCII);
    int at = indexOf(bytes, row);
    assertThat(at).isGreaterThan(pageSize);
    // The header of the page that holds the row: its kind, its cells and where they begin.
    int page = at / pageSize * pageSize;
    Arrays.fill(bytes, page, page + 12, (byte) 0xff);
    Files.write(file, bytes);
    expectOneLine(file);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void aDatabaseOfANewerVersionIsNotTouched() {
    try (var database = Database.open(file)) {
      database.run(
          handle ->
              handle.execute(
                  "insert into flyway_schema_history values (99, '999', 'later', 'SQL',"
                      + " 'V999__later.sql', 1, 'x', '2030-01-01 00:00:00.000', 1, 1)"));
    }
    assertThatThrownBy(() -> Database.open(file).close())
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("newer");
  }
}
