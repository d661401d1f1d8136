package io.weighbridge.registry.internal.db;

import io.weighbridge.registry.internal.store.Seals;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Seals of blobs; read once, since every delivery asks for one. */
public final class SealTable implements Seals {
  private final Database database;
  private final ConcurrentHashMap<String, Seal> known = new ConcurrentHashMap<>();

  public SealTable(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Seal> find(String sha256) {
    Seal kept = known.get(sha256);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<Seal> stored =
        database.read(
            handle ->
                handle
                    .createQuery("select file, size, changed from seal where sha256 = :sha256")
                    .bind("sha256", sha256)
                    .map(
                        (row, context) ->
                            new Seal(
                                row.getLong("file"), row.getLong("size"), row.getLong("changed")))
                    .findOne());
    stored.ifPresent(seal -> known.put(sha256, seal));
    return stored;
  }

  @Override
  public void put(String sha256, Seal seal) {
    database.run(
        handle ->
            handle
                .createUpdate(
                    """
                    insert or replace into seal (sha256, file, size, changed)
                    values (:sha256, :file, :size, :changed)
                    """)
                .bind("sha256", sha256)
                .bind("file", seal.file())
                .bind("size", seal.size())
                .bind("changed", seal.changed())
                .execute());
    known.put(sha256, seal);
  }

  @Override
  public void remove(String sha256) {
    database.run(
        handle ->
            handle
                .createUpdate("delete from seal where sha256 = :sha256")
                .bind("sha256", sha256)
                .execute());
    known.remove(sha256);
  }
}
