package io.weighbridge.lineage.internal.read;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ZipMember;
import io.weighbridge.formats.ZipView;
import io.weighbridge.lineage.LineageException;
import io.weighbridge.lineage.WeightData;
import io.weighbridge.pickle.PickleContext;
import io.weighbridge.pickle.PickleReport;
import io.weighbridge.pickle.Pickles;
import io.weighbridge.pickle.TorchStorage;
import io.weighbridge.pickle.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Where the storages of a torch file are, and the pickle that refers to them. */
final class TorchStorages {
  private final Content content;
  private final Value root;
  private final Map<String, Long> starts;
  private final Map<String, Long> sizes;
  private final boolean bigEndian;

  /** Receives a tensor that was found. */
  interface Found {
    void accept(String name, TorchTensors.Described tensor, WeightData data);
  }

  private TorchStorages(
      Content content,
      Value root,
      Map<String, Long> starts,
      Map<String, Long> sizes,
      boolean bigEndian) {
    this.content = content;
    this.root = root;
    this.starts = starts;
    this.sizes = sizes;
    this.bigEndian = bigEndian;
  }

  /** A file of torch 1.6 or later; its members are stored, as torch writes and maps them. */
  static TorchStorages ofZip(ZipView zip, Budget budget) {
    if (zip.torch().roots().size() != 1) {
      throw new LineageException("several folders claim to be the model");
    }
    String folder = zip.torch().roots().getFirst();
    var starts = new HashMap<String, Long>();
    var sizes = new HashMap<String, Long>();
    ZipMember pickle = null;
    boolean bigEndian = false;
    for (ZipMember member : zip.archive().members()) {
      String name = member.name();
      if (name.equals(folder + "data.pkl")) {
        if (pickle != null) {
          throw new LineageException("two pickles have the same name");
        }
        pickle = member;
      } else if (name.equals(folder + "byteorder")) {
        try (Content order = zip.archive().open(member, budget)) {
          bigEndian = order.size() == 3;
        }
      } else if (name.startsWith(folder + "data/") && member.method() == ZipMember.STORED) {
        String key = name.substring(folder.length() + "data/".length());
        if (starts.put(key, zip.archive().dataOffset(member, budget)) != null) {
          throw new LineageException("two storages have the name " + key);
        }
        sizes.put(key, member.size());
      }
    }
    if (pickle == null) {
      throw new LineageException("its pickle is missing");
    }
    try (Content bytes = zip.archive().open(pickle, budget)) {
      PickleReport report = Pickles.analyze(bytes, budget, PickleContext.WHOLE);
      if (report.streams().size() != 1 || !report.streams().getFirst().complete()) {
        throw new LineageException("its pickle is not understood: " + report.reason());
      }
      // Texts are decoded when asked for, from a content that closes: walked before it does.
      return new TorchStorages(
          zip.content(), report.streams().getFirst().value(), starts, sizes, bigEndian);
    }
  }

  /** A file of {@code torch.save} before 1.6: five pickles, then sizes and elements. */
  static TorchStorages ofLegacy(Content content, Budget budget) {
    PickleReport report = Pickles.analyze(content, budget, PickleContext.WHOLE);
    if (report.streams().size() != 5
        || !(report.streams().get(4).value() instanceof Value.Sequence keys)
        || keys.size() != keys.items().size()) {
      throw new LineageException("not the five pickles of a torch file: " + report.reason());
    }
    var known = new HashMap<String, TorchStorage>();
    for (Value.Persistent id : report.streams().get(3).persistentIds()) {
      TorchStorage.of(id).ifPresent(storage -> known.put(storage.key(), storage));
    }
    var starts = new HashMap<String, Long>();
    var sizes = new HashMap<String, Long>();
    long at = report.streams().get(4).end();
    for (Value item : keys.items()) {
      TorchStorage storage = item instanceof Value.Text key ? known.get(key.prefix(256)) : null;
      if (storage == null || storage.elementSize().isEmpty()) {
        throw new LineageException("a storage that no tensor refers to");
      }
      int size = storage.elementSize().getAsInt();
      long elements =
          ByteBuffer.wrap(content.bytes(at, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (elements != storage.elements()
          || elements < 0
          || elements > (content.size() - at - Long.BYTES) / size) {
        throw new LineageException("storage " + storage.key() + " is not of the size it should be");
      }
      starts.put(storage.key(), at + Long.BYTES);
      sizes.put(storage.key(), elements * size);
      at += Long.BYTES + elements * size;
    }
    return new TorchStorages(content, report.streams().get(3).value(), starts, sizes, false);
  }

  void read(Found found, Consumer<String> problem) {
    new TorchTensors(
            (name, tensor) -> {
              Long start = starts.get(tensor.storage().key());
              int size = tensor.dtype().blockBytes();
              long bytes = tensor.storage().elements() * size;
              if (start == null || bytes > sizes.getOrDefault(tensor.storage().key(), -1L)) {
                problem.accept(name + ": its storage is missing or too short");
                return;
              }
              found.accept(name, tensor, data(tensor, start + tensor.offset() * size));
            },
            problem)
        .walk("", root, 0);
  }

  private WeightData data(TorchTensors.Described tensor, long start) {
    int size = tensor.dtype().blockBytes();
    WeightData data =
        tensor.contiguous()
            ? new Data.Stored(
                content,
                start,
                io.weighbridge.lineage.Weight.count(tensor.shape()).orElse(0L) * size)
            : new Strided(content, start, size, longs(tensor.shape()), longs(tensor.strides()));
    return bigEndian && size > 1 ? new Data.Swapped(data, size) : data;
  }

  private static long[] longs(java.util.List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}
