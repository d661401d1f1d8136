package io.weighbridge.registry.internal.store;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * A file that is served while it arrives. One thread brings it in; any number read it, each at its
 * own pace. Nobody gets the held tail before the file is proven, and nobody a byte after it has
 * failed. Thread-safe.
 */
public final class Arrival implements Watcher {

  /** What arriving bytes are held against. */
  public interface Proof {
    /** The first file offset at which bytes differ from those that were judged. */
    OptionalLong mismatch(long offset, byte[] bytes, int length);

    /** Judges a file that came with the announced digest: whether it is what it was said to be. */
    boolean confirms(Path stored);
  }

  /** Whether a byte can be read. */
  public enum Readiness {
    READY,
    NOT_YET,
    NEVER
  }

  private enum State {
    ARRIVING,
    PROVEN,
    FAILED
  }

  private final Announced announced;
  private final long held;
  private final Proof proof;
  private final LongConsumer progress;
  private final Path blob;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private State state = State.ARRIVING;
  private String reason = "";
  private Path part;
  private long written;
  private boolean given;
  private boolean arrived;
  private boolean confirmed;

  /**
   * A file that is about to arrive; made by {@link BlobStore#arrival}.
   *
   * @param held offset of the first byte that nobody gets before the file is proven
   * @param progress told of bytes as they arrive, on the fetching thread
   */
  Arrival(Announced announced, long held, Proof proof, LongConsumer progress, Path blob) {
    this.announced = announced;
    this.held = held;
    this.proof = proof;
    this.progress = progress;
    this.blob = blob;
    this.part = blob;
  }

  public Announced announced() {
    return announced;
  }

  // ------------------------------------------------------------ the thread that brings it in

  @Override
  public void check(long offset, byte[] bytes, int length) {
    OptionalLong other = proof.mismatch(offset, bytes, length);
    if (other.isPresent()) {
      throw new HubException(
          Kind.BAD_ANSWER,
          announced.path()
              + ": the upstream sends other bytes at "
              + other.getAsLong()
              + " than those that were judged");
    }
    lock.lock();
    try {
      if (state == State.FAILED) {
        throw new HubException(Kind.UNAVAILABLE, announced.path() + ": " + reason);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void arrived(long bytes) {
    progress.accept(bytes);
  }

  @Override
  public void grown(Path file, long length) {
    change(
        () -> {
          part = file;
          written = length;
        });
  }

  @Override
  public boolean mayRestart() {
    lock.lock();
    try {
      if (given || new Given(part).noted()) {
        return false; // by an earlier run, perhaps
      }
      written = 0;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void whole(Path file) {
    boolean agrees = proof.confirms(file);
    change(
        () -> {
          part = file;
          written = announced.size();
          arrived = true;
          confirmed = agrees;
          if (agrees && state == State.ARRIVING) {
            state = State.PROVEN;
          }
        });
  }

  // ------------------------------------------------------------ whoever decides

  /** Whether it came as announced and its stored bytes were judged as was said before. */
  public boolean confirmed() {
    lock.lock();
    try {
      return confirmed;
    } finally {
      lock.unlock();
    }
  }

  /** Everybody may have all of it. */
  public void prove() {
    change(() -> state = state == State.ARRIVING ? State.PROVEN : state);
  }

  /** Nobody gets any more of it, unless it is proven; whoever brings it in stops. */
  public void fail(String why) {
    change(
        () -> {
          if (state == State.ARRIVING) {
            state = State.FAILED;
            reason = why;
          }
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------ whoever reads

  /** Bytes here so far that a restart would not lose. */
  public long written() {
    lock.lock();
    try {
      return written;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the byte at an offset can be read; {@code size} asks for the proof. */
  public Readiness await(long offset, Duration patience) throws InterruptedIOException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (state == State.ARRIVING && available() <= offset && left > 0) {
        left = moved.awaitNanos(left);
      }
      return switch (state) {
        case FAILED -> Readiness.NEVER;
        case PROVEN -> Readiness.READY;
        case ARRIVING -> available() > offset ? Readiness.READY : Readiness.NOT_YET;
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + announced.path());
    } finally {
      lock.unlock();
    }
  }

  private long available() {
    return state == State.PROVEN ? announced.size() : Math.min(written, held);
  }

  /**
   * Waits for bytes from an offset on, and notes that they are given away.
   *
   * @return up to which offset bytes may be read
   * @throws IOException when they do not come
   */
  long take(long offset, Duration most) throws IOException {
    if (await(offset, most) == Readiness.NOT_YET) {
      throw new IOException(announced.path() + " does not arrive");
    }
    lock.lock();
    try {
      if (state == State.FAILED) {
        throw new IOException(announced.path() + ": " + reason);
      }
      if (!given && !arrived) {
        new Given(part).note();
      }
      given = true;
      return available();
    } finally {
      lock.unlock();
    }
  }

  /** Where its bytes are now: a part file becomes a blob at any moment. */
  List<Path> places() {
    lock.lock();
    try {
      return List.of(part, blob);
    } finally {
      lock.unlock();
    }
  }

  boolean arriving() {
    lock.lock();
    try {
      return state == State.ARRIVING;
    } finally {
      lock.unlock();
    }
  }

  /** Reads it from now on, as far as it may be read. */
  public ByteSource open() throws IOException {
    return new ArrivingSource(this);
  }
}
