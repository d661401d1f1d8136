package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.formats.Format;

/**
 * Tells apart the model formats that are bare protobuf messages, which have no signature: the whole
 * top level must parse, and the fields must be those of the format's schema.
 */
public final class ProtobufSniff {
  /** Messages of repeated fields that are looked into. */
  private static final int SAMPLES = 3;

  /**
   * More than any model has at its top; other bytes that parse by chance are not read to the end.
   */
  private static final int MOST_FIELDS = 4_000_000;

  private boolean version;
  private boolean graph7;
  private boolean opset8;
  private boolean functions25;
  private boolean model200;
  private int first;
  private boolean metaInGraph;
  private int nodes;
  private int pieces;
  private int blocks;
  private int keras;
  private boolean nodeGraph;
  private int layers;
  private int entries;
  private boolean name;

  private ProtobufSniff() {}

  public static Format of(Content content, Budget budget) {
    try {
      var sniff = new ProtobufSniff();
      int fields = 0;
      for (Proto field = Proto.of(content, budget); field.next(); ) {
        sniff.take(field);
        if (++fields > MOST_FIELDS) {
          return Format.UNKNOWN;
        }
      }
      return sniff.verdict();
    } catch (ContentException e) {
      return Format.UNKNOWN;
    }
  }

  private void take(Proto field) {
    switch (field.number()) {
      case 1 -> {
        version |= field.wire() == Proto.VARINT;
        if (field.wire() == Proto.BYTES && first++ < SAMPLES) {
          name |= field.isText(4096);
          nodes += is(field, ProtobufSniff::isNode) ? 1 : 0;
          pieces += is(field, ProtobufSniff::isPiece) ? 1 : 0;
          blocks += is(field, ProtobufSniff::isBlock) ? 1 : 0;
          keras += is(field, ProtobufSniff::isKerasObject) ? 1 : 0;
        }
      }
      case 2 -> {
        if (field.wire() == Proto.BYTES) {
          metaInGraph |= is(field, ProtobufSniff::isMetaGraph);
          nodeGraph |= is(field, ProtobufSniff::isGraph);
          layers += is(field, ProtobufSniff::isLayer) ? 1 : 0;
          entries += is(field, ProtobufSniff::isEntry) ? 1 : 0;
        }
      }
      case 7 -> graph7 |= field.wire() == Proto.BYTES && is(field, ProtobufSniff::isOnnxGraph);
      case 8 -> opset8 |= field.wire() == Proto.BYTES && field.length() < 4096;
      case 25 -> functions25 |= field.wire() == Proto.BYTES;
      case 100 -> layers += is(field, ProtobufSniff::isLayer) ? 1 : 0;
      default ->
          model200 |=
              field.number() >= 200 && field.number() <= 3000 && field.wire() == Proto.BYTES;
    }
  }

  private Format verdict() {
    if (version && (graph7 || (opset8 && functions25))) {
      return Format.ONNX;
    }
    if (version && metaInGraph) {
      return Format.TF_SAVED_MODEL;
    }
    if (version && model200) {
      return Format.COREML;
    }
    if (version && entries > 0) {
      return Format.CNTK;
    }
    if (keras > 0) {
      return Format.TF_KERAS_METADATA;
    }
    if (first > 0 && nodeGraph) {
      return Format.TF_META_GRAPH;
    }
    if (layers > 0 && name) {
      return Format.CAFFE;
    }
    int sampled = Math.min(first, SAMPLES);
    if (sampled > 0 && pieces == sampled) {
      return Format.SENTENCEPIECE;
    }
    if (sampled > 0 && blocks == sampled) {
      return Format.PADDLE;
    }
    return sampled > 0 && nodes == sampled ? Format.TF_GRAPH : Format.UNKNOWN;
  }

  private interface Shape {
    boolean matches(Proto message);
  }

