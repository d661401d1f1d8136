package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.RData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks R's XDR serialisation, versions 2 and 3 (src/main/serialize.c). */
public final class RReader {
  private static final int MOST_DEPTH = 1000;
  private static final int HAS_ATTRIBUTES = 1 << 9;
  private static final int HAS_TAG = 1 << 10;

  private final Cursor in;
  private final Budget budget;
  private final Map<RData.Kind, Long> kinds = new EnumMap<>(RData.Kind.class);
  private final Set<String> symbols = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private int depth;
  private int inCode;

  private RReader(Content content, Budget budget) {
    this.in = new Cursor(content, budget);
    this.budget = budget;
  }

  public static RReader read(Content content, Budget budget) {
    var reader = new RReader(content, budget);
    try {
      reader.document();
    } catch (ContentException e) {
      reader.problems.add(
          new Problem("rds/unreadable", String.valueOf(e.getMessage()), reader.in.position()));
    }
    return reader;
  }

  public Map<RData.Kind, Long> kinds() {
    return Collections.unmodifiableMap(kinds);
  }

  public List<String> symbols() {
    return List.copyOf(symbols);
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  private void document() {
    if (in.u8() == 'R') {
      in.seek(5);
    } else {
      in.seek(0);
    }
    if (in.u8() != 'X' || in.u8() != '\n') {
      throw new ContentException("R serialisation that is not in the binary form");
    }
    long version = in.u32be();
    in.skip(8);
    if (version == 3) {
      in.skip(in.u32be());
    } else if (version != 2) {
      throw new ContentException("R serialisation version " + version);
    }
    item();
    if (!in.atEnd()) {
      problems.add(
          new Problem(
              "rds/trailing-data", in.remaining() + " bytes follow the value", in.position()));
    }
  }

  private void note(RData.Kind kind) {
    kinds.putIfAbsent(kind, in.position() - 4);
  }

  private void item() {
    budget.entries(1);
    if (++depth > MOST_DEPTH) {
      throw new ContentException("R value nested deeper than " + MOST_DEPTH);
    }
    // Lists are chains, walked here and not by recursion.
    boolean more = true;
    while (more) {
      more = value((int) in.u32be());
    }
    depth--;
  }

  /** Reads one value; true when it was the head of a chain whose rest follows. */
  private boolean value(int flags) {
    int type = flags & 0xFF;
    switch (type) {
      case 254, 253, 242, 241, 250, 251, 252 -> {}
      case 255 -> in.skip(flags >>> 8 == 0 ? 4 : 0);
      case 1 -> symbol();
      case 2, 239 -> {
        pair(flags);
        return true;
      }
      case 3 -> {
        note(RData.Kind.FUNCTION);
        pair(flags);
        return true;
      }
      case 5 -> {
        note(RData.Kind.PROMISE);
        code(flags);
      }
      case 6, 240 -> {
        note(RData.Kind.CALL);
        code(flags);
      }
      case 17 -> code(flags);
      case 4 -> environment();
      case 7, 8 -> {
        note(RData.Kind.FUNCTION);
        in.skip(in.u32be());
      }
      case 9 -> text();
      case 10, 13 -> vector(flags, 4);
      case 14 -> vector(flags, 8);
      case 15 -> vector(flags, 16);
      case 24 -> vector(flags, 1);
      case 16 -> texts(flags);
      case 19, 20 -> items(flags, type);
      case 21 -> {
        note(RData.Kind.BYTE_CODE);
        throw new ContentException("R byte code, which is not read here");
      }
      case 22 -> {
        note(RData.Kind.EXTERNAL_POINTER);
        item();
        item();
        attributes(flags);
      }
      case 23, 25 -> attributes(flags);
      case 238 -> {
        item();
        item();
        item();
      }
      case 247, 248, 249 -> {
        in.skip(4);
        long count = in.u32be();
        for (long i = 0; i < count; i++) {
          item();
        }
      }
      default -> throw new ContentException("R value of type " + type);
    }
    return false;
  }

  private void pair(int flags) {
    attributes(flags);
    if ((flags & HAS_TAG) != 0) {
      item();
    }
    item();
  }

  /** A call, a promise: the same chain, and what it names is remembered. */
  private void code(int flags) {
    inCode++;
    pair(flags);
    item();
    inCode--;
  }

  private void attributes(int flags) {
    if ((flags & HAS_ATTRIBUTES) != 0) {
      item();
    }
  }

  private void symbol() {
    int flags = (int) in.u32be();
    if ((flags & 0xFF) != 9) {
      throw new ContentException("R symbol without a name");
    }
    long length = in.u32be();
    if (length == 0xFFFFFFFFL) {
      return;
    }
    if (inCode > 0 && symbols.size() < 1000 && length < 256) {
      symbols.add(in.utf8((int) length));
    } else {
      in.skip(length);
    }
  }

  private void text() {
    long length = in.u32be();
    if (length != 0xFFFFFFFFL) {
      in.skip(length);
    }
  }

  private long length() {
    long length = in.u32be();
    if (length == 0xFFFFFFFFL) {
      length = in.u32be() << 32 | in.u32be();
    }
    return length;
  }

  private void vector(int flags, int size) {
    long length = length();
    if (length < 0 || length > in.remaining() / size) {
      throw new ContentException("R vector of " + length + " items");
    }
    in.skip(length * size);
    attributes(flags);
  }

  private void texts(int flags) {
    long length = length();
    if (length < 0 || length > in.remaining() / 8) {
      throw new ContentException("R vector of " + length + " texts");
    }
    for (long i = 0; i < length; i++) {
      if ((in.u32be() & 0xFF) != 9) {
        throw new ContentException("R vector of texts that are none");
      }
      text();
    }
    attributes(flags);
  }

  private void items(int flags, int type) {
    if (type == 20) {
      note(RData.Kind.EXPRESSION);
    }
    long length = length();
    if (length < 0 || length > in.remaining()) {
      throw new ContentException("R list of " + length + " items");
    }
    for (long i = 0; i < length; i++) {
      item();
    }
    attributes(flags);
  }

  private void environment() {
    note(RData.Kind.ENVIRONMENT);
    in.skip(4);
    for (int i = 0; i < 4; i++) {
      item();
    }
  }
}
