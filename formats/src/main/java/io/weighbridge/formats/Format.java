package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;

/**
 * What bytes are, found from the bytes. {@link #text()} is the name in reports and in policies.
 *
 * @see Formats#identify
 */
public enum Format {
  EMPTY("empty"),
  PICKLE("pickle"),
  TORCH_ZIP("torch-zip"),
  TORCHSCRIPT("torchscript"),
  TORCH_PACKAGE("torch-package"),
  TORCH_EXPORT("torch-export"),
  TORCH_LEGACY("torch-legacy"),
  TORCH_TAR("torch-tar"),
  EXECUTORCH("executorch"),
  SAFETENSORS("safetensors"),
  NPY("npy"),
  NPZ("npz"),
  GGUF("gguf"),
  GGML("ggml"),
  HDF5("hdf5"),
  KERAS("keras"),
  SKOPS("skops"),
  ONNX("onnx"),
  TF_SAVED_MODEL("tf-savedmodel"),
  TF_META_GRAPH("tf-metagraph"),
  TF_GRAPH("tf-graphdef"),
  TF_KERAS_METADATA("tf-keras-metadata"),
  TF_CHECKPOINT_INDEX("tf-checkpoint-index"),
  TFRECORD("tfrecord"),
  TFLITE("tflite"),
  COREML("coreml"),
  OPENVINO("openvino"),
  PMML("pmml"),
  TENSORRT("tensorrt"),
  FLAX("flax-msgpack"),
  XGBOOST("xgboost"),
  LIGHTGBM("lightgbm"),
  CATBOOST("catboost"),
  PADDLE("paddle"),
  RDS("r-rds"),
  MXNET("mxnet"),
  CNTK("cntk"),
  CAFFE("caffe"),
  SENTENCEPIECE("sentencepiece"),
  ZIP("zip"),
  TAR("tar"),
  SEVEN_ZIP("7z"),
  GZIP("gzip"),
  ZLIB("zlib"),
  BZIP2("bzip2"),
  XZ("xz"),
  LZMA("lzma"),
  LZ4("lz4"),
  ZSTD("zstd"),
  JSON("json"),
  XML("xml"),
  HTML("html"),
  SVG("svg"),
  TEXT("text"),
  /** Text with an interpreter named in its first line. */
  SCRIPT("script"),
  /** PNG, JPEG, GIF, WebP, BMP, TIFF, ICO: pixels only, to their end. */
  IMAGE("image"),
  /** Audio and video. */
  MEDIA("media"),
  PDF("pdf"),
  PARQUET("parquet"),
  ARROW("arrow"),
  SQLITE("sqlite"),
  /** ELF, PE, Mach-O, WebAssembly, LLVM bitcode, Java and Android classes, Python bytecode. */
  EXECUTABLE("executable"),
  JAVA_SERIALIZED("java-serialized"),
  UNKNOWN("unknown");

  private final String text;

  Format(String text) {
    this.text = text;
  }

  /** As written in reports. */
  public String text() {
    return text;
  }

  /** See {@link Formats#identify}. */
  public static Format detect(Content content, Budget budget) {
    return Formats.identify(content, budget);
  }
}
