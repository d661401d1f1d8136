package io.weighbridge.registry.internal.db;

import io.weighbridge.hub.CommitId;
import io.weighbridge.registry.internal.db.Rows.Branch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Names of commits, as the upstreams last resolved them. */
public final class BranchTable {
  private static final String SELECT =
      "select name, commit_id, last_admitted, checked_at from branch ";
  private final Database database;

  public BranchTable(Database database) {
    this.database = database;
  }

  public Optional<Branch> find(long model, String name) {
    return of(model).stream().filter(branch -> branch.name().equals(name)).findFirst();
  }

  public List<Branch> of(long model) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + "where model_id = :model order by name")
                .bind("model", model)
                .map(
                    (row, context) -> {
                      String last = row.getString("last_admitted");
                      return new Branch(
                          row.getString("name"),
                          new CommitId(row.getString("commit_id")),
                          last.isEmpty() ? Optional.empty() : Optional.of(new CommitId(last)),
                          Instant.ofEpochMilli(row.getLong("checked_at")));
                    })
                .list());
  }

  /** Notes what the upstream said. */
  public void resolved(long model, String name, CommitId commit, Instant now) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into branch (model_id, name, commit_id, checked_at)
                    values (:model, :name, :commit, :now)
                    on conflict (model_id, name) do update set
                      commit_id = excluded.commit_id, checked_at = excluded.checked_at
                    """)
                .bind("model", model)
                .bind("name", name)
                .bind("commit", commit.hex())
                .bind("now", now.toEpochMilli())
                .execute());
  }

  /** Notes what was served for it. */
  public void admitted(long model, String name, CommitId commit) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    "update branch set last_admitted = :commit where model_id = :model and name ="
                        + " :name")
                .bind("model", model)
                .bind("name", name)
                .bind("commit", commit.hex())
                .execute());
  }

  /** Notes for every name of that commit that it is served. */
  public void admitted(long model, CommitId commit) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    """
                    update branch set last_admitted = :commit
                    where model_id = :model and commit_id = :commit
                    """)
                .bind("model", model)
                .bind("commit", commit.hex())
                .execute());
  }

  /** Forgets a name that the upstream no longer has. */
  public void forget(long model, String name) {
    database.run(
        handle ->
            handle
                .createUpdate("delete from branch where model_id = :model and name = :name")
                .bind("model", model)
                .bind("name", name)
                .execute());
  }
}
