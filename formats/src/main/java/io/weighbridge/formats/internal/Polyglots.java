package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.TarArchive;
import io.weighbridge.formats.Format;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a file is beside what its first bytes say: signatures elsewhere, and opcodes. */
public final class Polyglots {
  private static final long HDF5 = 0x894844460d0a1a0aL;

  /** Of distant contents only so far is looked at, since each place costs a round trip. */
  private static final long NEAR = 8 << 10;

  private static final int TAIL = 22 + 0xFFFF;

  /** Of distant contents; the scan of the stored bytes finds records before a longer comment. */
  private static final int NEAR_TAIL = 4 << 10;

  private Polyglots() {}

  public static List<Format> of(Content content, Format format, Budget budget) {
    var others = new ArrayList<Format>();
    if (!holdsMembers(format)
        && hasEndRecord(content, budget)
        && ZipSniff.endsLikeZip(content, budget)) {
      others.add(ZipSniff.classify(content, budget));
    }
    if (format != Format.HDF5 && hasSuperblock(content)) {
      others.add(Format.HDF5);
    }
    if (format != Format.TAR
        && format != Format.TORCH_TAR
        && content.size() >= 512
        && TarArchive.isHeader(content.bytes(0, 512))) {
      others.add(Format.TAR);
    }
    if (!isPickle(format) && PickleReading.acts(content, budget)) {
      others.add(Format.PICKLE);
    }
    return others;
  }

  private static boolean isPickle(Format format) {
    return format == Format.PICKLE || format == Format.TORCH_LEGACY;
  }

  /** Archives whose last member may well be a zip: it is judged as their member. */
  private static boolean holdsMembers(Format format) {
    return switch (format) {
      case TAR, TORCH_TAR, SEVEN_ZIP -> true;
      case ZIP, TORCH_ZIP, TORCHSCRIPT, TORCH_PACKAGE, TORCH_EXPORT, NPZ, KERAS, SKOPS -> true;
      default -> false;
    };
  }

  /** Only the signature, so that a file without one costs no more classes. */
  private static boolean hasEndRecord(Content content, Budget budget) {
    int length = (int) Math.min(content.size(), content.distant() ? NEAR_TAIL : TAIL);
    if (length < 22) {
      return false;
    }
    budget.bytes(length);
    byte[] tail = content.bytes(content.size() - length, length);
    for (int at = length - 22; at >= 0; at--) {
      if (tail[at] == 'P' && tail[at + 1] == 'K' && tail[at + 2] == 5 && tail[at + 3] == 6) {
        return true;
      }
    }
    return false;
  }

  /** Whether an HDF5 file begins behind a user block. */
  public static boolean hasSuperblock(Content content) {
    long most = content.distant() ? Math.min(NEAR, content.size()) : content.size();
    var signature = ByteBuffer.allocate(8);
    for (long at = 512; at <= most - 8; at *= 2) {
      signature.clear();
      content.read(at, signature);
      if (signature.getLong(0) == HDF5) {
        return true;
      }
    }
    return false;
  }
}
