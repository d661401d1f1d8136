package io.weighbridge.registry.internal.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.weighbridge.registry.RegistryException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The gate's SQLite file. WAL, so readers never wait; SQLite has one writer at a time, so writers
 * queue here and not in its busy loop. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 8;

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final ReentrantLock writing = new ReentrantLock();

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens or creates the file, checks it and brings it to the newest shape.
   *
   * @throws RegistryException when it is damaged or of a newer version
   */
  public static Database open(Path file) {
    var config = new HikariConfig();
    config.setPoolName("weighbridge-db");
    config.setMaximumPoolSize(READERS);
    config.setMinimumIdle(1);
    config.setDataSource(sqlite(file));
    HikariDataSource pool;
    try {
      check(sqlite(file), file);
      pool = new HikariDataSource(config);
    } catch (SQLException | RuntimeException e) {
      throw damaged(file, e);
    }
    try {
      migrate(pool, file);
      return new Database(pool);
    } catch (FlywayException | RegistryException e) {
      pool.close();
      throw damaged(file, e);
    }
  }

  private static void migrate(DataSource pool, Path file) {
    Flyway flyway =
        Flyway.configure(Database.class.getClassLoader())
            .dataSource(pool)
            .locations("classpath:io/weighbridge/registry/db")
            .loggers("slf4j")
            .load();
    boolean newer =
        Stream.of(flyway.info().all())
            .anyMatch(step -> step.getState() == MigrationState.FUTURE_SUCCESS);
    if (newer) {
      throw new RegistryException(
          "the database " + file + " was written by a newer Weighbridge; run that one or a later");
    }
    flyway.migrate();
  }

  private static DataSource sqlite(Path file) {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(10_000);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static void check(DataSource source, Path file) throws SQLException {
    try (Connection connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("pragma quick_check(1)")) {
      String verdict = rows.next() ? rows.getString(1) : "no answer";
      if (!verdict.equals("ok")) {
        throw damaged(file, new SQLException(verdict));
      }
    }
  }

  private static RegistryException damaged(Path file, Exception e) {
    if (e instanceof RegistryException told) {
      return told;
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return new RegistryException(
        "cannot use the database "
            + file
            + ": "
            + reason
            + "; restore it from a backup, or move it away to begin anew (blobs and ledger stay)",
        e);
  }

  /** Reads; several statements see one state only within {@link #write}. */
  public <T> T read(Function<Handle, T> work) {
    try (Handle handle = jdbi.open()) {
      return work.apply(handle);
    } catch (JdbiException e) {
      throw failed(e);
    }
  }

  /** Runs work in one transaction, durable when this returns. */
  public <T> T write(Function<Handle, T> work) {
    writing.lock();
    try (Handle handle = jdbi.open()) {
      return handle.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw failed(e);
    } finally {
      writing.unlock();
    }
  }

  /** As {@link #write}, without a result. */
  public void run(Consumer<Handle> work) {
    write(
        handle -> {
          work.accept(handle);
          return true;
        });
  }

  private static RegistryException failed(JdbiException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof SQLiteException full
        && full.getResultCode() == SQLiteErrorCode.SQLITE_FULL) {
      return new RegistryException("the database cannot grow: the disk is full; free space", e);
    }
    return new RegistryException(
        "the database failed: " + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
        e);
  }

  /** When it was made. */
  public Instant born() {
    String time =
        read(
            handle ->
                handle
                    .createQuery("select min(installed_on) from flyway_schema_history")
                    .mapTo(String.class)
                    .one());
    return LocalDateTime.parse(time.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }

  /** Throws when the database does not answer. */
  public void ping() {
    read(handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
  }

  @Override
  public void close() {
    pool.close();
  }
}
