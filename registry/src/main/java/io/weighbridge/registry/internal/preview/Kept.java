package io.weighbridge.registry.internal.preview;

import io.weighbridge.content.Content;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.RemoteContent;
import java.util.Optional;
import java.util.OptionalLong;

/** A file at its upstream of which everything that is read is kept. */
sealed interface Kept {

  static Kept of(Content content) {
    return content instanceof RemoteContent remote
        ? new Remote(remote)
        : new Direct(new SeenContent(content));
  }

  Content content();

  /** Whether all of that is kept. */
  boolean has(long offset, long length);

  OptionalLong mismatch(long offset, byte[] bytes, int length);

  /** What the upstream did wrong. */
  Optional<HubException> failure();

  /** Whether all that was asked for could be read. */
  boolean sound();

  long bytes();

  default void close() {
    content().close();
  }

  /** Over a network: the content keeps what it fetches. */
  record Remote(RemoteContent content) implements Kept {
    @Override
    public boolean has(long offset, long length) {
      return content.has(offset, length);
    }

    @Override
    public OptionalLong mismatch(long offset, byte[] bytes, int length) {
      return content.mismatch(offset, bytes, 0, length);
    }

    @Override
    public Optional<HubException> failure() {
      return content.failure();
    }

    @Override
    public boolean sound() {
      return content.failure().isEmpty();
    }

    @Override
    public long bytes() {
      return content.bytesFetched();
    }
  }

  /** Read directly. */
  record Direct(SeenContent content) implements Kept {
    @Override
    public boolean has(long offset, long length) {
      return content.has(offset, length);
    }

    @Override
    public OptionalLong mismatch(long offset, byte[] bytes, int length) {
      return content.mismatch(offset, bytes, length);
    }

    @Override
    public Optional<HubException> failure() {
      return Optional.empty();
    }

    @Override
    public boolean sound() {
      return !content.refused();
    }

    @Override
    public long bytes() {
      return content.bytesSeen();
    }
  }
}
