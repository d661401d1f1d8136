package io.weighbridge.content.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.content.TarMember;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks the 512-byte headers of a tar. */
public final class TarReader {
  private static final int BLOCK = 512;

  /** Most bytes of one extension record (a long name, a pax header). */
  private static final int MOST_EXTENSION = 1 << 20;

  private final Content content;
  private final Budget budget;
  private final List<TarMember> members = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, String> global = new HashMap<>();
  private Map<String, String> next = new HashMap<>();

  public TarReader(Content content, Budget budget) {
    this.content = content;
    this.budget = budget;
  }

  public List<TarMember> members() {
    return members;
  }

  public List<Problem> problems() {
    return problems;
  }

  public void run() {
    long at = 0;
    boolean ended = false;
    boolean reported = false;
    while (at + BLOCK <= content.size()) {
      budget.bytes(BLOCK);
      byte[] block = content.bytes(at, BLOCK);
      if (isZero(block)) {
        ended = true;
        at += BLOCK;
        continue;
      }
      if (!isHeader(block)) {
        if (at == 0) {
          throw new ContentException("not a tar header");
        }
        problems.add(
            new Problem(
                ended ? "tar/trailing-data" : "tar/bad-header",
                ended ? "bytes follow the end of the archive" : "no header where one must be",
                at));
        return;
      }
      if (ended && !reported) {
        reported = true;
        problems.add(
            new Problem(
                "tar/member-after-end", "members follow the end mark; some readers see them", at));
      }
      at = entry(block, at);
    }
    if (at < content.size()) {
      long left = content.size() - at;
      if (!isZero(content.bytes(at, (int) left))) {
        problems.add(new Problem("tar/trailing-data", left + " bytes follow the archive", at));
      }
    } else if (at > content.size()) {
      problems.add(new Problem("tar/truncated", "the last member is cut off", content.size()));
    }
  }

  /** Takes one header; returns where the next one is. */
  private long entry(byte[] block, long at) {
    budget.entries(1);
    char type = (char) (block[156] & 0xFF);
    long size = number(block, 124, 12);
    long data = at + BLOCK;
    if (size < 0) {
      problems.add(new Problem("tar/bad-header", "size that is not a number", at));
      return content.size();
    }
    switch (type) {
      case 'L' -> next.put("path", text(extension(data, size)));
      case 'K' -> next.put("linkpath", text(extension(data, size)));
      case 'x', 'X' -> pax(extension(data, size), next, at);
      case 'g' -> pax(extension(data, size), global, at);
      default -> {
        size = member(block, type, size, at);
        next = new HashMap<>();
      }
    }
    boolean hasData =
        switch (type) {
          case '1', '2', '3', '4', '5', '6' -> false;
          default -> true;
        };
    if (!hasData) {
      return data;
    }
    if (size > content.size() - data) {
      problems.add(new Problem("tar/truncated", "a member reaches beyond the archive", at));
      return content.size();
    }
    return data + (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private long member(byte[] block, char type, long headerSize, long at) {
    String prefix = "";
    if (block[257] == 'u' && block[258] == 's' && block[262] == 0) {
      prefix = text(block, 345, 155);
    }
    String name = text(block, 0, 100);
    name = extended("path", prefix.isEmpty() ? name : prefix + "/" + name);
    boolean links = type == '1' || type == '2';
    String target = links ? extended("linkpath", text(block, 157, 100)) : "";
    long size = headerSize;
    String announced = extended("size", "");
    if (!announced.isEmpty()) {
      size = parse(announced);
      if (size < 0) {
        problems.add(new Problem("tar/bad-header", "pax size " + announced, at));
        size = headerSize;
      }
    }
    boolean sparse =
        type == 'S'
            || !extended("GNU.sparse.major", "").isEmpty()
            || !extended("GNU.sparse.map", "").isEmpty()
            || !extended("GNU.sparse.size", "").isEmpty();
    if (sparse) {
      name = extended("GNU.sparse.name", name);
      problems.add(new Problem("tar/sparse", "member " + name + " is stored with holes", at));
    }
    long kept = Math.clamp(content.size() - at - BLOCK, 0, size);
    members.add(new TarMember(name, type, kept, target, at, at + BLOCK, sparse));
    return size;
  }

  private String extended(String key, String otherwise) {
    String value = next.get(key);
    if (value == null) {
      value = global.get(key);
    }
    return value == null ? otherwise : value;
  }

  private byte[] extension(long data, long size) {
    if (size > MOST_EXTENSION) {
      throw new ContentException("extension record of " + size + " bytes");
    }
    budget.bytes(size);
    return content.bytes(data, (int) size);
  }

  /** Records of the form {@code "LENGTH KEY=VALUE\n"}. */
  private void pax(byte[] records, Map<String, String> into, long header) {
    int at = 0;
    while (at < records.length && records[at] != 0) {
      int space = at;
      int length = 0;
      while (space < records.length && records[space] >= '0' && records[space] <= '9') {
        length = Math.min(length * 10 + records[space] - '0', MOST_EXTENSION + 1);
        space++;
      }
      int end = at + length;
      if (space >= records.length
          || records[space] != ' '
          || end > records.length
          || end <= space) {
        problems.add(new Problem("tar/bad-header", "malformed pax record", header));
        return;
      }
      String record = ZipRecords.name(java.util.Arrays.copyOfRange(records, space + 1, end - 1));
      int equals = record.indexOf('=');
      if (equals > 0) {
        into.put(record.substring(0, equals), record.substring(equals + 1));
      }
      at = end;
    }
  }

  private static long parse(String digits) {
    try {
      return Long.parseLong(digits.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String text(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  private static String text(byte[] block, int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return ZipRecords.name(java.util.Arrays.copyOfRange(block, offset, end));
  }

  /** Octal text, or base-256 when the first bit is set (GNU); -1 when neither. */
  private static long number(byte[] block, int offset, int length) {
    if ((block[offset] & 0x80) != 0) {
      var wide = ByteBuffer.wrap(block, offset + length - 8, 8);
      long value = wide.getLong();
      return block[offset] == (byte) 0x80 ? value : -1;
    }
    long value = 0;
    boolean digits = false;
    for (int i = offset; i < offset + length; i++) {
      int c = block[i];
      if (c >= '0' && c <= '7') {
        value = value << 3 | c - '0';
        digits = true;
      } else if (digits || (c != ' ' && c != 0)) {
        return digits && (c == ' ' || c == 0) ? value : -1;
      }
    }
    return value;
  }

  /** The checksum field holds the sum of all bytes, itself taken as spaces; signed in old tars. */
  public static boolean isHeader(byte @Nullable [] block) {
    if (block == null || block.length < BLOCK) {
      return false;
    }
    long announced = number(block, 148, 8);
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= 148 && i < 156 ? (byte) ' ' : block[i];
      unsigned += b & 0xFF;
      signed += b;
    }
    return announced > 0 && (announced == unsigned || announced == signed);
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
