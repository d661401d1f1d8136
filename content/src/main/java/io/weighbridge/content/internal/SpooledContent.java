package io.weighbridge.content.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder produces, made random-access: decoded only as far as someone reads, kept in memory
 * up to {@value #IN_MEMORY} bytes and beyond that in a temporary file that the system deletes with
 * the last handle.
 */
public final class SpooledContent implements Content {
  private static final int IN_MEMORY = 8 << 20;

  /** Beyond this size, what grows by more than {@link #BOMB_RATIO} is not unpacked further. */
  private static final long BOMB_SIZE = 256L << 20;

  private static final int BOMB_RATIO = 200;

  /** From this unpacked size on, such a ratio is worth a finding. */
  private static final long SUSPECT_SIZE = 10L << 20;

  private final InputStream decoder;
  private final ContentStream source;
  private final Budget budget;
  private final byte[] chunk = new byte[32 << 10];
  private byte[] memory = new byte[0];
  private @Nullable FileChannel file;
  private long produced;
  private long size;
  private boolean ended;
  private @Nullable String damage;

  private SpooledContent(InputStream decoder, ContentStream source, Budget budget, long size) {
    this.decoder = decoder;
    this.source = source;
    this.budget = budget;
    this.size = size;
  }

  /**
   * Whether the sizes are those of a decompression bomb: zeros, far more of them than any model.
   */
  public static boolean isBomb(long unpacked, long packed) {
    return unpacked >= SUSPECT_SIZE && unpacked / BOMB_RATIO > Math.max(1, packed);
  }

  /** Of the size that a header announces; what is missing shows when it is read. */
  public static SpooledContent announced(
      InputStream decoder, ContentStream source, Budget budget, long size) {
    return new SpooledContent(decoder, source, budget, size);
  }

  /**
   * Decodes to the end at once, because only the end tells the size. Where the stream turns out to
   * be damaged, what came before is kept, as a loader that reads on the fly has acted on it.
   */
  public static SpooledContent partial(InputStream decoder, ContentStream source, Budget budget) {
    var content = new SpooledContent(decoder, source, budget, Long.MAX_VALUE);
    try {
      content.produce(Long.MAX_VALUE);
    } catch (ContentException e) {
      content.damage = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      content.close();
      throw e;
    }
    content.ended = true;
    content.size = content.produced;
    return content;
  }

  /** Why decoding stopped early; empty when it did not. */
  public Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  @Override
  public long size() {
    return size;
  }

  /** Bytes that the decoder has produced so far; more than {@link #size()} if the header lied. */
  public long produced() {
    return produced;
  }

  @Override
  public boolean concurrent() {
    return false;
  }

  @Override
  public int read(long position, ByteBuffer into) {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    int count = (int) Math.clamp(size - position, 0, into.remaining());
    if (count == 0) {
      return 0;
    }
    produce(position + count);
    if (produced < position + count) {
      throw new ContentException("unpacks to " + produced + " bytes, not to the announced " + size);
    }
    if (file == null) {
      into.put(memory, (int) position, count);
      return count;
    }
    int limit = into.limit();
    into.limit(into.position() + count);
    try {
      for (long at = position; into.hasRemaining(); ) {
        int read = file.read(into, at);
        if (read < 0) {
          throw new ContentException("temporary file was shortened");
        }
        at += read;
      }
    } catch (IOException e) {
      throw new ContentException("cannot read temporary file: " + e.getMessage(), e);
    } finally {
      into.limit(limit);
    }
    return count;
  }

  /** Decodes until at least {@code target} bytes are there, or the stream ends. */
  public void produce(long target) {
    while (produced < target && !ended) {
      int count;
      try {
        budget.expanded(0);
        count = decoder.read(chunk, 0, chunk.length);
      } catch (ContentException | BudgetExceeded e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // Decoders report damage by exceptions of every kind.
        throw new ContentException("damaged compressed data: " + e.getMessage(), e);
      }
      if (count < 0) {
        ended = true;
      } else {
        budget.expanded(count);
        keep(count);
      }
    }
  }

  private void keep(int count) {
    if (produced + count > BOMB_SIZE
        && (produced + count) / BOMB_RATIO > Math.max(1, source.consumed())) {
      throw new ContentException(
          "decompression bomb: " + source.consumed() + " bytes grow to more than " + produced);
    }
    try {
      if (file == null && produced + count > IN_MEMORY) {
        file = temporary();
        file.write(ByteBuffer.wrap(memory, 0, (int) produced), 0);
        memory = new byte[0];
      }
      if (file != null) {
        var bytes = ByteBuffer.wrap(chunk, 0, count);
        for (long at = produced; bytes.hasRemaining(); ) {
          at += file.write(bytes, at);
        }
      } else {
        if (produced + count > memory.length) {
          memory =
              Arrays.copyOf(
                  memory, Math.max((int) produced + count, Math.min(memory.length * 2, IN_MEMORY)));
        }
        System.arraycopy(chunk, 0, memory, (int) produced, count);
      }
    } catch (IOException e) {
      throw new ContentException("cannot write temporary file: " + e.getMessage(), e);
    }
    produced += count;
  }

  private static FileChannel temporary() throws IOException {
    return FileChannel.open(
        Files.createTempFile("weighbridge-", ".tmp"),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  @Override
  public void close() {
    try {
      decoder.close();
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new ContentException("cannot close: " + e.getMessage(), e);
    }
  }
}
