package io.weighbridge.hub;

import io.weighbridge.content.Content;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A safetensors file of any size, all zeros behind its header; none of it is stored. */
record SparseModel(byte[] head, long size) implements Content {

  static SparseModel of(long data) {
    byte[] json =
        ("{\"w\":{\"dtype\":\"U8\",\"shape\":[" + data + "],\"data_offsets\":[0," + data + "]}}")
            .getBytes(StandardCharsets.US_ASCII);
    var head = ByteBuffer.allocate(8 + json.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    head.putLong(json.length).put(json);
    return new SparseModel(head.array(), head.capacity() + data);
  }

  @Override
  public int read(long position, ByteBuffer into) {
    int count = (int) Math.clamp(size - position, 0, into.remaining());
    for (long at = position; at < position + count; at++) {
      into.put(at < head.length ? head[(int) at] : 0);
    }
    return count;
  }
}
