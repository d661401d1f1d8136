package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.NpyReader;
import java.util.List;

/**
 * A NumPy array file (numpy.lib.format, versions 1 to 3): a Python literal describes the array, its
 * bytes follow. When the dtype holds objects, at any depth, what follows is a pickle
 * (CVE-2019-6446).
 */
public final class Npy implements View {
  private final Content content;
  private final NpyReader read;

  private Npy(Content content, NpyReader read) {
    this.content = content;
    this.read = read;
  }

  public static Npy open(Content content, Budget budget) {
    return new Npy(content, NpyReader.read(content, budget));
  }

  /** The dtype as written in the header. */
  public String descr() {
    return read.descr();
  }

  public List<Long> shape() {
    return read.shape();
  }

  /** Whether the dtype holds objects, so that the data is a pickle. */
  public boolean holdsObjects() {
    return read.holdsObjects();
  }

  /** Where the data begins. */
  public long dataOffset() {
    return read.dataOffset();
  }

  @Override
  public Format format() {
    return Format.NPY;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return read.problems();
  }

  @Override
  public List<Part> parts() {
    long start = read.holdsObjects() ? read.dataOffset() : read.dataOffset() + read.dataLength();
    long length = content.size() - start;
    if (length <= 0) {
      return List.of();
    }
    return List.of(
        read.holdsObjects()
            ? Part.slice("(objects)", Part.Role.PICKLE, content, start, length)
            : Part.slice("(behind the array)", Part.Role.MEMBER, content, start, length));
  }

  @Override
  public Spans spans() {
    if (read.holdsObjects()) {
      return Spans.judged(content.size());
    }
    return Spans.builder(content.size())
        .judged(0, read.dataOffset())
        .inert(read.dataOffset(), read.dataLength())
        .build();
  }
}
