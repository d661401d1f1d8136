package io.weighbridge.scan.fuzz;

import static io.weighbridge.formats.Format.*;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * One fuzz target for each parser of binary and structured formats. In the build each runs over its
 * seeds and past findings ({@code FormatFuzzTestInputs}); {@code scripts/fuzz.sh} lets Jazzer look
 * for more. {@link EveryFormatIsFuzzedTest} checks that no format is left out.
 */
class FormatFuzzTest {
  @FuzzTest
  void pickle(byte[] bytes) {
    AnyBytes.as(bytes, PICKLE, TORCH_LEGACY);
  }

  @FuzzTest
  void zip(byte[] bytes) {
    AnyBytes.as(bytes, ZIP, TORCH_ZIP, TORCHSCRIPT, TORCH_PACKAGE, TORCH_EXPORT, NPZ, KERAS, SKOPS);
  }

  @FuzzTest
  void tar(byte[] bytes) {
    AnyBytes.as(bytes, TAR, TORCH_TAR);
  }

  @FuzzTest
  void sevenZip(byte[] bytes) {
    AnyBytes.as(bytes, SEVEN_ZIP);
  }

  @FuzzTest
  void streams(byte[] bytes) {
    AnyBytes.as(bytes, GZIP, ZLIB, BZIP2, XZ, LZMA, LZ4, ZSTD);
  }

  @FuzzTest
  void safetensors(byte[] bytes) {
    AnyBytes.as(bytes, SAFETENSORS);
  }

  @FuzzTest
  void npy(byte[] bytes) {
    AnyBytes.as(bytes, NPY);
  }

  @FuzzTest
  void gguf(byte[] bytes) {
    AnyBytes.as(bytes, GGUF);
  }

  @FuzzTest
  void hdf5(byte[] bytes) {
    AnyBytes.as(bytes, HDF5);
  }

  @FuzzTest
  void onnx(byte[] bytes) {
    AnyBytes.as(bytes, ONNX);
  }

  @FuzzTest
  void tensorflow(byte[] bytes) {
    AnyBytes.as(bytes, TF_SAVED_MODEL, TF_META_GRAPH, TF_GRAPH);
  }

  @FuzzTest
  void kerasMetadata(byte[] bytes) {
    AnyBytes.as(bytes, TF_KERAS_METADATA);
  }

  @FuzzTest
  void checkpointIndex(byte[] bytes) {
    AnyBytes.as(bytes, TF_CHECKPOINT_INDEX);
  }

  @FuzzTest
  void flatModels(byte[] bytes) {
    AnyBytes.as(bytes, TFLITE, EXECUTORCH);
  }

  @FuzzTest
  void coreMl(byte[] bytes) {
    AnyBytes.as(bytes, COREML);
  }

  @FuzzTest
  void graphs(byte[] bytes) {
    AnyBytes.as(bytes, PADDLE, CAFFE);
  }

  @FuzzTest
  void dataFiles(byte[] bytes) {
    AnyBytes.as(bytes, XGBOOST, CATBOOST, MXNET, TFRECORD, SENTENCEPIECE, GGML);
  }

  @FuzzTest
  void msgpack(byte[] bytes) {
    AnyBytes.as(bytes, FLAX);
  }

  @FuzzTest
  void rData(byte[] bytes) {
    AnyBytes.as(bytes, RDS);
  }

  @FuzzTest
  void xml(byte[] bytes) {
    AnyBytes.as(bytes, XML, PMML, OPENVINO, SVG);
  }

  @FuzzTest
  void html(byte[] bytes) {
    AnyBytes.as(bytes, HTML);
  }

  @FuzzTest
  void json(byte[] bytes) {
    AnyBytes.as(bytes, JSON);
  }

  @FuzzTest
  void images(byte[] bytes) {
    AnyBytes.as(bytes, IMAGE, MEDIA);
  }

  /** Formats that are told by their signature and not looked into. */
  @FuzzTest
  void plain(byte[] bytes) {
    AnyBytes.asOneOf(
        bytes,
        EMPTY,
        TENSORRT,
        LIGHTGBM,
        CNTK,
        TEXT,
        SCRIPT,
        PDF,
        PARQUET,
        ARROW,
        SQLITE,
        EXECUTABLE,
        JAVA_SERIALIZED,
        UNKNOWN);
  }
}