  private static boolean is(Proto field, Shape shape) {
    try {
      return field.wire() == Proto.BYTES && shape.matches(field.message());
    } catch (ContentException e) {
      return false;
    }
  }

  /** tensorflow.NodeDef: name, op, inputs, device, attributes. */
  private static boolean isNode(Proto in) {
    boolean named = false;
    boolean op = false;
    while (in.next()) {
      switch (in.number()) {
        case 1 -> named = in.isText(4096);
        case 2 -> op = in.length() > 0 && in.isText(512);
        case 3, 4, 5, 6, 7 -> {
          if (in.wire() != Proto.BYTES) {
            return false;
          }
        }
        default -> {
          return false;
        }
      }
    }
    return named && op;
  }

  /** tensorflow.GraphDef: nodes, a function library, versions. */
  private static boolean isGraph(Proto in) {
    int sampled = 0;
    boolean any = false;
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        if (sampled++ < SAMPLES && !is(in, ProtobufSniff::isNode)) {
          return false;
        }
        any = true;
      } else if (in.number() > 5 || (in.wire() != Proto.BYTES && in.number() != 3)) {
        return false;
      }
    }
    return any;
  }

  /** tensorflow.MetaGraphDef: meta information, then a graph. */
  private static boolean isMetaGraph(Proto in) {
    boolean graph = false;
    while (in.next()) {
      if (in.wire() != Proto.BYTES || in.number() > 8) {
        return false;
      }
      graph |= in.number() == 2 && is(in, ProtobufSniff::isGraph);
    }
    return graph;
  }

  /** sentencepiece.ModelProto.SentencePiece: piece, score, type. */
  private static boolean isPiece(Proto in) {
    boolean score = false;
    while (in.next()) {
      if (in.is(2, Proto.FIXED32)) {
        score = true;
      } else if (!in.is(1, Proto.BYTES) && !in.is(3, Proto.VARINT)) {
        return false;
      }
    }
    return score;
  }

  /** paddle BlockDesc: index, parent, variables, operators. */
  private static boolean isBlock(Proto in) {
    boolean index = false;
    boolean parent = false;
    while (in.next()) {
      index |= in.is(1, Proto.VARINT);
      parent |= in.is(2, Proto.VARINT);
      if (in.number() > 5) {
        return false;
      }
    }
    return index && parent;
  }

  /** third_party.tensorflow.python.keras.protobuf.SavedObject. */
  private static boolean isKerasObject(Proto in) {
    while (in.next()) {
      if (in.wire() == Proto.BYTES
          && in.length() < 256
          && in.isText(256)
          && in.text(256).startsWith("_tf_keras_")) {
        return true;
      }
    }
    return false;
  }

  /** onnx.GraphProto: by its name, or nodes with an operator's name. */
  private static boolean isOnnxGraph(Proto in) {
    boolean known = false;
    while (in.next()) {
      if (in.wire() != Proto.BYTES) {
        return false;
      }
      known |= in.number() == 1 || in.number() == 2 || in.number() == 5 || in.number() == 12;
    }
    return known;
  }

  /** caffe.LayerParameter: name and type are text. */
  private static boolean isLayer(Proto in) {
    boolean named = false;
    boolean typed = false;
    while (in.next()) {
      named |= in.number() == 1 && in.isText(512);
      typed |= in.number() == 2 && in.isText(128);
    }
    return named && typed;
  }

  /** An entry of CNTK's dictionary: a key, then a value that has a version and a type. */
  private static boolean isEntry(Proto in) {
    boolean key = false;
    boolean value = false;
    while (in.next()) {
      key |= in.number() == 1 && in.length() > 0 && in.isText(256);
      value |= in.is(2, Proto.BYTES) && is(in, ProtobufSniff::isCntkValue);
    }
    return key && value;
  }

  private static boolean isCntkValue(Proto in) {
    boolean version = false;
    while (in.next()) {
      version |= in.is(1, Proto.VARINT);
    }
    return version;
  }
}
