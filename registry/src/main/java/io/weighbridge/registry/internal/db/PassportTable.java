package io.weighbridge.registry.internal.db;

import io.weighbridge.registry.internal.db.Rows.Signed;
import io.weighbridge.signing.Passport;
import io.weighbridge.signing.RevocationList;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Passports as they were signed, and what follows from them and today's states. */
public final class PassportTable {
  private final Database database;

  public PassportTable(Database database) {
    this.database = database;
  }

  public Optional<Passport> find(long revision) {
    return database
        .read(
            handle ->
                handle
                    .createQuery("select document from passport where revision_id = :id")
                    .bind("id", revision)
                    .mapTo(String.class)
                    .findOne())
        .map(text -> Passport.read(text.getBytes(StandardCharsets.UTF_8)));
  }

  public void put(long revision, Signed passport) {
    database.run(handle -> put(handle, revision, passport));
  }

  /** Within the transaction that admits the revision. */
  static void put(Handle handle, long revision, Signed passport) {
    handle
        .createUpdate(
            """
            insert into passport (revision_id, identity, resource, document, issued)
            values (:id, :identity, :resource, :document, :issued)
            on conflict (revision_id) do update set identity = excluded.identity,
              resource = excluded.resource, document = excluded.document, issued = excluded.issued
            """)
        .bind("id", revision)
        .bind("identity", passport.identity())
        .bind("resource", passport.resource())
        .bind("document", passport.document())
        .bind("issued", passport.issued().toEpochMilli())
        .execute();
  }

  /** Keys of admitted revisions that have no passport: admitted before passports were issued. */
  public List<Long> without() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select id from revision where state in ('admitted', 'filtered')
                      and not exists (select 1 from passport where revision_id = revision.id)
                    """)
                .mapTo(Long.class)
                .list());
  }

  /**
   * What had a passport and is no longer stood for. The same bytes admitted elsewhere keep theirs.
   */
  public List<RevocationList.Entry> withdrawn() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select p.identity, p.resource, r.text, r.time
                    from passport p join revision r on r.id = p.revision_id
                    where r.state in ('refused', 'withdrawn', 'review')
                      and p.identity not in (
                        select other.identity
                        from passport other join revision admitted on admitted.id = other.revision_id
                        where admitted.state in ('admitted', 'filtered'))
                    order by r.time, p.identity
                    """)
                .map(PassportTable::entry)
                .list());
  }

  private static RevocationList.Entry entry(ResultSet row, StatementContext context)
      throws SQLException {
    return new RevocationList.Entry(
        row.getString("identity"),
        row.getString("resource"),
        row.getString("text"),
        Instant.ofEpochMilli(row.getLong("time")));
  }

  /** The number of a list of that content: one more than the last when it is another. */
  public long number(String digest) {
    return database.write(
        handle -> {
          handle
              .createUpdate(
                  """
                  update revocation_list set number = number + 1, digest = :digest
                  where digest <> :digest
                  """)
              .bind("digest", digest)
              .execute();
          return handle.createQuery("select number from revocation_list").mapTo(Long.class).one();
        });
  }
}
