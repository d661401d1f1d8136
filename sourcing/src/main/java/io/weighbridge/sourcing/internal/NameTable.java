package io.weighbridge.sourcing.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * An immutable set of ids that finds those which may resemble a name. Flat arrays, about 120 bytes
 * an id, so that two million fit: the ids' own bytes, and sorted pairs of a 32-bit hash and an
 * entry's number for each form in which names are compared. Hashes only propose; whoever asks
 * compares.
 *
 * <p>Entries are sorted by name, whatever its case, then by publisher. Thousands share some names
 * ({@code gpt2}), so that forms are kept once a name: what is found is the first entry of it, and
 * the others follow up to {@link #endOfName}.
 *
 * <p>Spelling mistakes are found by partition (PassJoin, Li et al., PVLDB 5(3), 2011): a name that
 * is cut into {@value NameForms#PARTS} parts keeps one of them whole under {@code PARTS - 1} edits,
 * wherever these fall.
 */
final class NameTable {
  private final byte[] text;
  private final int[] starts;
  private final BitSet firstOfName = new BitSet();
  private final long[] publishers;
  private final long[] joined;
  private final long[] skeletons;
  private final long[] bags;
  private final long[] parts;
  private final long[] shorter;

  NameTable(List<String> unsorted) {
    String[] ids = unsorted.toArray(String[]::new);
    Arrays.sort(ids, NameTable::compare);
    starts = new int[ids.length + 1];
    for (int i = 0; i < ids.length; i++) {
      starts[i + 1] = starts[i] + ids[i].getBytes(StandardCharsets.UTF_8).length;
    }
    text = new byte[starts[ids.length]];
    joined = new long[ids.length];
    long[] owners = new long[ids.length];
    var forms = new NameForms(ids.length);
    for (int i = 0; i < ids.length; i++) {
      byte[] bytes = ids[i].getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, text, starts[i], bytes.length);
      joined[i] = NameForms.pair(Spelling.of(ids[i]).skeleton().hashCode(), i);
      owners[i] = NameForms.pair(namespace(ids[i]).toLowerCase(Locale.ROOT).hashCode(), i);
      if (i == 0 || !name(ids[i]).equalsIgnoreCase(name(ids[i - 1]))) {
        firstOfName.set(i);
        forms.add(Spelling.of(name(ids[i])), i);
      }
    }
    Arrays.sort(joined);
    Arrays.sort(owners);
    publishers = firstOfEach(owners);
    skeletons = forms.skeletons.sorted();
    bags = forms.bags.sorted();
    parts = forms.parts.sorted();
    shorter = forms.shorter.sorted();
  }

  /** By name, then by publisher, whatever their case. */
  private static int compare(String a, String b) {
    int slashA = a.indexOf('/');
    int slashB = b.indexOf('/');
    int byName = compare(a, slashA + 1, a.length(), b, slashB + 1, b.length());
    return byName != 0 ? byName : compare(a, 0, Math.max(0, slashA), b, 0, Math.max(0, slashB));
  }

  private static int compare(String a, int fromA, int toA, String b, int fromB, int toB) {
    int length = Math.min(toA - fromA, toB - fromB);
    for (int i = 0; i < length; i++) {
      int difference = folded(a.charAt(fromA + i)) - folded(b.charAt(fromB + i));
      if (difference != 0) {
        return difference;
      }
    }
    return (toA - fromA) - (toB - fromB);
  }

  // As String.equalsIgnoreCase does.
  private static char folded(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /** The first entry of each publisher, among pairs that are sorted by its hash. */
  private long[] firstOfEach(long[] owners) {
    var kept = new NameForms.Pairs(16);
    int sameHash = 0;
    for (int i = 0; i < owners.length; i++) {
      if (i > 0 && owners[i] >> 32 != owners[i - 1] >> 32) {
        sameHash = kept.size;
      }
      String namespace = namespace((int) owners[i]);
      boolean there = namespace.isEmpty();
      for (int k = sameHash; k < kept.size && !there; k++) {
        there = namespace.equalsIgnoreCase(namespace((int) kept.pairs[k]));
      }
      if (!there) {
        kept.add(owners[i]);
      }
    }
    return kept.sorted();
  }

  private static String namespace(String id) {
    int slash = id.indexOf('/');
    return slash < 0 ? "" : id.substring(0, slash);
  }

  private static String name(String id) {
    return id.substring(id.indexOf('/') + 1);
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
    return Math.abs(found - length) <= NameForms.REACH
        && Integer.bitCount(letters ^ letterSet) <= 4;
  }

  /** The entry after the last one of the name that begins with this entry. */
  int endOfName(int first) {
    int next = firstOfName.nextSetBit(first + 1);
    return next < 0 ? size() : next;
  }

  /** Whether that very id is an entry, whatever its case. */
  boolean contains(String id) {
    int from = 0;
    int to = size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = compare(id(middle), id);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return false;
  }

  /** An entry of that publisher, the first by name. */
  OptionalInt entryOf(String namespace) {
    int[] found = {-1};
    find(
        publishers,
        namespace.toLowerCase(Locale.ROOT).hashCode(),
        entry -> {
          if (found[0] < 0 && namespace(entry).equalsIgnoreCase(namespace)) {
            found[0] = entry;
          }
        });
    return found[0] < 0 ? OptionalInt.empty() : OptionalInt.of(found[0]);
  }

  private String text(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  /** Names of which the words are these, with one more somewhere. */
  void oneWordLonger(Spelling name, IntConsumer found) {
    if (name.words().size() > 1) {
      find(shorter, NameForms.sequence(name.words(), -1), found);
    }
  }

  /** Names with that skeleton: the same, or it looks the same. */
  void sameSkeleton(Spelling name, IntConsumer found) {
    find(skeletons, name.skeleton().hashCode(), found);
  }

  /** Names of the same words, in any order and number. */
  void sameWords(Spelling name, IntConsumer found) {
    find(bags, NameForms.bag(name), found);
  }

  /** Entries whose publisher and name, written together, look like that. */
  void sameTogether(Spelling together, IntConsumer found) {
    find(joined, together.skeleton().hashCode(), found);
  }

  /** Names that may be a misspelling away, with the same numbers. */
  void misspelt(Spelling name, IntConsumer found) {
    String key = name.squeezed();
    int digits = name.digits().hashCode();
    int longest = key.length() + NameForms.REACH;
    for (int length = Math.max(NameForms.SHORTEST, key.length() - NameForms.REACH);
        length <= longest;
        length++) {
      for (int part = 0; part < NameForms.PARTS; part++) {
        int from = NameForms.from(length, part);
        int size = NameForms.from(length, part + 1) - from;
        for (int shift = -NameForms.REACH; shift <= NameForms.REACH; shift++) {
          int at = from + shift;
          if (at >= 0 && at + size <= key.length()) {
            find(parts, NameForms.partHash(length, part, key, at, at + size, digits), found);
          }
        }
      }
    }
  }

  private static void find(long[] table, int hash, IntConsumer found) {
    int wanted = NameForms.mixed(hash);
    int at = Arrays.binarySearch(table, (long) wanted << 32);
    for (int i = at < 0 ? -at - 1 : at; i < table.length && (int) (table[i] >> 32) == wanted; i++) {
      found.accept((int) table[i]);
    }
  }
}
