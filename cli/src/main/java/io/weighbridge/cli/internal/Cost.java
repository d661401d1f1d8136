package io.weighbridge.cli.internal;

import io.weighbridge.content.Content;
import io.weighbridge.hub.RemoteContent;
import io.weighbridge.scan.ScanReport;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** What the contents that were opened cost to read. Thread-safe. */
final class Cost {
  private final long[] sizes;
  private final Queue<RemoteContent> opened = new ConcurrentLinkedQueue<>();
  private final AtomicLong wholeBytes = new AtomicLong();
  private final AtomicInteger whole = new AtomicInteger();

  /**
   * Of nothing so far.
   *
   * @param sizes of all files in bytes; -1 where the source does not tell one
   */
  Cost(long... sizes) {
    this.sizes = sizes.clone();
  }

  /** The content, and from now on what it costs. */
  Content count(Content content) {
    if (content instanceof RemoteContent remote) {
      opened.add(remote);
    } else {
      whole(content.size());
    }
    return content;
  }

  /** Counts a file that came in one piece. */
  void whole(long bytes) {
    wholeBytes.addAndGet(bytes);
    whole.incrementAndGet();
  }

  /** So far; empty where the source does not tell how large its files are. */
  Optional<ScanReport.Fetched> soFar() {
    if (LongStream.of(sizes).anyMatch(size -> size < 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new ScanReport.Fetched(
            wholeBytes.get() + opened.stream().mapToLong(RemoteContent::bytesFetched).sum(),
            LongStream.of(sizes).sum(),
            whole.get() + opened.stream().mapToInt(RemoteContent::requests).sum()));
  }
}
