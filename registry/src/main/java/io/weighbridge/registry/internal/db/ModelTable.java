package io.weighbridge.registry.internal.db;

import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.registry.internal.db.Rows.Model;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Models: who owns an id. */
public final class ModelTable {
  private static final String SELECT =
      "select id, name, upstream, pinned, gated, private from model ";

  private final Database database;

  public ModelTable(Database database) {
    this.database = database;
  }

  /** The model of that id, whatever its case. */
  public Optional<Model> find(ModelId id) {
    return database.read(handle -> find(handle, id));
  }

  private static Optional<Model> find(Handle handle, ModelId id) {
    return handle
        .createQuery(SELECT + "where key = :key")
        .bind("key", id.key())
        .map(ModelTable::model)
        .findOne();
  }

  /** The model that a revision is of. */
  public Optional<Model> ofRevision(long revision) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    SELECT + "where id = (select model_id from revision where id = :revision)")
                .bind("revision", revision)
                .map(ModelTable::model)
                .findOne());
  }

  /**
   * The model that an upstream speaks of, on record from now on, open to whom the upstream says. A
   * pinned model keeps its upstream; one that was never admitted follows the configuration.
   */
  public Model register(ModelInfo told, String upstream) {
    ModelId canonical = told.id();
    return database.write(
        handle -> {
          handle
              .createUpdate(
                  """
                  insert into model (key, name, upstream) values (:key, :name, :upstream)
                  on conflict (key) do update set
                    name = excluded.name,
                    upstream = excluded.upstream
                  where pinned = 0
                  """)
              .bind("key", canonical.key())
              .bind("name", canonical.toString())
              .bind("upstream", upstream)
              .execute();
          opens(handle, canonical, told, upstream);
          return find(handle, canonical).orElseThrow();
        });
  }

  /**
   * Puts on record that a name leads to a model that is closed, as its upstream tells it.
   *
   * @return whether that upstream's model is on record by that name
   */
  public boolean close(ModelId name, ModelInfo told, String upstream) {
    return database.write(handle -> opens(handle, name, told, upstream) > 0);
  }

  private static int opens(Handle handle, ModelId name, ModelInfo told, String upstream) {
    return handle
        .createUpdate(
            """
            update model set gated = :gated, private = :private
            where key = :key and upstream = :upstream
            """)
        .bind("key", name.key())
        .bind("upstream", upstream)
        .bind("gated", told.gated())
        .bind("private", told.isPrivate() ? 1 : 0)
        .execute();
  }

  /** Ids of which something is served, canonical, at most {@code limit}. */
  public List<ModelId> admitted(String search, String author, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select name from model
                    where exists (select 1 from revision r where r.model_id = model.id
                        and r.state in ('admitted', 'filtered'))
                      and instr(key, :search) > 0
                      and (:author = '' or key like :author escape '\\')
                    order by key limit :limit
                    """)
                .bind("search", search.toLowerCase(java.util.Locale.ROOT))
                .bind("author", author.isEmpty() ? "" : prefix(author))
                .bind("limit", limit)
                .map((row, context) -> id(row.getString(1)))
                .list());
  }

  private static String prefix(String author) {
    return author
            .toLowerCase(java.util.Locale.ROOT)
            .replace("\\", "\\\\")
            .replace("%", "\\%")
            .replace("_", "\\_")
        + "/%";
  }

  private static Model model(ResultSet row, StatementContext context) throws SQLException {
    return new Model(
        row.getLong("id"),
        id(row.getString("name")),
        row.getString("upstream"),
        row.getInt("pinned") != 0,
        row.getString("gated"),
        row.getInt("private") != 0);
  }

  static ModelId id(String text) {
    return ModelId.parse(text).orElseThrow(() -> new IllegalStateException("stored id: " + text));
  }
}
