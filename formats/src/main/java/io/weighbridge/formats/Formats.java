package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Compression;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.formats.internal.Magic;
import io.weighbridge.formats.internal.PickleSniff;
import io.weighbridge.formats.internal.Polyglots;
import io.weighbridge.formats.internal.ProtobufSniff;
import io.weighbridge.formats.internal.StreamSniff;
import io.weighbridge.formats.internal.TextSniff;
import io.weighbridge.formats.internal.ZipSniff;
import java.util.List;

/**
 * Finds what bytes are. The name of a file takes no part: loaders choose by name and attackers
 * choose names, so only the bytes can be trusted to be what they are.
 *
 * <p>Signatures come first, then a trial run as a pickle (protocols 0 and 1 have no signature),
 * then the wire formats without signature, and text last. The order matters where one file
 * satisfies several: an announced pickle is one whatever follows it.
 */
public final class Formats {
  /** Enough for every signature and one tar header. */
  private static final int HEAD = 512;

  private Formats() {}

  /**
   * What the bytes are; {@link Format#UNKNOWN} when nothing fits.
   *
   * @throws ContentException when the bytes cannot be read
   */
  public static Format identify(Content content, Budget budget) {
    if (content.size() == 0) {
      return Format.EMPTY;
    }
    int length = (int) Math.min(HEAD, content.size());
    budget.bytes(length);
    byte[] head = content.bytes(0, length);
    if ((head[0] & 0xFF) == 0x80 && PickleSniff.isPickle(content, 0, budget)) {
      return TorchLegacyMark.isAt(head) ? Format.TORCH_LEGACY : Format.PICKLE;
    }
    Format format = Magic.of(head, content.size());
    return switch (format) {
      case ZIP -> ZipSniff.classify(content, budget);
      case TAR -> TorchTar.isTorch(content, budget) ? Format.TORCH_TAR : Format.TAR;
      case UNKNOWN -> unsigned(content, head, budget);
      default -> format;
    };
  }

  private static Format unsigned(Content content, byte[] head, Budget budget) {
    if (PickleSniff.isPickle(content, 0, budget)) {
      return Format.PICKLE;
    }
    Format stream = StreamSniff.of(content, head, budget);
    if (stream != Format.UNKNOWN) {
      return stream;
    }
    Format text = TextSniff.of(content, head, budget);
    if (text != Format.UNKNOWN) {
      return text;
    }
    Format wire = ProtobufSniff.of(content, budget);
    if (wire != Format.UNKNOWN) {
      return wire;
    }
    if (Polyglots.hasSuperblock(content)) {
      return Format.HDF5;
    }
    return ZipSniff.endsLikeZip(content, budget)
        ? ZipSniff.classify(content, budget)
        : Format.UNKNOWN;
  }

  /**
   * Opens the view of a format that {@link #identify} found.
   *
   * @throws FormatException when the bytes are not of that format after all
   * @throws ContentException when they end early or cannot be read
   */
  public static View open(Content content, Format format, Budget budget) {
    return switch (format) {
      case ZIP, TORCH_ZIP, TORCHSCRIPT, TORCH_PACKAGE, TORCH_EXPORT, NPZ, KERAS, SKOPS ->
          ZipView.open(content, budget);
      case TAR -> TarView.open(content, budget);
      case TORCH_TAR -> TorchTar.open(content, budget);
      case SEVEN_ZIP -> SevenZipView.open(content, budget);
      case GZIP, ZLIB, BZIP2, XZ, LZMA, LZ4, ZSTD -> StreamView.open(content, format, budget);
      case SAFETENSORS -> Safetensors.open(content, budget);
      case NPY -> Npy.open(content, budget);
      case GGUF -> Gguf.open(content, budget);
      case HDF5 -> Hdf5.open(content, budget);
      case ONNX -> Onnx.open(content, budget);
      case TF_SAVED_MODEL, TF_META_GRAPH, TF_GRAPH -> Tensorflow.open(content, format, budget);
      case TF_KERAS_METADATA -> KerasMetadata.open(content, budget);
      case TFLITE, EXECUTORCH -> FlatModel.open(content, format, budget);
      case COREML -> CoreMl.open(content, budget);
      case IMAGE, MEDIA -> Image.open(content, format, budget);
      case TF_CHECKPOINT_INDEX -> TensorBundle.open(content, budget);
      case XML, PMML, OPENVINO, SVG -> Xml.open(content, format, budget);
      case FLAX -> Msgpack.open(content, budget);
      case PADDLE, CAFFE -> Graph.open(content, format, budget);
      case RDS -> RData.open(content, budget);
      case XGBOOST, CATBOOST, MXNET, TFRECORD, SENTENCEPIECE, GGML ->
          DataFile.open(content, format, budget);
      default -> new Plain(format, content);
    };
  }

