package io.weighbridge.registry.internal.http;

import io.weighbridge.registry.internal.fault.FaultPoint;
import io.weighbridge.registry.internal.store.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;

/**
 * Puts a reply on the wire, from a virtual thread: a client that reads slowly parks that thread and
 * costs one buffer, no platform thread.
 */
final class ReplyWriter {
  private final TransferBuffers buffers = new TransferBuffers();

  /**
   * Writes status, headers and, unless {@code head}, the payload.
   *
   * @return how many bytes of payload were sent
   * @throws IOException when the client is gone, or the bytes do not come
   */
  long write(Reply reply, boolean head, Response response) throws IOException {
    response.setStatus(reply.status());
    reply.headers().forEach(response.getHeaders()::put);
    if (reply.status() != 204 && reply.status() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.payload().length());
    }
    if (head) {
      write(response, true, ByteBuffer.allocate(0));
      return 0;
    }
    return switch (reply.payload()) {
      case Reply.Bytes(byte[] bytes) -> {
        write(response, true, ByteBuffer.wrap(bytes));
        yield bytes.length;
      }
      case Reply.Stored stored -> stored(stored, response);
      case Reply.Announced _ ->
          throw new IllegalStateException("bytes announced that are not at hand");
    };
  }

  private long stored(Reply.Stored stored, Response response) throws IOException {
    ByteBuffer buffer = buffers.take(stored.length());
    long sent = 0;
    try (ByteSource file = stored.source().open()) {
      if (stored.length() == 0) {
        write(response, true, ByteBuffer.allocate(0));
      }
      while (sent < stored.length()) {
        buffer.clear();
        buffer.limit((int) Math.min(buffer.capacity(), stored.length() - sent));
        if (file.read(buffer, stored.offset() + sent) < 0) {
          throw new EOFException("a stored file is shorter than announced");
        }
        buffer.flip();
        int count = buffer.remaining();
        write(response, sent + count == stored.length(), buffer);
        sent += count;
        FaultPoint.reached(FaultPoint.Phase.SERVE);
      }
    } finally {
      buffers.give(buffer);
    }
    return sent;
  }

  private static void write(Response response, boolean last, ByteBuffer bytes) throws IOException {
    try (Blocker.Callback written = Blocker.callback()) {
      response.write(last, bytes, written);
      written.block();
    }
  }
}
