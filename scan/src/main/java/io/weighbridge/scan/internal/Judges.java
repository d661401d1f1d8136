package io.weighbridge.scan.internal;

import io.weighbridge.formats.Format;
import io.weighbridge.scan.internal.judge.CoreMlJudge;
import io.weighbridge.scan.internal.judge.FlatModelJudge;
import io.weighbridge.scan.internal.judge.GgufJudge;
import io.weighbridge.scan.internal.judge.GraphJudge;
import io.weighbridge.scan.internal.judge.Hdf5Judge;
import io.weighbridge.scan.internal.judge.HtmlJudge;
import io.weighbridge.scan.internal.judge.InertJudge;
import io.weighbridge.scan.internal.judge.KerasMetadataJudge;
import io.weighbridge.scan.internal.judge.MsgpackJudge;
import io.weighbridge.scan.internal.judge.OnnxJudge;
import io.weighbridge.scan.internal.judge.PickleJudge;
import io.weighbridge.scan.internal.judge.ProgramJudge;
import io.weighbridge.scan.internal.judge.RDataJudge;
import io.weighbridge.scan.internal.judge.TensorBundleJudge;
import io.weighbridge.scan.internal.judge.TensorflowJudge;
import io.weighbridge.scan.internal.judge.TorchJudge;
import io.weighbridge.scan.internal.judge.UnknownJudge;
import io.weighbridge.scan.internal.judge.ViewJudge;
import io.weighbridge.scan.internal.judge.XmlJudge;
import io.weighbridge.scan.internal.repo.JsonJudge;

/**
 * Which judge is asked about which format: the one table. A format's classes load with its first
 * use.
 */
final class Judges {
  private Judges() {}

  static Judge of(Format format) {
    return switch (format) {
      case PICKLE, TORCH_LEGACY -> new PickleJudge();
      case TORCH_ZIP, TORCHSCRIPT, TORCH_PACKAGE, TORCH_EXPORT -> new TorchJudge();
      case ZIP, NPZ, KERAS, SKOPS, TAR, TORCH_TAR, SEVEN_ZIP -> new ViewJudge();
      case GZIP, ZLIB, BZIP2, XZ, LZMA, LZ4, ZSTD -> new ViewJudge();
      case SAFETENSORS, NPY -> new ViewJudge();
      case GGUF -> new GgufJudge();
      case HDF5 -> new Hdf5Judge();
      case ONNX -> new OnnxJudge();
      case TF_SAVED_MODEL, TF_META_GRAPH, TF_GRAPH -> new TensorflowJudge();
      case TF_KERAS_METADATA -> new KerasMetadataJudge();
      case TFLITE, EXECUTORCH -> new FlatModelJudge();
      case COREML -> new CoreMlJudge();
      case XML, SVG, PMML, OPENVINO -> new XmlJudge();
      case HTML -> new HtmlJudge();
      case JSON -> new JsonJudge();
      case FLAX -> new MsgpackJudge();
      case PADDLE, CAFFE -> new GraphJudge();
      case RDS -> new RDataJudge();
      case IMAGE, MEDIA, XGBOOST, CATBOOST, MXNET, TFRECORD, SENTENCEPIECE, GGML -> new ViewJudge();
      case TF_CHECKPOINT_INDEX -> new TensorBundleJudge();
      case TEXT, EMPTY, LIGHTGBM -> new InertJudge();
      case SCRIPT, EXECUTABLE -> new ProgramJudge();
      default -> new UnknownJudge();
    };
  }
}
