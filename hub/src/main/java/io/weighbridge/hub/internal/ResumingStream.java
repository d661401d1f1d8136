package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file from an offset to its end, in one request; when the connection breaks, the rest is asked
 * for, bound to the same ETag. Gives up when several requests in a row bring nothing.
 */
final class ResumingStream extends InputStream {
  private static final int MOST_FAILURES = 5;

  private final FileSource source;
  private final long size;
  private long position;
  private int failures;
  private @Nullable Answer answer;

  ResumingStream(FileSource source, long offset) {
    this.source = source;
    this.size = source.file().size();
    this.position = offset;
    if (offset < size) {
      answer = source.open(offset, size - 1);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    while (position < size) {
      Answer current = answer;
      if (current == null) {
        current = source.open(position, size - 1);
        answer = current;
      }
      int read = readOnce(current, buffer, offset, (int) Math.min(length, size - position));
      if (read > 0) {
        failures = 0;
        position += read;
        if (position == size) {
          current.close(); // read to its end, so that the connection can be used again
          answer = null;
        }
        return read;
      }
    }
    return -1;
  }

  /** Zero when the answer ended or broke before the file did. */
  private int readOnce(Answer current, byte[] buffer, int offset, int length) {
    String reason = "it ended early";
    try {
      int read = current.body().read(buffer, offset, length);
      if (read > 0) {
        return read;
      }
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    }
    current.abort();
    answer = null;
    if (++failures == MOST_FAILURES) {
      throw new HubException(
          HubException.Kind.UNAVAILABLE,
          source.file().path() + " broke off at byte " + position + ": " + reason);
    }
    return 0;
  }

  @Override
  public void close() {
    if (answer != null) {
      answer.abort();
      answer = null;
    }
    position = size;
  }
}
