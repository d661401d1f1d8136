package io.weighbridge.registry.internal.db;

import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.db.Rows.File;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Files of revisions, and which blob holds their bytes. */
public final class FileTable {
  private final Database database;

  FileTable(Database database) {
    this.database = database;
  }

  /** All files of a revision by path, those left out too. */
  public List<File> of(long revision) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select path, size, oid, announced, pointer_size, blob, left_out, report
                    from file where revision_id = :id order by path
                    """)
                .bind("id", revision)
                .map(FileTable::file)
                .list());
  }

  /** The blob that held a small file of that oid in another revision of the same model. */
  public Optional<String> blob(long model, String oid, long size) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select f.blob from file f join revision r on r.id = f.revision_id
                    where f.oid = :oid and f.size = :size and f.announced = ''
                      and r.model_id = :model
                    limit 1
                    """)
                .bind("oid", oid)
                .bind("size", size)
                .bind("model", model)
                .mapTo(String.class)
                .findOne());
  }

  /** Every blob on record. */
  public Set<String> blobs() {
    return database.read(
        handle -> handle.createQuery("select distinct blob from file").mapTo(String.class).set());
  }

  /** Bytes of all different blobs on record. */
  public long storedBytes() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select coalesce(sum(size), 0) from (select distinct blob, size from file)")
                .mapTo(Long.class)
                .one());
  }

  static void replace(Handle handle, long revision, List<File> files) {
    handle.createUpdate("delete from file where revision_id = :id").bind("id", revision).execute();
    if (files.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            insert into file (revision_id, path, size, oid, announced, pointer_size, blob,
              left_out, report)
            values (:id, :path, :size, :oid, :announced, :pointer, :blob, :leftOut, :report)
            """);
    for (File file : files) {
      batch
          .bind("id", revision)
          .bind("path", file.file().path().text())
          .bind("size", file.file().size())
          .bind("oid", file.file().oid())
          .bind("announced", file.file().sha256().orElse(""))
          .bind("pointer", file.file().pointerSize())
          .bind("blob", file.blob())
          .bind("leftOut", file.leftOut() ? 1 : 0)
          .bind("report", ReportCodec.write(file.report()).canonical())
          .add();
    }
    batch.execute();
  }

  private static File file(ResultSet row, StatementContext context) throws SQLException {
    String announced = row.getString("announced");
    return new File(
        new RepoFile(
            new RepoPath(row.getString("path")),
            row.getLong("size"),
            row.getString("oid"),
            announced.isEmpty() ? Optional.empty() : Optional.of(announced),
            row.getInt("pointer_size")),
        row.getString("blob"),
        row.getInt("left_out") != 0,
        ReportCodec.read(Json.parse(row.getString("report"))));
  }
}
