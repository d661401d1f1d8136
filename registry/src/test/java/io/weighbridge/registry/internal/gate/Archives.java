package io.weighbridge.registry.internal.gate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Harmless weight files with random numbers, large enough to be streamed. */
final class Archives {
  private static final int NUMBERS = 1_300_000;

  private Archives() {}

  /** So many tensors of uneven sizes. */
  static byte[] safetensors(int tensors, Random random) {
    int[] sizes = sizes(tensors, random);
    var header = new StringBuilder("{");
    int at = 0;
    for (int i = 0; i < tensors; i++) {
      header.append(
          "%s\"t%d\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
              .formatted(i == 0 ? "" : ",", i, sizes[i], at, at + sizes[i]));
      at += sizes[i];
    }
    byte[] head = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    byte[] numbers = new byte[at];
    random.nextBytes(numbers);
    return ByteBuffer.allocate(8 + head.length + at)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(head.length)
        .put(head)
        .put(numbers)
        .array();
  }

  /** A torch archive with an empty dictionary and storages, the pickle at a random place. */
  static byte[] torch(int storages, Random random) throws IOException {
    int[] sizes = sizes(storages, random);
    var bytes = new ByteArrayOutputStream();
    int pickleAt = random.nextInt(storages + 1);
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i <= storages; i++) {
        if (i == pickleAt) {
          store(zip, "archive/data.pkl", new byte[] {(byte) 0x80, 2, '}', '.'});
        }
        if (i < storages) {
          byte[] numbers = new byte[sizes[i]];
          random.nextBytes(numbers);
          store(zip, "archive/data/" + i, numbers);
        }
      }
      store(zip, "archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    var entry = new ZipEntry(name);
    var crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static int[] sizes(int parts, Random random) {
    int[] sizes = new int[parts];
    for (int i = 0; i < parts; i++) {
      sizes[i] = NUMBERS / parts + random.nextInt(10_000);
    }
    return sizes;
  }
}
