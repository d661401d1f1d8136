package io.weighbridge.sourcing.internal;

import java.util.Arrays;
import java.util.List;

/**
 * The forms in which names are found, collected while a {@link NameTable} is built: sorted pairs of
 * a form's hash and the number of the entry.
 */
final class NameForms {
  /** Four parts: finds any two edits, a swap of neighbours counted as the two that it is. */
  static final int PARTS = 4;

  /** Most letters by which a misspelling may be longer or shorter. */
  static final int REACH = 2;

  /** Names shorter than this are compared in whole forms only. */
  static final int SHORTEST = 6;

  final Pairs skeletons;
  final Pairs bags;
  final Pairs parts;
  final Pairs shorter;

  NameForms(int names) {
    skeletons = new Pairs(names / 2);
    bags = new Pairs(names / 2);
    parts = new Pairs(names * 2);
    shorter = new Pairs(names);
  }

  void add(Spelling name, int entry) {
    skeletons.add(pair(name.skeleton().hashCode(), entry));
    bags.add(pair(bag(name), entry));
    List<String> words = name.words();
    for (int out = 0; out < words.size() && words.size() > 2; out++) {
      if (mayBeLeftOut(words.get(out))) {
        shorter.add(pair(sequence(words, out), entry));
      }
    }
    String key = name.squeezed();
    if (key.length() >= SHORTEST) {
      int digits = name.digits().hashCode();
      for (int part = 0; part < PARTS; part++) {
        int from = from(key.length(), part);
        int to = from(key.length(), part + 1);
        parts.add(pair(partHash(key.length(), part, key, from, to, digits), entry));
      }
    }
  }

  // Of the set of words: neither order nor repetition counts.
  static int bag(Spelling name) {
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
  static int sequence(List<String> words, int out) {
    int hash = 1;
    for (int i = 0; i < words.size(); i++) {
      if (i != out) {
        hash = 31 * hash + mixed(words.get(i).hashCode());
      }
    }
    return hash;
  }

  static int from(int length, int part) {
    return length * part / PARTS;
  }

  static int partHash(int length, int part, String key, int from, int to, int digits) {
    int hash = 31 * (31 * length + part) + digits;
    for (int i = from; i < to; i++) {
      hash = 0x01000193 * (hash ^ key.charAt(i));
    }
    return hash;
  }

  static long pair(int hash, int entry) {
    return (long) mixed(hash) << 32 | entry;
  }

  // String hashes of near names are near; spread them, so that the sorted order is even.
  static int mixed(int hash) {
    int h = hash * 0x85ebca6b;
    h ^= h >>> 15;
    return h * 0xc2b2ae35;
  }

  /** Pairs that grow while a table is built. */
  static final class Pairs {
    long[] pairs;
    int size;

    Pairs(int expected) {
      pairs = new long[Math.max(4, expected)];
    }

    void add(long pair) {
      if (size == pairs.length) {
        pairs = Arrays.copyOf(pairs, size + size / 2);
      }
      pairs[size++] = pair;
    }

    long[] sorted() {
      long[] sorted = Arrays.copyOf(pairs, size);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
