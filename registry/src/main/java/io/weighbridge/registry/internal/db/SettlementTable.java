package io.weighbridge.registry.internal.db;

import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.db.Rows.Settled;
import io.weighbridge.registry.internal.db.Rows.Signed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Approvals, waivers and refusals by persons; the newest one of a revision counts. */
public final class SettlementTable {
  private final Database database;

  public SettlementTable(Database database) {
    this.database = database;
  }

  /**
   * Stores a person's word and where the revision stands by it.
   *
   * @param passport of what is admitted by it
   */
  public void settle(
      long revision, Settled settled, String state, String text, Optional<Signed> passport) {
    database.run(
        handle -> {
          add(handle, revision, settled);
          RevisionTable.move(handle, revision, state, text, settled.time());
          passport.ifPresent(signed -> PassportTable.put(handle, revision, signed));
        });
  }

  private static void add(Handle handle, long revision, Settled settled) {
    handle
        .createUpdate(
            """
                    insert into settlement (revision_id, kind, person, reason, concerns, until, time)
                    values (:revision, :kind, :person, :reason, :concerns, :until, :time)
                    """)
        .bind("revision", revision)
        .bind("kind", settled.kind().name().toLowerCase(Locale.ROOT))
        .bind("person", settled.person())
        .bind("reason", settled.reason())
        .bind("concerns", Json.strings(settled.concerns().stream().sorted().toList()).write())
        .bind("until", settled.until().map(LocalDate::toEpochDay).orElse(0L))
        .bind("time", settled.time().toEpochMilli())
        .execute();
  }

  public Optional<Settled> latest(long revision) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select kind, person, reason, concerns, until, time from settlement
                    where revision_id = :revision order by id desc limit 1
                    """)
                .bind("revision", revision)
                .map(SettlementTable::settled)
                .findOne());
  }

  private static Settled settled(ResultSet row, StatementContext context) throws SQLException {
    long until = row.getLong("until");
    Set<String> concerns =
        switch (Json.parse(row.getString("concerns"))) {
          case Json.Arr(var items) ->
              items.stream().flatMap(item -> item.asText().stream()).collect(Collectors.toSet());
          default -> Set.of();
        };
    return new Settled(
        Settled.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("person"),
        row.getString("reason"),
        concerns,
        until == 0 ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(until)),
        Instant.ofEpochMilli(row.getLong("time")));
  }
}
