package io.weighbridge.lineage;

import java.util.List;

/**
 * One tensor beside its counterpart.
 *
 * @param name in the candidate
 * @param shape of the candidate
 * @param rounding how the reference was rounded before it was compared: empty, {@code bf16}, {@code
 *     f16}, {@code q8_0}, {@code int8}
 * @param bytesEqual whether type, shape and bytes are the same
 * @param elements compared
 * @param changed elements that differ after rounding
 * @param rows compared
 * @param changedRows rows with such an element
 * @param relative norm of the difference over the norm of the reference; 0 to infinity
 * @param cosine between both; 1 when equal
 * @param outlier robust z of the row that moved most: (largest - median) / (1.48 MAD) of all rows
 * @param topRows the rows that moved most, largest first, at most 20
 * @param rank singular values that hold 99 % of the difference's energy, in a sample of rows; 0
 *     when it was not computed
 * @param dominance largest singular value over the second
 * @param structure largest singular value over that of the same numbers with random signs: about 1
 *     for independent noise
 */
public record TensorChange(
    String name,
    List<Long> shape,
    String rounding,
    boolean bytesEqual,
    long elements,
    long changed,
    long rows,
    long changedRows,
    double relative,
    double cosine,
    double outlier,
    List<Row> topRows,
    int rank,
    double dominance,
    double structure) {

  /** A row, and how far it moved. */
  public record Row(long index, double distance) {}

  public boolean matrix() {
    return shape.size() >= 2;
  }

  /** Its rows belong to tokens: the tensor of a vocabulary. */
  public boolean embedding() {
    return matrix()
        && name.matches(".*(embed_tokens|word_embeddings|token_embd|wte|shared)\\.weight");
  }

  /** Part of a numbered layer. */
  public boolean inLayer() {
    return name.matches("(.*\\.)?\\d+\\..*");
  }
}
