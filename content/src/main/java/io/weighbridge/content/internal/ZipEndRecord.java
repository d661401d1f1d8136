package io.weighbridge.content.internal;

import io.weighbridge.content.Content;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * An end of central directory record, with its zip64 record when a locator stands before it
 * (APPNOTE.TXT 4.3.14 to 4.3.16).
 *
 * @param end where its comment ends
 * @param entries members announced
 * @param directoryEnd where the directory must end: at this record, or at the zip64 record
 * @param announcedStart offset of the directory as written, which counts from the archive's start
 */
record ZipEndRecord(
    long position,
    long end,
    long entries,
    long directoryEnd,
    long directorySize,
    long announcedStart) {
  private static final int LOCATOR = 0x07064b50;
  private static final int ZIP64 = 0x06064b50;

  /** The record at {@code at} of the tail, or null when it contradicts itself. */
  static @Nullable ZipEndRecord read(Content content, byte[] tail, int at, long base) {
    var in = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    long position = base + at;
    long end = position + 22 + Short.toUnsignedInt(in.getShort(at + 20));
    if (end > content.size()) {
      // Readers that look for the signature only accept a comment that is cut off.
      end = content.size();
    }
    long entries = Short.toUnsignedInt(in.getShort(at + 10));
    long size = Integer.toUnsignedLong(in.getInt(at + 12));
    long start = Integer.toUnsignedLong(in.getInt(at + 16));
    if (at >= 20 && in.getInt(at - 20) == LOCATOR) {
      ByteBuffer record = zip64(content, in.getLong(at - 20 + 8), position);
      if (record != null) {
        long recordAt = record.getLong(56);
        return plausible(
            new ZipEndRecord(
                position,
                end,
                record.getLong(32),
                recordAt,
                record.getLong(40),
                record.getLong(48)));
      }
    }
    return plausible(new ZipEndRecord(position, end, entries, position, size, start));
  }

  private static @Nullable ZipEndRecord plausible(ZipEndRecord record) {
    boolean good =
        record.entries >= 0
            && record.directorySize >= 0
            && record.announcedStart >= 0
            && record.directorySize <= record.directoryEnd;
    return good ? record : null;
  }

  /** The zip64 record, by the locator or directly before it; its own offset is put behind it. */
  private static @Nullable ByteBuffer zip64(Content content, long located, long position) {
    for (long at : new long[] {located, position - 20 - 56}) {
      if (at >= 0 && at <= position - 20 - 56) {
        var record = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).limit(56);
        content.read(at, record);
        record.limit(64);
        if (record.getInt(0) == ZIP64) {
          return record.putLong(56, at);
        }
      }
    }
    return null;
  }

  /** Where readers look for the directory: directly before the end, or where the record says. */
  long[] directoryStarts() {
    long adjacent = directoryEnd - directorySize;
    return adjacent == announcedStart
        ? new long[] {adjacent}
        : new long[] {announcedStart, adjacent};
  }
}
