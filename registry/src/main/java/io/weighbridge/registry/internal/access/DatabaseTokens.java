package io.weighbridge.registry.internal.access;

import io.weighbridge.registry.internal.db.Database;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Token records in the gate's database. */
public final class DatabaseTokens implements TokenRecords {
  private final Database database;

  public DatabaseTokens(Database database) {
    this.database = database;
  }

  private record Row(String digest, TokenRecord token) {}

  @Override
  public Map<String, TokenRecord> all() {
    var rows =
        database.read(
            handle ->
                handle
                    .createQuery("select id, digest, name, role, created from token order by id")
                    .map(
                        (result, context) ->
                            new Row(
                                result.getString("digest"),
                                new TokenRecord(
                                    result.getLong("id"),
                                    result.getString("name"),
                                    Role.of(result.getString("role")).orElseThrow(),
                                    Instant.ofEpochMilli(result.getLong("created")))))
                    .list());
    var all = new LinkedHashMap<String, TokenRecord>();
    rows.forEach(row -> all.put(row.digest(), row.token()));
    return all;
  }

  @Override
  public TokenRecord add(String digest, String name, Role role, Instant created) {
    long id =
        database.write(
            handle ->
                handle
                    .createUpdate(
                        "insert into token (digest, name, role, created)"
                            + " values (:digest, :name, :role, :created)")
                    .bind("digest", digest)
                    .bind("name", name)
                    .bind("role", role.text())
                    .bind("created", created.toEpochMilli())
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one());
    return new TokenRecord(id, name, role, created);
  }

  @Override
  public boolean remove(long id) {
    return database.write(
        handle -> {
          Optional<String> name =
              handle
                  .createQuery("delete from token where id = :id returning name")
                  .bind("id", id)
                  .mapTo(String.class)
                  .findOne();
          name.ifPresent(person -> forget(handle, person));
          return name.isPresent();
        });
  }

  /** Whoever gets a token of that name later must not inherit what its holder could read. */
  private static void forget(Handle handle, String person) {
    for (String table : List.of("upstream_token", "entitlement")) {
      handle
          .createUpdate(
              "delete from <table> where person = :person"
                  + " and not exists (select 1 from token where name = :person)")
          .define("table", table)
          .bind("person", person)
          .execute();
    }
  }
}
