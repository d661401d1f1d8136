package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.PickleSniff;
import io.weighbridge.formats.internal.hdf5.H5Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HDF5 file (HDF5 File Format Specification 3.0): groups, attributes, links, and where data sets
 * keep their data. Data itself is not read. What the reader does not know is a problem, so that
 * nothing is passed over in silence.
 */
public final class Hdf5 implements View {
  private final Content content;
  private final H5Walk walk;
  private final List<Part> parts;

  private Hdf5(Content content, H5Walk walk, List<Part> parts) {
    this.content = content;
    this.walk = walk;
    this.parts = List.copyOf(parts);
  }

  /**
   * An attribute.
   *
   * @param object path of the group or data set that has it, {@code /} for the root
   * @param values its texts, in order; empty when it holds something else
   */
  public record Attribute(String object, String name, List<String> values) {
    public Attribute {
      values = List.copyOf(values);
    }
  }

  /** A link that is no hard link. */
  public sealed interface Link {
    String path();

    /** To a path within this file. */
    record Soft(String path, String target) implements Link {}

    /** To an object in another file (CVE-2026-1669). */
    record External(String path, String file, String target) implements Link {}

    /** Of a type that a program registers. */
    record UserDefined(String path, int type) implements Link {}
  }

  /**
   * A data set.
   *
   * @param type class of its elements: {@code integer}, {@code float}, {@code string}, …
   * @param offset of its bytes when they are in one piece, else -1
   * @param externalFiles files that its bytes are read from instead, as the file names them
   * @param filters ids of its filters; those from 256 on are plug-ins
   */
  public record DataSet(
      String path,
      String type,
      List<Long> shape,
      long offset,
      long length,
      List<String> externalFiles,
      List<Integer> filters) {
    public DataSet {
      shape = List.copyOf(shape);
      externalFiles = List.copyOf(externalFiles);
      filters = List.copyOf(filters);
    }
  }

  public static Hdf5 open(Content content, Budget budget) {
    H5Walk walk = H5Walk.of(content, budget);
    var parts = new ArrayList<Part>();
    userBlock(content, walk.userBlock(), budget).ifPresent(parts::add);
    for (H5Walk.Opaque value : walk.opaque()) {
      var bytes = new BytesContent(value.bytes());
      if (PickleSniff.isPickle(bytes, 0, budget)) {
        parts.add(
            new Part(
                value.object() + "@" + value.name(), Part.Role.PICKLE, -1, _ -> List.of(bytes)));
      }
    }
    return new Hdf5(content, walk, parts);
  }

  /** What precedes the file, unless it is only zeros. */
  private static Optional<Part> userBlock(Content content, long length, Budget budget) {
    var in = new Cursor(content, budget);
    while (in.position() < length) {
      if (in.u8() != 0) {
        return Optional.of(Part.slice("(user block)", Part.Role.MEMBER, content, 0, length));
      }
    }
    return Optional.empty();
  }

  public List<Attribute> attributes() {
    return walk.attributes();
  }

  /** The text of an attribute of the root group, such as {@code model_config}. */
  public Optional<String> rootText(String name) {
    for (Attribute attribute : walk.attributes()) {
      if (attribute.object().equals("/") && attribute.name().equals(name)) {
        return attribute.values().stream().findFirst();
      }
    }
    return Optional.empty();
  }

  public List<Link> links() {
    return walk.links();
  }

  public List<DataSet> dataSets() {
    return walk.dataSets();
  }

  @Override
  public Format format() {
    return Format.HDF5;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return walk.problems();
  }

  /** Attributes that are pickles, as PyTables and pandas write objects; and the user block. */
  @Override
  public List<Part> parts() {
    return parts;
  }

  @Override
  public Spans spans() {
    var spans = Spans.builder(content.size());
    var sets = new ArrayList<>(walk.dataSets());
    sets.removeIf(set -> set.offset() < 0 || !isNumber(set.type()));
    sets.sort(java.util.Comparator.comparingLong(DataSet::offset));
    long at = 0;
    for (DataSet set : sets) {
      if (set.offset() >= at) {
        spans.judged(at, set.offset() - at);
        spans.inert(set.offset(), set.length());
        at = set.offset() + set.length();
      }
    }
    return spans.judged(at, content.size() - at).build();
  }

  private static boolean isNumber(String type) {
    return type.equals("integer") || type.equals("float");
  }
}
