package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.RegistryConfig.Limits;
import io.weighbridge.registry.internal.db.Database;
import io.weighbridge.registry.internal.db.SealTable;
import io.weighbridge.registry.internal.db.SecretBox;
import io.weighbridge.registry.internal.ledger.Ledger;
import io.weighbridge.registry.internal.passport.PassportOffice;
import io.weighbridge.registry.internal.store.BlobStore;
import io.weighbridge.registry.internal.store.DataFolder;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What a gate is made of, wired once. */
record GateParts(
    Records records,
    BlobStore store,
    Upstreams upstreams,
    Judge judge,
    Journal journal,
    Shelf shelf,
    Stamp stamp,
    Quota quota,
    Texts texts,
    Entitlements entitlements,
    Denials denials,
    Resolver resolver,
    Weigher weigher,
    Weighings weighings,
    Consumer<ModelId> admitted,
    boolean strict,
    boolean verifyAlways,
    Clock clock)
    implements AutoCloseable {

  /** How long the beginning of a file, or a file that nothing refers to, is worth keeping. */
  private static final Duration KEPT_PARTS = Duration.ofDays(7);

  /**
   * What differs between a server and a test.
   *
   * @param publicUrl what clients call the server
   * @param usableBytes free bytes of the disk
   * @param verifyAlways whether every delivery of stored bytes is hashed
   * @param admitted told of every id that is admitted
   * @param office issues passports
   * @param executor runs weighings
   */
  record Settings(
      Optional<URI> publicUrl,
      boolean strict,
      Duration branchRefresh,
      Limits limits,
      LongSupplier usableBytes,
      boolean verifyAlways,
      Consumer<ModelId> admitted,
      Function<Database, PassportOffice> office,
      Executor executor,
      Clock clock) {}

  static GateParts wire(
      DataFolder folder, Database database, Upstreams upstreams, Judge judge, Settings settings) {
    Clock clock = settings.clock();
    var records = Records.of(database);
    var store = new BlobStore(folder, new SealTable(database));
    var journal = new Journal(Ledger.open(folder.ledger(), clock), records, clock);
    var stamp = new Stamp(records, settings.office().apply(database));
    var shelf = new Shelf(records, stamp);
    var quota = new Quota(records, settings.limits(), settings.usableBytes(), clock);
    var texts = new Texts(settings.publicUrl());
    var secrets = SecretBox.open(folder.secrets().resolve("upstream-tokens.key"));
    var verdicts =
        new Verdicts(records, journal, shelf, stamp, store, texts, settings.admitted(), clock);
    var weigher =
        new Weigher(records, store, judge, verdicts, quota, settings.limits().concurrentVettings());
    records.revisions().dropWeighing();
    var denials = new Denials(records, judge, journal, shelf, texts, clock);
    denials.refresh();
    stamp.adopt();
    Instant abandoned = clock.instant().minus(KEPT_PARTS);
    store.sweep(abandoned);
    store.collect(records.revisions().files().blobs(), database.born(), abandoned);
    return new GateParts(
        records,
        store,
        upstreams,
        judge,
        journal,
        shelf,
        stamp,
        quota,
        texts,
        new Entitlements(records, upstreams, secrets, texts, clock),
        denials,
        new Resolver(
            records, shelf, upstreams, settings.branchRefresh(), settings.executor(), clock),
        weigher,
        new Weighings(weigher, records, journal, shelf, quota, settings.executor(), clock),
        settings.admitted(),
        settings.strict(),
        settings.verifyAlways(),
        clock);
  }

  @Override
  public void close() {
    journal.close();
    records.database().close();
    upstreams.close();
  }
}
