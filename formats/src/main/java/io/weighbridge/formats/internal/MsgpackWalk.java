package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Walks one MessagePack object without recursion: what is still to come is counted. */
public final class MsgpackWalk {
  private static final int MOST_DEPTH = 512;
  private static final int LARGE = 4096;

  private final Cursor in;
  private final Budget budget;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Span> data = new ArrayList<>();
  private final TreeSet<Integer> extensions = new TreeSet<>();
  private final long[] left = new long[MOST_DEPTH + 1];
  private int depth;

  private MsgpackWalk(Content content, Budget budget) {
    this.in = new Cursor(content, budget);
    this.budget = budget;
  }

  public static MsgpackWalk of(Content content, Budget budget) {
    var walk = new MsgpackWalk(content, budget);
    try {
      walk.run();
      if (!walk.in.atEnd()) {
        walk.problems.add(
            new Problem(
                "msgpack/trailing-data",
                walk.in.remaining() + " bytes follow the data",
                walk.in.position()));
      }
    } catch (ContentException e) {
      walk.problems.add(
          new Problem("msgpack/damaged", String.valueOf(e.getMessage()), walk.in.position()));
      walk.in.seek(content.size());
    }
    return walk;
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  public List<Span> data() {
    return List.copyOf(data);
  }

  public List<Integer> extensions() {
    return List.copyOf(extensions);
  }

  public long end() {
    return in.position();
  }

  private void run() {
    left[0] = 1;
    while (depth >= 0) {
      if (left[depth] == 0) {
        depth--;
        continue;
      }
      left[depth]--;
      object(in.u8());
    }
  }

  private void object(int tag) {
    if (tag <= 0x7F || tag >= 0xE0) {
      return;
    }
    if (tag <= 0x8F) {
      open(2L * (tag & 0x0F));
    } else if (tag <= 0x9F) {
      open(tag & 0x0F);
    } else if (tag <= 0xBF) {
      in.skip(tag & 0x1F);
    } else {
      wide(tag);
    }
  }

  private void wide(int tag) {
    switch (tag) {
      case 0xC0, 0xC2, 0xC3 -> {}
      case 0xC4, 0xD9 -> in.skip(in.u8());
      case 0xC5, 0xDA -> in.skip(in.u16be());
      case 0xC6, 0xDB -> in.skip(in.u32be());
      case 0xC7 -> extension(in.u8());
      case 0xC8 -> extension(in.u16be());
      case 0xC9 -> extension(in.u32be());
      case 0xCC, 0xD0 -> in.skip(1);
      case 0xCD, 0xD1 -> in.skip(2);
      case 0xCA, 0xCE, 0xD2 -> in.skip(4);
      case 0xCB, 0xCF, 0xD3 -> in.skip(8);
      case 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> extension(1L << (tag - 0xD4));
      case 0xDC -> open(in.u16be());
      case 0xDD -> open(in.u32be());
      case 0xDE -> open(2L * in.u16be());
      case 0xDF -> open(2 * in.u32be());
      default -> throw new ContentException("no MessagePack type " + tag);
    }
  }

  private void open(long objects) {
    if (objects > in.remaining()) {
      throw new ContentException(objects + " objects announced, " + in.remaining() + " bytes left");
    }
    budget.entries(1);
    if (++depth > MOST_DEPTH) {
      throw new ContentException("nested deeper than " + MOST_DEPTH);
    }
    left[depth] = objects;
  }

  private void extension(long length) {
    int type = (byte) in.u8();
    extensions.add(type);
    long end = in.position() + length;
    if (length >= LARGE && end <= in.position() + in.remaining()) {
      numbers(end);
    }
    in.skip(end - in.position());
  }

  /**
   * An array as flax writes it: a list of shape, name of the dtype, and bytes that reach to the
   * end. Only the bytes are inert; what is not of that form is judged whole.
   */
  private void numbers(long end) {
    if (in.u8() != 0x93 || !shape()) {
      return;
    }
    int name = in.u8();
    if (name < 0xA0 || name > 0xBF) {
      return;
    }
    in.skip(name & 0x1F);
    long length =
        switch (in.u8()) {
          case 0xC5 -> in.u16be();
          case 0xC6 -> in.u32be();
          default -> -1;
        };
    if (length > 0 && in.position() + length == end) {
      data.add(new Span(Span.Kind.INERT, in.position(), length));
    }
  }

  /** A list of at most fifteen sizes. */
  private boolean shape() {
    int list = in.u8();
    if (list < 0x90 || list > 0x9F) {
      return false;
    }
    for (int i = list & 0x0F; i > 0; i--) {
      int tag = in.u8();
      switch (tag) {
        case 0xCC -> in.skip(1);
        case 0xCD -> in.skip(2);
        case 0xCE -> in.skip(4);
        case 0xCF -> in.skip(8);
        default -> {
          if (tag > 0x7F) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
