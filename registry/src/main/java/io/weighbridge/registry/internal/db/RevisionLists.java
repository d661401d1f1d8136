package io.weighbridge.registry.internal.db;

import io.weighbridge.hub.CommitId;
import io.weighbridge.registry.internal.db.Rows.Line;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementContext;

/** Revisions counted and listed by where they stand. */
public final class RevisionLists {
  private final Database database;

  RevisionLists(Database database) {
    this.database = database;
  }

  /** Revisions by state. */
  public Map<String, Long> counts() {
    return database.read(
        handle -> {
          var counts = new LinkedHashMap<String, Long>();
          handle
              .createQuery("select state, count(*) n from revision group by state")
              .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
              .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
          return counts;
        });
  }

  /** Admitted revisions that a rule in observe mode would have stopped. */
  public long wouldStop() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select count(*) from revision where would_stop = 1 and state in ('admitted',"
                        + " 'filtered')")
                .mapTo(Long.class)
                .one());
  }

  /** A page of revisions in any of these states, newest first. */
  public List<Line> page(List<String> states, boolean onlyWouldStop, int offset, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select m.name, m.upstream, r.commit_id, r.state, r.text, r.decision, r.time,
                      r.requests
                    from revision r join model m on m.id = r.model_id
                    where r.state in (<states>) and r.would_stop >= :wouldStop
                    order by r.time desc, r.id desc limit :limit offset :offset
                    """)
                .bindList("states", states)
                .bind("wouldStop", onlyWouldStop ? 1 : 0)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(RevisionLists::line)
                .list());
  }

  private static Line line(ResultSet row, StatementContext context) throws SQLException {
    return new Line(
        ModelTable.id(row.getString("name")),
        row.getString("upstream"),
        new CommitId(row.getString("commit_id")),
        row.getString("state"),
        row.getString("text"),
        Instant.ofEpochMilli(row.getLong("time")),
        row.getLong("requests"));
  }
}
