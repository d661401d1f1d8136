package io.weighbridge.registry.internal.db;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubWire;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.registry.internal.db.Rows.Conclusion;
import io.weighbridge.registry.internal.db.Rows.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Revisions and what was decided about them. */
public final class RevisionTable {
  private static final String SELECT =
      """
      select id, model_id, commit_id, state, served_commit, text, info, decision, would_stop,
        served, requests, time
      from revision
      """;

  private final Database database;
  private final FileTable files;
  private final RevisionLists lists;

  public RevisionTable(Database database) {
    this.database = database;
    this.files = new FileTable(database);
    this.lists = new RevisionLists(database);
  }

  public FileTable files() {
    return files;
  }

  public RevisionLists lists() {
    return lists;
  }

  public Optional<Revision> find(long model, CommitId commit) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + "where model_id = :model and commit_id = :commit")
                .bind("model", model)
                .bind("commit", commit.hex())
                .map(RevisionTable::revision)
                .findOne());
  }

  /** The newest revision that clients see by that filtered commit id. */
  public Optional<Revision> findServed(long model, CommitId served) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + """
                        where model_id = :model and served_commit = :served
                        order by state = 'filtered' desc, time desc limit 1
                        """)
                .bind("model", model)
                .bind("served", served.hex())
                .map(RevisionTable::revision)
                .findOne());
  }

  /** Revisions whose own or filtered commit id begins so; at most two. */
  public List<Revision> findByPrefix(long model, String prefix) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + """
                        where model_id = :model and
                          (substr(commit_id, 1, :length) = :prefix
                            or substr(served_commit, 1, :length) = :prefix)
                        limit 2
                        """)
                .bind("model", model)
                .bind("prefix", prefix)
                .bind("length", prefix.length())
                .map(RevisionTable::revision)
                .list());
  }

  /** All revisions of a model, newest first. */
  public List<Revision> of(long model) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + "where model_id = :model order by time desc, id desc")
                .bind("model", model)
                .map(RevisionTable::revision)
                .list());
  }

  /** Of a model, the revision that is admitted and was decided about last. */
  public Optional<Revision> lastAdmitted(long model) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + """
                        where model_id = :model and state in ('admitted', 'filtered')
                        order by time desc, id desc limit 1
                        """)
                .bind("model", model)
                .map(RevisionTable::revision)
                .findOne());
  }

  /** The revision of that key. */
  public Optional<Revision> find(long revision) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + "where id = :id")
                .bind("id", revision)
                .map(RevisionTable::revision)
                .findOne());
  }

  /** Keys of all revisions that were decided about by another policy or rule set than these. */
  public List<Long> decidedOtherwise(String policyDigest, String rulesDigest) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select id from revision
                    where decision <> ''
                      and (policy_digest <> :policy or rules_digest <> :rules)
                    order by id
                    """)
                .bind("policy", policyDigest)
                .bind("rules", rulesDigest)
                .mapTo(Long.class)
                .list());
  }

  /** Puts a revision that is being weighed on record. */
  public long begin(long model, ModelInfo info, Instant now) {
    return database.write(
        handle ->
            handle
                .createQuery(
                    """
                    insert into revision (model_id, commit_id, state, info, time)
                    values (:model, :commit, 'weighing', :info, :time)
                    on conflict (model_id, commit_id) do update set info = excluded.info
                    returning id
                    """)
                .bind("model", model)
                .bind("commit", info.commit().hex())
                .bind("info", write(info))
                .bind("time", now.toEpochMilli())
                .mapTo(Long.class)
                .one());
  }

  /**
   * Notes that a revision is offered before all of it is here; clients may have some of it from now
   * on.
   *
   * @param served what clients see in its place, where files are left out
   */
  public void offer(long revision, Optional<CommitId> served) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    "update revision set served = 1, served_commit = :served where id = :id")
                .bind("id", revision)
                .bind("served", served.map(CommitId::hex).orElse(""))
                .execute());
  }

  /** Takes a revision that was never decided about, nor offered, off the record. */
  public void drop(long revision) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    "delete from revision where id = :id and decision = '' and served = 0")
                .bind("id", revision)
                .execute());
  }

  /** Takes everything that a crash left half weighed off the record, unless it was offered. */
  public int dropWeighing() {
    return database.write(
        handle ->
            handle
                .createUpdate("delete from revision where state = 'weighing' and served = 0")
                .execute());
  }

  /** Stores what a vetting found; the model is pinned to its upstream once it is admitted. */
  public void conclude(long revision, Conclusion conclusion, Instant now) {
    database.run(
        handle -> {
          handle
              .createUpdate(
                  """
                  update revision set state = :state, text = :text, served_commit = :served,
                    decision = :decision, manifest_digest = :manifest, policy_digest = :policy,
                    rules_digest = :rules, would_stop = :wouldStop, time = :time
                  where id = :id
                  """)
              .bind("id", revision)
              .bind("state", conclusion.state())
              .bind("text", conclusion.text())
              .bind("served", conclusion.servedCommit().map(CommitId::hex).orElse(""))
              .bind("decision", conclusion.decision().toJson().canonical())
              .bind("manifest", conclusion.decision().manifestDigest())
              .bind("policy", conclusion.decision().policyDigest())
              .bind("rules", conclusion.decision().rulesDigest())
              .bind("wouldStop", conclusion.wouldStop() ? 1 : 0)
              .bind("time", now.toEpochMilli())
              .execute();
          handle
              .createUpdate(
                  "insert or replace into evidence (revision_id, json) values (:id, :json)")
              .bind("id", revision)
              .bind("json", conclusion.evidence().canonical())
              .execute();
          FileTable.replace(handle, revision, conclusion.files());
          conclusion.passport().ifPresent(signed -> PassportTable.put(handle, revision, signed));
          pin(handle, revision);
        });
  }

  /**
   * Stores that a revision is denied by its id. Files and evidence that are here of it stay: with
   * the denial lifted they are served again.
   */
  public void deny(
      long model, ModelInfo info, String state, String text, Decision decision, Instant now) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into revision (model_id, commit_id, state, text, info, decision,
                      policy_digest, rules_digest, time)
                    values (:model, :commit, :state, :text, :info, :decision, :policy, :rules, :time)
                    on conflict (model_id, commit_id) do update set state = excluded.state,
                      text = excluded.text, decision = excluded.decision,
                      policy_digest = excluded.policy_digest, rules_digest = excluded.rules_digest,
                      would_stop = 0, time = excluded.time
                    """)
                .bind("model", model)
                .bind("commit", info.commit().hex())
                .bind("state", state)
                .bind("text", text)
                .bind("info", write(info))
                .bind("decision", decision.toJson().canonical())
                .bind("policy", decision.policyDigest())
                .bind("rules", decision.rulesDigest())
                .bind("time", now.toEpochMilli())
                .execute());
  }

  /** Keys of revisions that were decided about by their id alone. */
  public List<Long> unseen() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select id from revision where decision <> ''
                      and not exists (select 1 from evidence where revision_id = revision.id)
                    """)
                .mapTo(Long.class)
                .list());
  }

  /** Takes a revision that nothing was looked at of off the record, unless a person spoke of it. */
  public void dropUnseen(long revision) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    """
                    delete from revision where id = :id
                      and not exists (select 1 from evidence where revision_id = :id)
                      and not exists (select 1 from settlement where revision_id = :id)
                    """)
                .bind("id", revision)
                .execute());
  }

  /** Whether there is evidence about a revision. */
  public boolean judged(long revision) {
    return database.read(
        handle ->
            handle
                .createQuery("select exists (select 1 from evidence where revision_id = :id)")
                .bind("id", revision)
                .mapTo(Boolean.class)
                .one());
  }

  /** Refuses without a decision: the upstream's answer itself was not acceptable. */
  public void reject(long revision, String text, Instant now) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    "update revision set state = 'refused', text = :text, time = :time where id ="
                        + " :id")
                .bind("id", revision)
                .bind("text", text)
                .bind("time", now.toEpochMilli())
                .execute());
  }

  /** Moves a revision to another state. */
  static void move(Handle handle, long revision, String state, String text, Instant now) {
    handle
        .createUpdate(
            "update revision set state = :state, text = :text, time = :time where id = :id")
        .bind("id", revision)
        .bind("state", state)
        .bind("text", text)
        .bind("time", now.toEpochMilli())
        .execute();
    pin(handle, revision);
  }

  private static void pin(Handle handle, long revision) {
    handle
        .createUpdate(
            """
            update model set pinned = 1 where pinned = 0 and id =
              (select model_id from revision where id = :id and state in ('admitted', 'filtered'))
            """)
        .bind("id", revision)
        .execute();
  }

  /** Notes that a revision was offered to an asker. */
  public void markServed(long revision) {
    database.run(
        handle ->
            handle
                .createUpdate("update revision set served = 1 where id = :id")
                .bind("id", revision)
                .execute());
  }

  public void addRequests(Map<Long, Long> requests) {
    database.run(
        handle ->
            requests.forEach(
                (revision, count) ->
                    handle
                        .createUpdate(
                            "update revision set requests = requests + :count where id = :id")
                        .bind("id", revision)
                        .bind("count", count)
                        .execute()));
  }

  public Optional<Json> evidence(long revision) {
    return database.read(
        handle ->
            handle
                .createQuery("select json from evidence where revision_id = :id")
                .bind("id", revision)
                .mapTo(String.class)
                .findOne()
                .map(Json::parse));
  }

  private static Revision revision(ResultSet row, StatementContext context) throws SQLException {
    String served = row.getString("served_commit");
    String decision = row.getString("decision");
    return new Revision(
        row.getLong("id"),
        row.getLong("model_id"),
        new CommitId(row.getString("commit_id")),
        row.getString("state"),
        served.isEmpty() ? Optional.empty() : Optional.of(new CommitId(served)),
        row.getString("text"),
        HubWire.readModel(Json.parse(row.getString("info"))),
        decision.isEmpty()
            ? Optional.empty()
            : Optional.of(DecisionCodec.read(Json.parse(decision))),
        row.getInt("would_stop") != 0,
        row.getInt("served") != 0,
        row.getLong("requests"),
        Instant.ofEpochMilli(row.getLong("time")));
  }

  /** The upstream's answer, with what we made of it on top. */
  private static String write(ModelInfo info) {
    var json = Json.object();
    if (info.raw() instanceof Json.Obj(var fields)) {
      fields.forEach(json::put);
    }
    HubWire.entry(info).fields().forEach(json::put);
    return json.build().canonical();
  }
}
