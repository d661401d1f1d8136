package io.weighbridge.content.internal;

import io.weighbridge.content.Content;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A content as a read-only channel, for libraries that want one. */
final class ContentChannel implements SeekableByteChannel {
  private final Content content;
  private long position;

  ContentChannel(Content content) {
    this.content = content;
  }

  @Override
  public int read(ByteBuffer into) {
    int count = content.read(position, into);
    position += count;
    return count == 0 && into.hasRemaining() ? -1 : count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
