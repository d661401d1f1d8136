package io.weighbridge.registry.internal.gate;

import io.weighbridge.registry.internal.db.AskerTable;
import io.weighbridge.registry.internal.db.BranchTable;
import io.weighbridge.registry.internal.db.Database;
import io.weighbridge.registry.internal.db.ModelTable;
import io.weighbridge.registry.internal.db.RevisionTable;
import io.weighbridge.registry.internal.db.SettlementTable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tables of one database.
 *
 * @param deciding held while a decision or a person's word is made from what is on record and put
 *     there: neither may overwrite the other
 */
record Records(
    Database database,
    ModelTable models,
    RevisionTable revisions,
    BranchTable branches,
    SettlementTable settlements,
    AskerTable askers,
    ReentrantLock deciding) {

  static Records of(Database database) {
    return new Records(
        database,
        new ModelTable(database),
        new RevisionTable(database),
        new BranchTable(database),
        new SettlementTable(database),
        new AskerTable(database),
        new ReentrantLock());
  }
}
