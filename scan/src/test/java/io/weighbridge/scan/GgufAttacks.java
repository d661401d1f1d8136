package io.weighbridge.scan;

import static io.weighbridge.scan.Bytes.join;
import static io.weighbridge.scan.PickleCode.little;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GGUF files whose numbers lie. The layout is that of ggml's {@code docs/gguf.md}. */
final class GgufAttacks {
  private static final int UINT32 = 4;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private GgufAttacks() {}

  static Map<String, Attack> all() {
    var attacks = new LinkedHashMap<String, Attack>();
    attacks.put("gguf", a -> List.of(Sample.of("model.gguf", write(a.getFirst()))));
    attacks.put(
        "gguf-template",
        a ->
            List.of(
                Sample.of("model.gguf", Bytes.gguf("tokenizer.chat_template", String.join(" ", a))),
                Sample.of("chat_template.jinja", String.join(" ", a))));
    return attacks;
  }

  private static byte[] write(String lie) {
    return switch (lie) {
      case "values" -> head(0, 0xffff_ffffL);
      case "tensors" -> head(0x7fff_ffff_ffff_ffffL, 0);
      case "tensors-32" -> head(0x4000_0000L, 0);
      case "key-length" -> join(head(0, 1), little(8, 0xffff_ffff_ffff_fff0L), new byte[32]);
      case "key-negative" -> join(head(0, 1), little(8, 0x8000_0000L), new byte[32]);
      case "text-length" ->
          join(head(0, 1), key("a", STRING), little(8, Long.MAX_VALUE), new byte[32]);
      case "array-count" ->
          join(
              head(0, 1),
              key("a", ARRAY),
              little(4, UINT32),
              little(8, 0x4000_0000_0000_0001L),
              new byte[32]);
      case "text-array-count" ->
          join(head(0, 1), key("a", ARRAY), little(4, STRING), little(8, 1L << 61), new byte[32]);
      case "value-type" -> join(head(0, 1), key("a", 77), new byte[32]);
      case "array-type" -> join(head(0, 1), key("a", ARRAY), little(4, 77), little(8, 1));
      case "alignment-0" ->
          join(head(0, 1), key("general.alignment", UINT32), little(4, 0), new byte[32]);
      case "dimensions" -> join(head(1, 0), name("t"), little(4, 255), new byte[4096]);
      case "shape-overflow" -> tensor(new long[] {1L << 62, 8, 1, 1}, 0, 0);
      case "shape-wraps" -> tensor(new long[] {1L << 32, 1L << 32, 1, 1}, 0, 0);
      case "shape-negative" -> tensor(new long[] {-1, 4, 1, 1}, 0, 0);
      case "shape-huge" -> tensor(new long[] {1 << 20, 1 << 20, 1, 1}, 0, 0);
      case "offset" -> tensor(new long[] {4, 1, 1, 1}, 0, 1L << 40);
      case "tensor-type" -> tensor(new long[] {4, 1, 1, 1}, 0x7fff_ffff, 0);
      case "tensor-type-negative" -> tensor(new long[] {4, 1, 1, 1}, -5, 0);
      case "four-bytes" -> Bytes.text("GGUF");
      case "cut-off" -> join(head(2, 5), name("general.arch"));
      case "block-count-0" ->
          join(
              head(0, 2),
              text("general.architecture", "llama"),
              key("llama.block_count", UINT32),
              little(4, 0));
      case "token-length" ->
          join(
              head(0, 1),
              key("tokenizer.ggml.tokens", ARRAY),
              little(4, STRING),
              little(8, 1),
              little(8, 0x8000_0001L),
              new byte[64]);
      default -> throw new IllegalArgumentException(lie);
    };
  }

  private static byte[] head(long tensors, long values) {
    return join(Bytes.text("GGUF"), little(4, 3), little(8, tensors), little(8, values));
  }

  private static byte[] name(String name) {
    return join(little(8, name.length()), Bytes.text(name));
  }

  private static byte[] key(String name, int type) {
    return join(name(name), little(4, type));
  }

  private static byte[] text(String key, String value) {
    return join(key(key, STRING), name(value));
  }

  private static byte[] tensor(long[] shape, int type, long offset) {
    byte[] bytes = join(head(1, 0), name("w"), little(4, shape.length));
    for (long dimension : shape) {
      bytes = join(bytes, little(8, dimension));
    }
    bytes = join(bytes, little(4, type), little(8, offset));
    return join(bytes, new byte[32 - bytes.length % 32], new byte[64]);
  }
}
