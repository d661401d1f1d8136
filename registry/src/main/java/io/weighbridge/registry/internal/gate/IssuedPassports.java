package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.Passport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The passports of what is on record. Thread-safe. */
final class IssuedPassports implements Passports {
  /** As long as clients wait for a verdict. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final GateParts parts;
  private final Desk desk;

  IssuedPassports(GateParts parts, Desk desk) {
    this.parts = parts;
    this.desk = desk;
  }

  private record Served(Rows.Revision revision, ServedRevision files) {}

  private Optional<Served> find(ModelId id, String name) {
    return present(id, name)
        .or(
            () -> {
              List<Weighing> running = parts.weighings().running(id);
              long end = System.nanoTime() + PATIENCE.toNanos();
              running.forEach(
                  one -> one.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
              return running.isEmpty() ? Optional.empty() : present(id, name);
            });
  }

  private Optional<Served> present(ModelId id, String name) {
    return desk.find(id, name)
        .filter(subject -> subject.state().served())
        .filter(
            subject ->
                parts.stamp().office().has(subject.revision().key())
                    || parts.weigher().servable(subject.revision()))
        .map(
            subject ->
                new Served(
                    subject.revision(),
                    parts.shelf().item(subject.model(), subject.revision()).revision()));
  }

  @Override
  public Optional<Passport> of(ModelId id, String revision) {
    return find(id, revision).map(found -> parts.stamp().holding(found.revision(), found.files()));
  }

  @Override
  public Optional<Passport> onRecord(ModelId id, CommitId commit) {
    return present(id, commit.hex())
        .map(found -> parts.stamp().holding(found.revision(), found.files()));
  }

  @Override
  public Optional<Check> check(ModelId id, String revision) {
    long start = System.nanoTime();
    return find(id, revision)
        .map(
            found -> {
              Passport passport = parts.stamp().holding(found.revision(), found.files());
              List<String> wrong =
                  found.files().files().stream()
                      .filter(file -> !parts.store().sound(file.sha256()))
                      .map(file -> file.file().path().text())
                      .toList();
              if (!wrong.isEmpty()) {
                parts.shelf().changed();
              }
              return new Check(
                  passport,
                  found.files().files().size(),
                  wrong,
                  Duration.ofNanos(System.nanoTime() - start));
            });
  }

  @Override
  public Bundle revocations() {
    return parts.stamp().office().revocations();
  }

  @Override
  public String publicKeys() {
    return parts.stamp().office().publicKeys();
  }
}
