package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.Content;
import io.weighbridge.pickle.PickleStream;
import io.weighbridge.pickle.TorchStorage;
import io.weighbridge.pickle.Value;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A file of {@code torch.save} before 1.6: five pickles (magic number, protocol version, system
 * information, the object, the keys of its storages), then for each key the number of elements
 * (eight bytes) and the elements.
 */
final class TorchLegacy {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final int PICKLES = 5;

  private TorchLegacy() {}

  /** Whether these streams, so far, are such a file with its storages next. */
  static boolean isComplete(List<PickleStream> streams) {
    return streams.size() == PICKLES
        && streams.get(0).value() instanceof Value.BigInt magic
        && magic.value().equals(MAGIC);
  }

  /** The offset behind the storages; empty when the bytes are not what the pickles say. */
  static OptionalLong endOfStorages(Content content, List<PickleStream> streams) {
    if (!(streams.get(4).value() instanceof Value.Sequence keys)
        || keys.size() != keys.items().size()) {
      return OptionalLong.empty();
    }
    Map<String, TorchStorage> storages = new HashMap<>();
    for (Value.Persistent id : streams.get(3).persistentIds()) {
      TorchStorage.of(id).ifPresent(storage -> storages.put(storage.key(), storage));
    }
    long at = streams.get(4).end();
    for (Value item : keys.items()) {
      TorchStorage storage = item instanceof Value.Text key ? storages.get(key.prefix(256)) : null;
      if (storage == null
          || storage.elementSize().isEmpty()
          || content.size() - at < Long.BYTES
          || ByteBuffer.wrap(content.bytes(at, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong()
              != storage.elements()) {
        return OptionalLong.empty();
      }
      at += Long.BYTES;
      long left = content.size() - at;
      int size = storage.elementSize().getAsInt();
      if (storage.elements() < 0 || storage.elements() > left / size) {
        return OptionalLong.empty();
      }
      at += storage.elements() * size;
    }
    return OptionalLong.of(at);
  }
}
