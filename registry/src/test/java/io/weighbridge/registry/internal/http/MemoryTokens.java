package io.weighbridge.registry.internal.http;

import io.weighbridge.registry.internal.access.Role;
import io.weighbridge.registry.internal.access.TokenRecord;
import io.weighbridge.registry.internal.access.TokenRecords;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Token records without a database. */
public final class MemoryTokens implements TokenRecords {
  private final Map<String, TokenRecord> records = new LinkedHashMap<>();
  private long last;

  @Override
  public synchronized Map<String, TokenRecord> all() {
    return Map.copyOf(records);
  }

  @Override
  public synchronized TokenRecord add(String digest, String name, Role role, Instant created) {
    var record = new TokenRecord(++last, name, role, created);
    records.put(digest, record);
    return record;
  }

  @Override
  public synchronized boolean remove(long id) {
    return records.values().removeIf(record -> record.id() == id);
  }
}
