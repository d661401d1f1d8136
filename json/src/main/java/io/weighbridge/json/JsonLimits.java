package io.weighbridge.json;

/**
 * Bounds on reading hostile JSON.
 *
 * @param bytes most bytes of source
 * @param depth most nested arrays and objects
 * @param values most values of any kind
 * @param stringLength most characters of one string or number
 */
public record JsonLimits(long bytes, int depth, int values, int stringLength) {
  /** 64 MiB, 128 levels, 4 million values, strings to 16 MiB: tokenizer tables fit. */
  public static final JsonLimits STANDARD = new JsonLimits(64L << 20, 128, 4_000_000, 16 << 20);

  /** 16 MiB, 64 levels, 500,000 values: answers of an upstream. */
  public static final JsonLimits WIRE = new JsonLimits(16L << 20, 64, 500_000, 4 << 20);
}
