package io.weighbridge.content.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Members of gzip in a row (RFC 1952 2.2), joined as gzip and Python join them; stops, and tells
 * where, at bytes that are no further member.
 */
final class GzipStream extends InputStream implements StreamDecoders.Framed {
  private final ContentStream source;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[8 << 10];
  private long consumed;
  private int at;
  private int limit;
  private boolean ended;

  GzipStream(ContentStream source) throws IOException {
    this.source = source;
    if (!header()) {
      throw new IOException("no gzip header");
    }
  }

  @Override
  public long consumed() {
    return consumed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!ended) {
      int count;
      try {
        count = inflater.inflate(into, offset, length);
      } catch (DataFormatException e) {
        throw new IOException("bad deflate data", e);
      }
      if (count > 0) {
        crc.update(into, offset, count);
        return count;
      }
      if (inflater.finished()) {
        trailer();
        ended = !header();
      } else if (inflater.needsInput()) {
        if (at == limit && !fill()) {
          throw new EOFException("gzip stream ends early");
        }
        inflater.setInput(input, at, limit - at);
        at = limit;
      } else {
        throw new IOException("deflate stream wants a dictionary");
      }
    }
    return -1;
  }

  /** Reads a member's header; false at the end, or when what follows is none. */
  private boolean header() throws IOException {
    consumed = position();
    if (next() != 0x1F || next() != 0x8B || next() != 8) {
      return false;
    }
    int flags = required();
    for (int i = 0; i < 6; i++) {
      required();
    }
    if ((flags & 4) != 0) {
      int length = required() | required() << 8;
      for (int i = 0; i < length; i++) {
        required();
      }
    }
    for (int text = flags & (8 | 16); text != 0; text &= text - 1) {
      while (required() != 0) {
        // The name and the comment end with a zero byte.
      }
    }
    if ((flags & 2) != 0) {
      required();
      required();
    }
    inflater.reset();
    crc.reset();
    return true;
  }

  private void trailer() throws IOException {
    at -= inflater.getRemaining();
    long announced = u32();
    long size = u32();
    if (announced != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw new IOException("gzip CRC or size differs");
    }
  }

  private long u32() throws IOException {
    return required() | required() << 8 | required() << 16 | (long) required() << 24;
  }

  private int required() throws IOException {
    int value = next();
    if (value < 0) {
      throw new EOFException("gzip stream ends early");
    }
    return value;
  }

  private int next() {
    return at < limit || fill() ? input[at++] & 0xFF : -1;
  }

  private long position() {
    return source.consumed() - (limit - at);
  }

  private boolean fill() {
    at = 0;
    limit = Math.max(0, source.read(input, 0, input.length));
    return limit > 0;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
