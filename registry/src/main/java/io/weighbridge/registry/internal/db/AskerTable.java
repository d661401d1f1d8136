package io.weighbridge.registry.internal.db;

import io.weighbridge.registry.internal.db.Rows.Entitlement;
import java.time.Instant;
import java.util.Optional;

/** What askers used, and what upstreams let them read. */
public final class AskerTable {
  private final Database database;

  public AskerTable(Database database) {
    this.database = database;
  }

  /** What a token used of something since the start of the period. */
  public long used(long token, String kind, Instant period) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select amount from usage where token_id = :token and kind = :kind and period ="
                        + " :period")
                .bind("token", token)
                .bind("kind", kind)
                .bind("period", period.toEpochMilli())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  /** Adds to it, and forgets earlier periods. */
  public void use(long token, String kind, Instant period, long amount) {
    database.run(
        handle -> {
          handle
              .createUpdate(
                  "delete from usage where token_id = :token and kind = :kind and period < :period")
              .bind("token", token)
              .bind("kind", kind)
              .bind("period", period.toEpochMilli())
              .execute();
          handle
              .createUpdate(
                  """
                  insert into usage (token_id, kind, period, amount)
                  values (:token, :kind, :period, :amount)
                  on conflict (token_id, kind, period) do update set
                    amount = amount + excluded.amount
                  """)
              .bind("token", token)
              .bind("kind", kind)
              .bind("period", period.toEpochMilli())
              .bind("amount", amount)
              .execute();
        });
  }

  public Optional<Entitlement> entitlement(String person, long model) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select granted, checked_at from entitlement where person = :person and"
                        + " model_id = :model")
                .bind("person", person)
                .bind("model", model)
                .map(
                    (row, context) ->
                        new Entitlement(row.getInt(1) != 0, Instant.ofEpochMilli(row.getLong(2))))
                .findOne());
  }

  public void entitle(String person, long model, Entitlement entitlement) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    """
                    insert or replace into entitlement (person, model_id, granted, checked_at)
                    values (:person, :model, :granted, :at)
                    """)
                .bind("person", person)
                .bind("model", model)
                .bind("granted", entitlement.granted() ? 1 : 0)
                .bind("at", entitlement.checkedAt().toEpochMilli())
                .execute());
  }

  public Optional<byte[]> upstreamToken(String person, String upstream) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select sealed from upstream_token where person = :person and upstream ="
                        + " :upstream")
                .bind("person", person)
                .bind("upstream", upstream)
                .map((row, context) -> row.getBytes(1))
                .findOne());
  }

  /** Keeps or, with empty, forgets a person's token; what it opened is to be asked again. */
  public void setUpstreamToken(String person, String upstream, Optional<byte[]> sealed) {
    database.run(
        handle -> {
          handle
              .createUpdate(
                  "delete from upstream_token where person = :person and upstream = :upstream")
              .bind("person", person)
              .bind("upstream", upstream)
              .execute();
          handle
              .createUpdate(
                  """
                  delete from entitlement where person = :person and model_id in
                    (select id from model where upstream = :upstream)
                  """)
              .bind("person", person)
              .bind("upstream", upstream)
              .execute();
          sealed.ifPresent(
              bytes ->
                  handle
                      .createUpdate(
                          "insert into upstream_token (person, upstream, sealed) values (:person,"
                              + " :upstream, :sealed)")
                      .bind("person", person)
                      .bind("upstream", upstream)
                      .bind("sealed", bytes)
                      .execute());
        });
  }

  public long total(String name) {
    return database.read(
        handle ->
            handle
                .createQuery("select value from total where name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  public void addTotal(String name, long count) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into total (name, value) values (:name, :count)
                    on conflict (name) do update set value = value + excluded.value
                    """)
                .bind("name", name)
                .bind("count", count)
                .execute());
  }
}
