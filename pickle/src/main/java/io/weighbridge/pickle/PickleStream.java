package io.weighbridge.pickle;

import java.util.List;

/**
 * One pickle within a content.
 *
 * @param start of its first opcode
 * @param end behind its last byte that was understood
 * @param protocol as its last PROTO says; 0 without one
 * @param opcodes executed
 * @param value what it builds; {@link Value.Unknown} unless it is {@link Ending#STOPPED}
 * @param persistentIds that it asks for, in order; at most a million
 * @param problem what broke it; empty when nothing did
 */
public record PickleStream(
    long start,
    long end,
    int protocol,
    long opcodes,
    Ending ending,
    Value value,
    List<Value.Persistent> persistentIds,
    String problem) {

  public PickleStream {
    persistentIds = List.copyOf(persistentIds);
  }

  /** How it ended. */
  public enum Ending {
    /** At STOP. */
    STOPPED,
    /** The bytes ended before STOP. */
    TRUNCATED,
    /** At something that unpicklers refuse. */
    BROKEN,
    /** A bound was reached. */
    BOUNDED
  }

  public boolean complete() {
    return ending == Ending.STOPPED;
  }
}
