package io.weighbridge.cli.internal.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The tensors of a question-answering DistilBERT, named and shaped as the real ones and two hundred
 * times smaller. The values are drawn like an untrained model's, always the same.
 */
final class DistilBert {
  static final int LAYERS = 2;
  static final int WIDTH = 64;
  static final int HIDDEN = 256;
  static final int POSITIONS = 512;
  static final int HEADS = 4;

  private final Random random = new Random(20190828); // the month in which DistilBERT appeared
  private final List<Tensor> tensors = new ArrayList<>();

  private DistilBert() {}

  static List<Tensor> tensors(int vocabulary) {
    var model = new DistilBert();
    String root = "distilbert.";
    model.normal(root + "embeddings.word_embeddings.weight", vocabulary, WIDTH);
    model.normal(root + "embeddings.position_embeddings.weight", POSITIONS, WIDTH);
    model.layerNorm(root + "embeddings.LayerNorm");
    for (int layer = 0; layer < LAYERS; layer++) {
      String block = root + "transformer.layer." + layer + ".";
      for (String part : List.of("q_lin", "k_lin", "v_lin", "out_lin")) {
        model.linear(block + "attention." + part, WIDTH, WIDTH);
      }
      model.layerNorm(block + "sa_layer_norm");
      model.linear(block + "ffn.lin1", HIDDEN, WIDTH);
      model.linear(block + "ffn.lin2", WIDTH, HIDDEN);
      model.layerNorm(block + "output_layer_norm");
    }
    model.linear("qa_outputs", 2, WIDTH);
    return List.copyOf(model.tensors);
  }

  private void linear(String name, int out, int in) {
    normal(name + ".weight", out, in);
    constant(name + ".bias", out, 0);
  }

  private void layerNorm(String name) {
    constant(name + ".weight", WIDTH, 1);
    constant(name + ".bias", WIDTH, 0);
  }

  private void normal(String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * 0.02);
    }
    tensors.add(new Tensor(name, List.of(rows, columns), values));
  }

  private void constant(String name, int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    tensors.add(new Tensor(name, List.of(length), values));
  }
}
