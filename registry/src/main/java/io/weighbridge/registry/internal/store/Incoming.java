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
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on its way in. Grows at its end only, so what is written can be read while more arrives;
 * {@link #written()} says how far. Written by one thread.
 */
final class Incoming implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
  private static final int BUFFER = 1 << 18;

  private final Path part;
  private final Announced announced;
  private final FileChannel channel;
  private Digests digests;
  private volatile long written;

  private Incoming(Path part, Announced announced, FileChannel channel) {
    this.part = part;
    this.announced = announced;
    this.channel = channel;
    this.digests = Digests.of(announced);
  }

  /** Opens the part file, and takes over what an earlier run left of it. */
  static Incoming open(Path part, Announced announced) throws IOException {
    FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var incoming = new Incoming(part, announced, channel);
    try {
      incoming.takeOver();
      return incoming;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void takeOver() throws IOException {
    if (channel.size() > announced.size()) {
      restart();
      return;
    }
    byte[] buffer = new byte[BUFFER];
    long at = 0;
    for (int read; (read = channel.read(ByteBuffer.wrap(buffer), at)) > 0; at += read) {
      digests.update(buffer, read);
    }
    written = at;
  }

  /** Forgets everything written. */
  void restart() throws IOException {
    channel.truncate(0);
    digests = Digests.of(announced);
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
   * @throws HubException when it sends more than it announced, or breaks off
   */
  void append(InputStream from, LongConsumer progress) throws IOException {
    try {
      copy(from, progress);
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

  private void copy(InputStream from, LongConsumer progress) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int read = receive(from, buffer);
      if (read < 0) {
        return;
      }
      if (read > announced.size() - written) {
        throw new HubException(
            Kind.BAD_ANSWER,
            announced.path() + ": the upstream sends more than " + announced.size() + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      for (long at = written; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
      digests.update(buffer, read);
      written = written + read; // one thread writes, others only look
      progress.accept(read);
      FaultPoint.reached(FaultPoint.Phase.FETCH);
    }
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

  /** The digests of everything written, which is then safely on disk. */
  Digests.Result finish() throws IOException {
    channel.force(true);
    return digests.finish();
  }

  Path part() {
    return part;
  }

  void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
