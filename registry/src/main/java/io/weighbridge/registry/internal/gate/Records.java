package io.weighbridge.registry.internal.gate;

import io.weighbridge.registry.internal.db.AskerTable;
import io.weighbridge.registry.internal.db.BranchTable;
import io.weighbridge.registry.internal.db.Database;
import io.weighbridge.registry.internal.db.ModelTable;
import io.weighbridge.registry.internal.db.RevisionTable;
import io.weighbridge.registry.internal.db.SettlementTable;

/** The tables of one database. */
record Records(
    Database database,
    ModelTable models,
    RevisionTable revisions,
    BranchTable branches,
    SettlementTable settlements,
    AskerTable askers) {

  static Records of(Database database) {
    return new Records(
        database,
        new ModelTable(database),
        new RevisionTable(database),
        new BranchTable(database),
        new SettlementTable(database),
        new AskerTable(database));
  }
}
