package io.weighbridge.content;

import java.time.Duration;

/**
 * What one judgement may spend. Every parser draws from it before it allocates, recurses or loops,
 * and a member of an archive draws from the budget of the whole, so nesting multiplies nothing.
 *
 * <p>Spending beyond a bound throws {@link BudgetExceeded}; whoever owns the judgement turns that
 * into a finding and coverage that is not full. Confined to one thread.
 */
public final class Budget {

  /**
   * The bounds.
   *
   * @param bytes most bytes read and interpreted (skipped bytes are free)
   * @param expanded most bytes that decompression may produce in total
   * @param entries most archive members, tensors, graph nodes and the like
   * @param opcodes most pickle opcodes over all streams
   * @param depth most containers within containers
   * @param time most wall time
   */
  public record Limits(
      long bytes, long expanded, long entries, long opcodes, int depth, Duration time) {
    /** For one file on a laptop or in the gate. */
    public static final Limits STANDARD =
        new Limits(64L << 30, 8L << 30, 1_000_000, 200_000_000, 16, Duration.ofMinutes(10));
  }

  private final Limits limits;
  private final long deadline;
  private long bytes;
  private long expanded;
  private long entries;
  private long opcodes;
  private int depth;

  public Budget(Limits limits) {
    this.limits = limits;
    this.deadline = System.nanoTime() + limits.time().toNanos();
  }

  public static Budget standard() {
    return new Budget(Limits.STANDARD);
  }

  public Limits limits() {
    return limits;
  }

  /** Draws bytes that are read and interpreted; also checks the time. */
  public void bytes(long count) {
    bytes = add(bytes, count, limits.bytes(), "bytes interpreted");
    time();
  }

  /** Draws bytes that a decompressor is about to produce; also checks the time. */
  public void expanded(long count) {
    expanded = add(expanded, count, limits.expanded(), "bytes after decompression");
    time();
  }

  /** Draws archive members, tensors, nodes. */
  public void entries(long count) {
    entries = add(entries, count, limits.entries(), "entries");
  }

  /** Draws pickle opcodes; callers draw in blocks, and the time is checked with each. */
  public void opcodes(long count) {
    opcodes = add(opcodes, count, limits.opcodes(), "pickle opcodes");
    time();
  }

  /** Enters a container; leave it by closing, in a try block. */
  public Level enter() {
    if (depth >= limits.depth()) {
      throw new BudgetExceeded("containers nested deeper than " + limits.depth());
    }
    depth++;
    return () -> depth--;
  }

  /** Throws when the time is up. */
  public void time() {
    if (System.nanoTime() - deadline > 0) {
      throw new BudgetExceeded("longer than " + limits.time().toSeconds() + " s");
    }
  }

  /** Bytes read and interpreted so far. */
  public long bytesSpent() {
    return bytes;
  }

  private static long add(long spent, long count, long limit, String what) {
    if (count < 0 || count > limit - spent) {
      throw new BudgetExceeded("more than " + limit + " " + what);
    }
    return spent + count;
  }

  /** A level of nesting that is left by closing. */
  public interface Level extends AutoCloseable {
    @Override
    void close();
  }
}
