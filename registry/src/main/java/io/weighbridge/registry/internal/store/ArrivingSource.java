package io.weighbridge.registry.internal.store;

import io.weighbridge.registry.internal.fault.FaultPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One reader of a file that arrives; follows it at its own pace. */
final class ArrivingSource implements ByteSource {
  /** A file that does not grow for so long is given up: its client left long before. */
  private static final Duration STALLED = Duration.ofSeconds(60);

  private final Arrival arrival;
  private @Nullable FileChannel channel;
  private boolean begun;

  ArrivingSource(Arrival arrival) {
    this.arrival = arrival;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    if (begun && arrival.arriving()) {
      FaultPoint.reached(FaultPoint.Phase.STREAM);
    }
    begun = true;
    long available = arrival.take(position, STALLED) - position;
    if (channel == null) {
      channel = open();
    }
    int limit = into.limit();
    into.limit(into.position() + (int) Math.min(into.remaining(), Math.max(0, available)));
    try {
      return channel.read(into, position);
    } finally {
      into.limit(limit);
    }
  }

  private FileChannel open() throws IOException {
    for (Path place : arrival.places()) {
      try {
        return FileChannel.open(place, StandardOpenOption.READ);
      } catch (NoSuchFileException e) {
        // renamed a moment ago: the next place has it
      }
    }
    throw new NoSuchFileException(arrival.announced().path());
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
