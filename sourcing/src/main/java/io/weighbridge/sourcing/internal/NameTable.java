package io.weighbridge.sourcing.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * An immutable set of ids that finds those which may resemble a name. Flat arrays, about 120 bytes
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
  private final long[] shorter;

  NameTable(List<String> ids) {
    int count = ids.size();
    starts = new int[count + 1];
    skeletons = new long[count];
    bags = new long[count];
    joined = new long[count];
    long[] found = new long[count * PARTS];
    int foundCount = 0;
    long[] leftOut = new long[count * 3];
    int leftOutCount = 0;
    byte[][] bytes = new byte[count][];
    for (int i = 0; i < count; i++) {
      String id = ids.get(i);
      bytes[i] = id.getBytes(StandardCharsets.UTF_8);
      starts[i + 1] = starts[i] + bytes[i].length;
      Spelling name = Spelling.of(name(id));
      skeletons[i] = pair(name.skeleton().hashCode(), i);
      bags[i] = pair(bag(name), i);
      joined[i] = pair(Spelling.of(id).skeleton().hashCode(), i);
      List<String> words = name.words();
      for (int out = 0; out < words.size() && words.size() > 2; out++) {
        if (mayBeLeftOut(words.get(out))) {
          if (leftOutCount == leftOut.length) {
            leftOut = Arrays.copyOf(leftOut, leftOutCount * 2);
          }
          leftOut[leftOutCount++] = pair(sequence(words, out), i);
        }
      }
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
    shorter = Arrays.copyOf(leftOut, leftOutCount);
    text = new byte[starts[count]];
    for (int i = 0; i < count; i++) {
      System.arraycopy(bytes[i], 0, text, starts[i], bytes[i].length);
    }
    parts = Arrays.copyOf(found, foundCount);
    for (long[] table : List.of(skeletons, bags, joined, parts, shorter)) {
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

  /** A word with a digit is a size or a version: another model, not one word less. */
  static boolean mayBeLeftOut(String word) {
    return word.chars().noneMatch(c -> Spelling.isDigit((char) c));
  }

  /** Of the words in their order, without the one at {@code out}; -1 leaves none out. */
  private static int sequence(List<String> words, int out) {
    int hash = 1;
    for (int i = 0; i < words.size(); i++) {
      if (i != out) {
        hash = 31 * hash + mixed(words.get(i).hashCode());
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

  String namespace(int entry) {
    int slash = slash(entry);
    return slash < 0 ? "" : text(starts[entry], slash);
  }

  String name(int entry) {
    return text(nameStart(entry), starts[entry + 1]);
  }

  private int nameStart(int entry) {
    int slash = slash(entry);
    return slash < 0 ? starts[entry] : slash + 1;
  }

  private int slash(int entry) {
    for (int i = starts[entry]; i < starts[entry + 1]; i++) {
      if (text[i] == '/') {
        return i;
      }
    }
    return -1;
  }

  /**
   * Whether that entry's name may be within two edits of one with so many letters, of that set.
   * Cheap, and never wrong when it says no.
   */
  boolean mayBeMisspelt(int entry, int length, int letterSet) {
    int found = 0;
    int letters = 0;
    for (int i = nameStart(entry); i < starts[entry + 1]; i++) {
      int c = text[i];
      if (c < 0) {
        return true; // not ASCII
      }
      if (!Spelling.isDelimiter((char) c)) {
        found++;
        letters |= 1 << ((c >= 'A' && c <= 'Z' ? c + 32 : c) & 31);
      }
    }
    return Math.abs(found - length) <= REACH && Integer.bitCount(letters ^ letterSet) <= 4;
  }

  /** Whether two entries have the very same name. */
  boolean sameName(int entry, int other) {
    return Arrays.equals(
        text, nameStart(entry), starts[entry + 1], text, nameStart(other), starts[other + 1]);
  }

  private String text(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  /** Entries of whose name the words are these, with one more somewhere. */
  void oneWordLonger(Spelling name, IntConsumer found) {
    if (name.words().size() > 1) {
      find(shorter, sequence(name.words(), -1), found);
    }
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
