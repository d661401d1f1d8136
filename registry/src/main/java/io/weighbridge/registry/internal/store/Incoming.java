package io.weighbridge.registry.internal.store;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.registry.internal.fault.FaultPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on its way in. Grows at its end only, so that it can be read while more arrives. Its
 * watcher hears how far it is pinned, and of nothing behind that: what a client was given is what a
 * restart goes on from. Written by one thread; a second one hashes and pins.
 */
final class Incoming implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
  private final Path part;
  private final Announced announced;
  private final Watcher watcher;
  private final FileChannel channel;
  private final Flushing flushing;
  private Hashing hashing;
  private long written;
  private boolean gone;

  private Incoming(Path part, Announced announced, Watcher watcher, FileChannel channel) {
    this.part = part;
    this.announced = announced;
    this.watcher = watcher;
    this.channel = channel;
    this.flushing = new Flushing(channel);
    this.hashing = new Hashing(announced, this::pin);
  }

  /** Opens the part file, and takes over what an earlier run left of it as far as it is pinned. */
  static Incoming open(Path part, Announced announced, Watcher watcher) throws IOException {
    FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var incoming = new Incoming(part, announced, watcher, channel);
    try {
      Optional<Pin> pin = Pin.of(part);
      if (pin.isEmpty() || !incoming.takeOver(pin.get())) {
        incoming.restart();
      }
      watcher.arrived(incoming.written);
      watcher.grown(part, incoming.written);
      return incoming;
    } catch (IOException | RuntimeException e) {
      incoming.hashing.close();
      channel.close();
      throw e;
    }
  }

  /** What the watcher objects to in kept bytes is fetched anew before anybody is accused. */
  private boolean takeOver(Pin pin) throws IOException {
    if (pin.length() > announced.size() || pin.length() > channel.size()) {
      return false;
    }
    for (long at = 0; at < pin.length(); ) {
      byte[] buffer = hashing.buffer();
      int wanted = (int) Math.min(buffer.length, pin.length() - at);
      int read = channel.read(ByteBuffer.wrap(buffer, 0, wanted), at);
      if (read <= 0 || !passes(at, buffer, read)) {
        return false;
      }
      hashing.add(buffer, read);
      at += read;
    }
    if (!hashing.soFar().sha256().equals(pin.sha256())) {
      return false;
    }
    channel.truncate(pin.length());
    written = pin.length();
    hashing.tell();
    return true;
  }

  private boolean passes(long at, byte[] bytes, int length) {
    try {
      watcher.check(at, bytes, length);
      return true;
    } catch (HubException e) {
      LOG.info("{}: what was kept is fetched anew: {}", announced.path(), e.getMessage());
      return false;
    }
  }

  /** Forgets everything written. */
  void restart() throws IOException {
    hashing.close();
    hashing = new Hashing(announced, this::pin);
    hashing.tell();
    new Given(part).lost();
    Files.deleteIfExists(Pin.beside(part));
    channel.truncate(0);
    written = 0;
  }

  long written() {
    return written;
  }

  boolean complete() {
    return written == announced.size();
  }

  /**
   * Appends what the upstream sends, and closes it.
   *
   * @throws HubException when it sends more than it announced or what the watcher objects to, or
   *     breaks off
   */
  void append(InputStream from) throws IOException {
    try {
      copy(from);
    } finally {
      hangUp(from);
    }
  }

  /** All that was wanted is here: how the connection ends says nothing about the bytes. */
  private static void hangUp(InputStream from) {
    try {
      from.close();
    } catch (IOException e) {
      LOG.debug("closing an upstream's stream", e);
    }
  }

  private void copy(InputStream from) throws IOException {
    while (true) {
      byte[] buffer = hashing.buffer();
      int read = receive(from, buffer);
      if (read < 0) {
        return;
      }
      if (read > announced.size() - written) {
        throw new HubException(
            Kind.BAD_ANSWER,
            announced.path() + ": the upstream sends more than " + announced.size() + " bytes");
      }
      watcher.check(written, buffer, read);
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      for (long at = written; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
      hashing.add(buffer, read);
      written += read;
      flushing.reached(written);
      watcher.arrived(read);
      FaultPoint.reached(FaultPoint.Phase.FETCH);
    }
  }

  private void pin(long length, String sha256) throws IOException {
    new Pin(length, sha256).write(part);
    FaultPoint.reached(FaultPoint.Phase.PIN);
    watcher.grown(part, length);
  }

  /** Reads; a failure here is the upstream's, a failure to write is the disk's. */
  private int receive(InputStream from, byte[] buffer) {
    try {
      return from.read(buffer);
    } catch (IOException e) {
      throw new HubException(
          Kind.UNAVAILABLE,
          announced.path() + ": the upstream broke off after " + written + " bytes",
          e);
    }
  }

  Digests.Result digests() throws IOException {
    if (announced.size() > Hashing.SMALL) {
      hashing.settle(); // whoever follows may have all but the tail while it is proven
    }
    return hashing.soFar();
  }

  /** Brings everything written safely to disk. */
  void force() throws IOException {
    flushing.finish();
  }

  void discard() throws IOException {
    gone = true;
    hashing.close(); // writes no pin any more
    channel.close();
    Files.deleteIfExists(Pin.beside(part));
    Files.deleteIfExists(part);
    new Given(part).lost(); // last: whoever could still open the part has noted it
  }

  /** The part has another name now. */
  void published() throws IOException {
    gone = true;
    new Given(part).proven();
    Files.deleteIfExists(Pin.beside(part));
  }

  /** Keeps what is there for the next time. */
  @Override
  public void close() throws IOException {
    try {
      if (!gone) {
        hashing.settle();
      }
    } finally {
      hashing.close();
      channel.close();
    }
  }
}