  /**
   * The span map of a file: what loaders do with each of its bytes. Judged whole when the format
   * acts on a prefix or has no inert parts, and when the file is several things at once; unknown
   * whole when it cannot be read.
   */
  public static Spans spans(Content content, Budget budget) {
    try {
      Format format = identify(content, budget);
      if (!hasInertParts(format) || !others(content, format, budget).isEmpty()) {
        return format == Format.UNKNOWN
            ? Spans.unknown(content.size())
            : Spans.judged(content.size());
      }
      try (View view = open(content, format, budget)) {
        return view.spans();
      }
    } catch (ContentException | FormatException | BudgetExceeded e) {
      return Spans.unknown(content.size());
    }
  }

  /**
   * Whether files of that format have bytes that become numbers and nothing else. All others are
   * judged whole: what acts while it is read (pickles, scripts), what must be unpacked to be read
   * (compressed streams), and what is small.
   */
  public static boolean hasInertParts(Format format) {
    return switch (format) {
      case SAFETENSORS, NPY, GGUF, HDF5, ONNX, FLAX -> true;
      case TORCH_ZIP, TORCHSCRIPT -> true;
      case TF_SAVED_MODEL, TF_META_GRAPH, TF_GRAPH, TFLITE, PADDLE, CAFFE -> true;
      case TORCH_PACKAGE, TORCH_EXPORT, TORCH_LEGACY, TORCH_TAR, EXECUTORCH -> false;
      case EMPTY, PICKLE, GGML, NPZ, KERAS, SKOPS -> false;
      case TF_KERAS_METADATA, TF_CHECKPOINT_INDEX, TFRECORD, COREML, OPENVINO, PMML -> false;
      case TENSORRT, XGBOOST, LIGHTGBM, CATBOOST, RDS, MXNET, CNTK, SENTENCEPIECE -> false;
      case ZIP, TAR, SEVEN_ZIP, GZIP, ZLIB, BZIP2, XZ, LZMA, LZ4, ZSTD -> false;
      case JSON, XML, HTML, SVG, TEXT, SCRIPT, IMAGE, MEDIA, PDF, PARQUET, ARROW, SQLITE -> false;
      case EXECUTABLE, JAVA_SERIALIZED, UNKNOWN -> false;
    };
  }

  /**
   * What else the bytes are, for a loader that looks elsewhere than at the start, or does not look:
   * a zip is found from the end, an HDF5 file behind a user block of a power of two, a tar by a
   * checksum within its first block; an unpickler takes any bytes for opcodes, and so a text, a
   * picture or a tensor file for a pickle. Files that are two things at once are made to be judged
   * as the harmless one.
   *
   * @param format what {@link #identify} found
   */
  public static List<Format> others(Content content, Format format, Budget budget) {
    return Polyglots.of(content, format, budget);
  }

  /** Whether all of the bytes are text, whatever else they are. */
  public static boolean isText(Content content, Budget budget) {
    byte[] head = content.bytes(0, (int) Math.min(HEAD, content.size()));
    return TextSniff.of(content, head, budget) != Format.UNKNOWN;
  }

  /** The compression of a stream format. */
  static Compression compression(Format format) {
    return switch (format) {
      case GZIP -> Compression.GZIP;
      case ZLIB -> Compression.ZLIB;
      case BZIP2 -> Compression.BZIP2;
      case XZ -> Compression.XZ;
      case LZMA -> Compression.LZMA;
      case LZ4 -> Compression.LZ4;
      case ZSTD -> Compression.ZSTD;
      default -> throw new IllegalArgumentException(format.text() + " is no compressed stream");
    };
  }
}
