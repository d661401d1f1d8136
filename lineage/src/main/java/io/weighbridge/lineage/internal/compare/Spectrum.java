package io.weighbridge.lineage.internal.compare;

import java.util.Arrays;
import java.util.Random;

/** Singular values of a sampled difference, by the eigenvalues of its Gram matrix (Jacobi). */
record Spectrum(int rank, double dominance, double structure) {
  static final Spectrum NONE = new Spectrum(0, 1, 1);
  static final int ROWS = 96;
  static final int COLUMNS = 512;
  private static final int SWEEPS = 12;

  static Spectrum of(float[][] sample) {
    if (sample.length < 2) {
      return NONE;
    }
    double[] values = squared(sample);
    double total = Arrays.stream(values).sum();
    if (!(total > 0)) {
      return NONE;
    }
    int rank = 0;
    for (double held = 0; rank < values.length && held < 0.99 * total; rank++) {
      held += values[rank];
    }
    var random = new Random(1);
    float[][] signs = new float[sample.length][];
    for (int r = 0; r < sample.length; r++) {
      signs[r] = sample[r].clone();
      for (int c = 0; c < signs[r].length; c++) {
        signs[r][c] = random.nextBoolean() ? signs[r][c] : -signs[r][c];
      }
    }
    double independent = squared(signs)[0];
    return new Spectrum(
        rank,
        Math.sqrt(values[0] / Math.max(values[1], 1e-12 * values[0])),
        Math.sqrt(values[0] / independent));
  }

  /** Squared singular values, largest first. */
  private static double[] squared(float[][] rows) {
    int n = rows.length;
    double[][] gram = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < rows[i].length; k++) {
          sum += (double) rows[i][k] * rows[j][k];
        }
        gram[i][j] = sum;
        gram[j][i] = sum;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(gram, p, q);
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = -Math.max(0, gram[i][i]);
    }
    Arrays.sort(values);
    for (int i = 0; i < n; i++) {
      values[i] = -values[i];
    }
    return values;
  }

  private static void rotate(double[][] m, int p, int q) {
    if (Math.abs(m[p][q]) <= 1e-14 * Math.sqrt(Math.abs(m[p][p] * m[q][q]))) {
      return;
    }
    double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
    double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < m.length; k++) {
      double a = m[k][p];
      double b = m[k][q];
      m[k][p] = c * a - s * b;
      m[k][q] = s * a + c * b;
    }
    for (int k = 0; k < m.length; k++) {
      double a = m[p][k];
      double b = m[q][k];
      m[p][k] = c * a - s * b;
      m[q][k] = s * a + c * b;
    }
  }
}
