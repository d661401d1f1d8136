package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.BundleReader;
import java.util.List;

/**
 * The index of a TensorFlow checkpoint ({@code .index}): a LevelDB table that says which bytes of
 * the data files ({@code .data-00000-of-00001}) are which tensor
 * (tensorflow/core/protobuf/tensor_bundle.proto).
 */
public final class TensorBundle implements View {
  private final Content content;
  private final BundleReader.Index index;
  private final List<Problem> problems;

  private TensorBundle(Content content, BundleReader.Index index, List<Problem> problems) {
    this.content = content;
    this.index = index;
    this.problems = problems;
  }

  /**
   * A tensor of the checkpoint.
   *
   * @param type tensorflow.DataType; 7 is a string
   * @param shard number of the data file
   * @param offset of its first byte in the data file
   * @param size in bytes
   */
  public record Entry(String name, int type, int shard, long offset, long size) {}

  public static TensorBundle open(Content content, Budget budget) {
    try {
      BundleReader.Index index = BundleReader.read(content, budget);
      return new TensorBundle(content, index, index.problems());
    } catch (ContentException e) {
      var problem = Problem.of("data/damaged", "checkpoint index: " + e.getMessage());
      return new TensorBundle(
          content, new BundleReader.Index(0, List.of(), List.of()), List.of(problem));
    }
  }

  /** Number of data files; 0 when unknown. */
  public int shards() {
    return index.shards();
  }

  public List<Entry> entries() {
    return index.entries();
  }

  /** Bytes that a data file must have to hold its tensors, and may have at most. */
  public long shardSize(int shard) {
    long size = 0;
    for (Entry entry : index.entries()) {
      if (entry.shard() == shard) {
        size = Math.max(size, entry.offset() + entry.size());
      }
    }
    return size;
  }

  @Override
  public Format format() {
    return Format.TF_CHECKPOINT_INDEX;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }
}
