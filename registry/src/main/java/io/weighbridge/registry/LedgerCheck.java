package io.weighbridge.registry;

import io.weighbridge.registry.internal.ledger.LedgerVerifier;
import java.nio.file.Path;

/**
 * What a verification of a ledger found. Reading needs no lock: a running server may be writing at
 * the end, so that {@code unsealed} entries and an incomplete last line are no damage.
 *
 * @param sound whether every entry follows from those before it
 * @param entries entries that follow, counted from the first
 * @param batches batches that seal them
 * @param unsealed entries after the last batch
 * @param head digest of the last batch; kept elsewhere, it proves later that nothing was removed
 * @param problem file, line and reason of the first break; empty when sound
 */
public record LedgerCheck(
    boolean sound, long entries, long batches, long unsealed, String head, String problem) {

  /**
   * Reads a whole ledger, streaming.
   *
   * @param dataFolder the server's data folder
   * @throws RegistryException when there is no ledger to read
   */
  public static LedgerCheck verify(Path dataFolder) {
    return LedgerVerifier.verify(dataFolder.resolve("ledger"));
  }
}
