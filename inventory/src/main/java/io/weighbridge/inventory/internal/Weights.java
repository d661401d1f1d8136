package io.weighbridge.inventory.internal;

import io.weighbridge.formats.Format;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Which formats are a model's own. */
final class Weights {
  private static final Set<Format> MODELS = EnumSet.range(Format.PICKLE, Format.CAFFE);

  static {
    MODELS.removeAll(
        EnumSet.of(Format.NPY, Format.NPZ, Format.TFRECORD, Format.TF_KERAS_METADATA, Format.RDS));
  }

  private Weights() {}

  /** Arrays are data, unless their name says weights. */
  static boolean isModel(Format format, String path) {
    boolean array = format == Format.NPZ || format == Format.NPY;
    return MODELS.contains(format) || array && path.toLowerCase(Locale.ROOT).contains("weight");
  }
}
