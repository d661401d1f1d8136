package io.weighbridge.lineage;

import java.util.List;
import java.util.Optional;

/**
 * One tensor of a model. Its shape and size fit each other: what does not is a problem of the
 * {@link WeightSet} instead.
 *
 * @param name as the file has it: hostile, and for reports only
 * @param dtype of its elements
 * @param shape outermost dimension first; empty for a single number
 * @param file path of the file that holds it
 * @param storage the bytes that it shares with others, when the format has such a thing
 * @param data its bytes
 */
public record Weight(
    String name,
    Dtype dtype,
    List<Long> shape,
    String file,
    Optional<Storage> storage,
    WeightData data) {

  /**
   * A storage that several tensors may be views of (torch).
   *
   * @param key within the file
   * @param bytes size of the whole storage
   * @param offset where this tensor's first element is, in bytes
   * @param contiguous whether its elements follow each other in the storage
   */
  public record Storage(String key, long bytes, long offset, boolean contiguous) {}

  public Weight {
    shape = List.copyOf(shape);
  }

  /** The same tensor under another name. */
  public Weight named(String other) {
    return new Weight(other, dtype, shape, file, storage, data);
  }

  /** Number of elements. */
  public long elements() {
    long elements = 1;
    for (long dimension : shape) {
      elements *= dimension;
    }
    return elements;
  }

  /** Rows when everything but the first dimension is one row; 1 below two dimensions. */
  public long rows() {
    return shape.size() < 2 ? 1 : shape.getFirst();
  }

  /** Elements of a row. */
  public long columns() {
    return rows() == 0 ? 0 : elements() / rows();
  }

  /** Elements of a shape; empty when a dimension is negative or the product does not fit. */
  public static Optional<Long> count(List<Long> shape) {
    long count = 1;
    boolean none = false;
    for (long dimension : shape) {
      if (dimension < 0) {
        return Optional.empty();
      }
      none |= dimension == 0;
      if (dimension > 0) {
        if (count > (1L << 56) / dimension) {
          return Optional.empty();
        }
        count *= dimension;
      }
    }
    return Optional.of(none ? 0L : count);
  }
}
