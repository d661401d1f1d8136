package io.weighbridge.lineage.internal.compare;

import io.weighbridge.lineage.TensorChange;
import io.weighbridge.lineage.Weight;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Streams one pair of tensors past each other, tile by tile. */
public final class TensorPass {
  private static final int MOST_ROWS = 1 << 22;
  private static final int TOP = 20;

  private final Weight candidate;
  private final Weight reference;
  private final Tile ours;
  private final Tile theirs;
  private final long elements;
  private final int columns;
  private final float[] rowSquares;
  private final boolean[] rowChanged;
  private Rounding rounding = Rounding.NONE;
  private boolean decided;
  private boolean bytesEqual;
  private long changed;
  private double difference;
  private double norm;
  private double other;
  private double product;

  public TensorPass(Weight candidate, Weight reference) {
    this.candidate = candidate;
    this.reference = reference;
    this.ours = new Tile(candidate);
    this.theirs = new Tile(reference);
    this.elements = Math.min(candidate.elements(), reference.elements());
    long wide = Math.max(1, candidate.columns());
    this.columns = (int) Math.min(wide, Integer.MAX_VALUE);
    int rows = (int) Math.min(MOST_ROWS, Math.ceilDiv(Math.max(elements, 1), wide));
    this.rowSquares = new float[rows];
    this.rowChanged = new boolean[rows];
    this.bytesEqual =
        candidate.dtype() == reference.dtype() && candidate.shape().equals(reference.shape());
  }

  public TensorChange run() {
    boolean alike = candidate.dtype() == reference.dtype();
    int step = step();
    for (long first = 0; first < elements; first += step) {
      int count = (int) Math.min(step, elements - first);
      ours.read(first, count);
      theirs.read(first, count);
      if (alike && ours.bytes.mismatch(theirs.bytes) < 0) {
        continue;
      }
      bytesEqual = false;
      if (!Tile.reads(candidate.dtype())) {
        changed += count;
        continue;
      }
      compare(first, count);
    }
    int moved = 0;
    for (boolean row : rowChanged) {
      moved += row ? 1 : 0;
    }
    List<TensorChange.Row> top = changed == 0 ? List.of() : top();
    Spectrum spectrum =
        changed == 0 || candidate.shape().size() < 2 || elements / columns < 2
            ? Spectrum.NONE
            : Spectrum.of(sample(top));
    return new TensorChange(
        candidate.name(),
        candidate.shape(),
        rounding.text(),
        bytesEqual,
        elements,
        changed,
        rowSquares.length,
        moved,
        Math.sqrt(difference) / Math.max(Math.sqrt(norm), 1e-30),
        norm == 0 || other == 0 ? 1 : product / Math.sqrt(norm * other),
        outlier(),
        top,
        spectrum.rank(),
        spectrum.dominance(),
        spectrum.structure());
  }

  /** Whole rows where they fit, so that rows can be quantised again. */
  private int step() {
    int whole = columns > Tile.ELEMENTS ? 0 : Tile.ELEMENTS / columns * columns;
    boolean blocks = candidate.dtype().blocked() || reference.dtype().blocked();
    return whole == 0 || (blocks && columns % 32 != 0) ? Tile.ELEMENTS : whole;
  }

  private void compare(long first, int count) {
    ours.decode(count);
    theirs.decode(count);
    if (!decided) {
      rounding = Rounding.of(candidate.dtype(), reference.dtype(), ours.floats, count, columns);
      decided = true;
    }
    rounding.replay(ours.floats, theirs.floats, count, columns);
    int at = 0;
    while (at < count) {
      long row = (first + at) / columns;
      int end = (int) Math.min(count, (row + 1) * columns - first);
      row((int) Math.min(row, rowSquares.length - 1), at, end);
      at = end;
    }
  }

  private void row(int row, int from, int to) {
    float[] a = ours.floats;
    float[] b = theirs.floats;
    double squares = 0;
    int count = 0;
    for (int i = from; i < to; i++) {
      float d = a[i] - b[i];
      if (d != 0) {
        count++;
        if (Float.isFinite(d)) {
          squares += (double) d * d;
        }
      }
      if (Float.isFinite(a[i]) && Float.isFinite(b[i])) {
        norm += (double) b[i] * b[i];
        other += (double) a[i] * a[i];
        product += (double) a[i] * b[i];
      } else if (Float.floatToRawIntBits(a[i]) == Float.floatToRawIntBits(b[i]) && d != 0) {
        count--; // the same NaN on both sides
      }
    }
    changed += count;
    difference += squares;
    rowSquares[row] += (float) squares;
    rowChanged[row] |= count > 0;
  }

  private List<TensorChange.Row> top() {
    return IntStream.range(0, rowSquares.length)
        .filter(row -> rowChanged[row])
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -rowSquares[row]))
        .limit(TOP)
        .map(row -> new TensorChange.Row(row, Math.sqrt(rowSquares[row])))
        .toList();
  }

  private double outlier() {
    if (rowSquares.length < 16) {
      return 0;
    }
    double[] sorted = new double[rowSquares.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.sqrt(rowSquares[i]);
    }
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    double largest = sorted[sorted.length - 1];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.abs(sorted[i] - median);
    }
    Arrays.sort(sorted);
    double spread = 1.48 * sorted[sorted.length / 2];
    return largest == median ? 0 : spread == 0 ? Double.MAX_VALUE : (largest - median) / spread;
  }

  /** The difference in some rows: those that moved most, and others evenly spread. */
  private float[][] sample(List<TensorChange.Row> top) {
    int rows = rowSquares.length;
    int[] chosen =
        IntStream.concat(
                top.stream().mapToInt(row -> (int) row.index()),
                IntStream.range(0, Math.min(Spectrum.ROWS - TOP, rows))
                    .map(i -> (int) ((long) i * rows / Math.min(Spectrum.ROWS - TOP, rows))))
            .distinct()
            .toArray();
    int width = Math.min(columns, Tile.ELEMENTS) / 32 * 32;
    if (width == 0 || columns % 32 != 0 && candidate.dtype().blocked()) {
      return new float[0][];
    }
    float[][] differences = new float[chosen.length][Math.min(width, Spectrum.COLUMNS)];
    for (int r = 0; r < chosen.length; r++) {
      int count = columns <= Tile.ELEMENTS ? columns : width;
      ours.read((long) chosen[r] * columns, count);
      theirs.read((long) chosen[r] * columns, count);
      ours.decode(count);
      theirs.decode(count);
      rounding.replay(ours.floats, theirs.floats, count, count);
      for (int i = 0; i < differences[r].length; i++) {
        int at = (int) ((long) i * count / differences[r].length);
        float d = ours.floats[at] - theirs.floats[at];
        differences[r][i] = Float.isFinite(d) ? d : 0;
      }
    }
    return differences;
  }
}
