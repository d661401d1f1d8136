package io.weighbridge.cli.internal;

import io.weighbridge.content.Content;
import io.weighbridge.hub.RemoteContent;
import io.weighbridge.hub.SourceFiles;
import io.weighbridge.scan.ScanReport;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the contents that were opened cost to read. Thread-safe. */
final class Cost {
  private final List<SourceFiles.File> files;
  private final Queue<RemoteContent> opened = new ConcurrentLinkedQueue<>();
  private final AtomicLong wholeBytes = new AtomicLong();
  private final AtomicInteger whole = new AtomicInteger();

  Cost(List<SourceFiles.File> files) {
    this.files = files;
  }

  /** The content, and from now on what it costs. */
  Content count(Content content) {
    if (content instanceof RemoteContent remote) {
      opened.add(remote);
    } else {
      wholeBytes.addAndGet(content.size());
      whole.incrementAndGet();
    }
    return content;
  }

  /** So far; empty where the source does not tell how large its files are. */
  Optional<ScanReport.Fetched> soFar() {
    if (files.stream().anyMatch(file -> file.size() < 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new ScanReport.Fetched(
            wholeBytes.get() + opened.stream().mapToLong(RemoteContent::bytesFetched).sum(),
            files.stream().mapToLong(SourceFiles.File::size).sum(),
            whole.get() + opened.stream().mapToInt(RemoteContent::requests).sum()));
  }
}
