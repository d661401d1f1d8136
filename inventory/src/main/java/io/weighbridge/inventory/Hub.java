package io.weighbridge.inventory;

import java.util.Locale;

/** Where a model comes from, as far as the reference tells. */
public enum Hub {
  HUGGINGFACE,
  MODELSCOPE,
  OLLAMA,
  KAGGLE,
  NGC,
  TENSORFLOW_HUB,
  TORCH_HUB,
  TORCHVISION,
  TIMM,
  OPEN_CLIP,
  KERAS,
  SPACY,
  WHISPER,
  ULTRALYTICS,
  FLAIR,
  GENSIM,
  MLFLOW,
  CIVITAI,
  /** A file of weights at an address of its own. */
  URL;

  /** As written in reports: {@code huggingface}, {@code torch-hub}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Hub of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
