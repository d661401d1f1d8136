package io.weighbridge.registry.internal.access;

import java.time.Instant;
import java.util.Map;

/** Where tokens are on record, by digest. Implementations are thread-safe. */
public interface TokenRecords {

  /** All tokens in force, by the lower-case hex SHA-256 of the token. */
  Map<String, TokenRecord> all();

  TokenRecord add(String digest, String name, Role role, Instant created);

  /** Whether there was such a token. */
  boolean remove(long id);
}
