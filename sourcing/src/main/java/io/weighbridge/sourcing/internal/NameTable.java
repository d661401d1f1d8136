package io.weighbridge.sourcing.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * An immutable set of ids that finds those which may resemble a name. Flat arrays, about 100 bytes
 * an id, so that two million fit: the ids' own bytes, and sorted pairs of a 32-bit hash and an
 * entry's number for each form in which names are compared. Hashes only propose; whoever asks
 * compares.
 *
 * <p>Spelling mistakes are found by partition (PassJoin, Li et al., PVLDB 5(3), 2011): a name that
 * is cut into {@value #PARTS} parts keeps one of them whole under {@code PARTS - 1} edits, wherever
 * these fall.
 */
final class NameTable {
  /** Four parts: finds any two edits, a swap of neighbours counted as the two that it is. */
  private static final int PARTS = 4;

  /** Most letters by which a misspelling may be longer or shorter. */
  private static final int REACH = 2;

  /** Names shorter than this are compared in whole forms only. */
  static final int SHORTEST = 6;

  private final byte[] text;
  private final int[] starts;
  private final long[] skeletons;
  private final long[] bags;
  private final long[] joined;
  private final long[] parts;

  NameTable(List<String> ids) {
    int count = ids.size();
    starts = new int[count + 1];
    skeletons = new long[count];
    bags = new long[count];
    joined = new long[count];
    long[] found = new long[count * PARTS];
    int foundCount = 0;
    byte[][] bytes = new byte[count][];
    for (int i = 0; i < count; i++) {
      String id = ids.get(i);
      bytes[i] = id.getBytes(StandardCharsets.UTF_8);
      starts[i + 1] = starts[i] + bytes[i].length;
      Spelling name = Spelling.of(name(id));
      skeletons[i] = pair(name.skeleton().hashCode(), i);
      bags[i] = pair(bag(name), i);
      joined[i] = pair(Spelling.of(id).skeleton().hashCode(), i);
      String key = name.squeezed();
      if (key.length() >= SHORTEST) {
        for (int part = 0; part < PARTS; part++) {
          int from = from(key.length(), part);
          int to = from(key.length(), part + 1);
          int hash = partHash(key.length(), part, key, from, to, name.digits().hashCode());
          found[foundCount++] = pair(hash, i);
        }
      }
    }
    text = new byte[starts[count]];
    for (int i = 0; i < count; i++) {
      System.arraycopy(bytes[i], 0, text, starts[i], bytes[i].length);
    }
    parts = Arrays.copyOf(found, foundCount);
    for (long[] table : List.of(skeletons, bags, joined, parts)) {
      Arrays.sort(table);
    }
  }

  private static String name(String id) {
    return id.substring(id.indexOf('/') + 1);
  }

  // Of the set of words: neither order nor repetition counts.
  private static int bag(Spelling name) {
    List<String> words = name.words();
    int hash = 0;
    for (int i = 0; i < words.size(); i++) {
      if (words.indexOf(words.get(i)) == i) {
        hash += mixed(words.get(i).hashCode());
      }
    }
    return hash;
  }

  private static int from(int length, int part) {
    return length * part / PARTS;
  }

  private static int partHash(int length, int part, String key, int from, int to, int digits) {
    int hash = 31 * (31 * length + part) + digits;
    for (int i = from; i < to; i++) {
      hash = 0x01000193 * (hash ^ key.charAt(i));
    }
    return hash;
  }

  private static long pair(int hash, int entry) {
    return (long) mixed(hash) << 32 | entry;
  }

  // String hashes of near names are near; spread them, so that the sorted order is even.
  private static int mixed(int hash) {
    int h = hash * 0x85ebca6b;
    h ^= h >>> 15;
    return h * 0xc2b2ae35;
  }

  int size() {
    return starts.length - 1;
  }

  String id(int entry) {
    return new String(
        text, starts[entry], starts[entry + 1] - starts[entry], StandardCharsets.UTF_8);
  }

  /** Entries whose name has that skeleton: the same, or it looks the same. */
  void sameSkeleton(Spelling name, IntConsumer found) {
    find(skeletons, name.skeleton().hashCode(), found);
  }

  /** Entries whose name has the same words, in any order and number. */
  void sameWords(Spelling name, IntConsumer found) {
    find(bags, bag(name), found);
  }

  /** Entries whose publisher and name, written together, look like that. */
  void sameTogether(Spelling together, IntConsumer found) {
    find(joined, together.skeleton().hashCode(), found);
  }

  /** Entries whose name may be a misspelling away, with the same numbers. */
  void misspelt(Spelling name, IntConsumer found) {
    String key = name.squeezed();
    int digits = name.digits().hashCode();
    int longest = key.length() + REACH;
    for (int length = Math.max(SHORTEST, key.length() - REACH); length <= longest; length++) {
      for (int part = 0; part < PARTS; part++) {
        int from = from(length, part);
        int size = from(length, part + 1) - from;
        for (int shift = -REACH; shift <= REACH; shift++) {
          int at = from + shift;
          if (at >= 0 && at + size <= key.length()) {
            find(parts, partHash(length, part, key, at, at + size, digits), found);
          }
        }
      }
    }
  }

  private static void find(long[] table, int hash, IntConsumer found) {
    int wanted = mixed(hash);
    int at = Arrays.binarySearch(table, (long) wanted << 32);
    for (int i = at < 0 ? -at - 1 : at; i < table.length && (int) (table[i] >> 32) == wanted; i++) {
      found.accept((int) table[i]);
    }
  }
}
