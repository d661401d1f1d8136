package io.weighbridge.scan;

import static io.weighbridge.scan.Bytes.field;
import static io.weighbridge.scan.Bytes.join;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Model files of other formats whose contents act, or lead elsewhere. */
final class ModelAttacks {
  private ModelAttacks() {}

  static Map<String, Attack> all() {
    var attacks = new LinkedHashMap<String, Attack>();
    attacks.put("keras-lambda", a -> keras(object("Lambda", "keras.layers", LAMBDA)));
    attacks.put("keras-call", a -> keras(call(a.get(0), a.get(1))));
    attacks.put("keras-call-first", a -> keras(first(call(a.get(0), a.get(1)))));
    attacks.put(
        "keras-layer", a -> keras(object(a.get(0), "keras.layers", setting(a.get(1), a.get(2)))));
    attacks.put("keras-torch", a -> keras(object("TorchModuleWrapper", "keras.layers", torch())));
    attacks.put("keras-npz", a -> kerasNpz());
    attacks.put("executorch-damaged", a -> List.of(Sample.of("model.pte", executorch())));
    attacks.put("keras-yaml", a -> List.of(Sample.of("model.yaml", KERAS_YAML)));
    attacks.put("h5", a -> hdf5(a.getFirst()));
    attacks.put("skops", a -> skops(a));
    attacks.put("npy", a -> List.of(Sample.of("a.npy", npy()), Sample.of("a.npz", npz())));
    attacks.put("onnx-external", a -> onnx(a.get(0), a.size() > 1 ? a.get(1) : "0"));
    attacks.put("onnx-link", a -> onnxLink());
    attacks.put(
        "tf-graph",
        a -> List.of(Sample.of("saved_model.pb", Bytes.savedModel("Const", a.getFirst()))));
    attacks.put("torch-setitem", a -> List.of(Sample.of("m.pt", setItem())));
    attacks.put("torch-short-storage", a -> List.of(Sample.of("m.pt", shortStorage())));
    attacks.put("rds-promise", a -> List.of(Sample.of("model.rds", promise())));
    return attacks;
  }

  private static final String LAMBDA =
      "{\"function\":{\"class_name\":\"__lambda__\",\"config\":{\"code\":\""
          + Base64.getEncoder().encodeToString(new byte[60])
          + "\",\"defaults\":null,\"closure\":null}},\"arguments\":{}}";

  private static final String KERAS_YAML =
      "backend: tensorflow\nclass_name: !!python/object/apply:os.system ['echo x']\n";

  private static String object(String type, String module, String config) {
    return "{\"class_name\":\""
        + type
        + "\",\"module\":\""
        + module
        + "\",\"config\":"
        + config
        + ",\"registered_name\":null}";
  }

  private static String setting(String name, String value) {
    return "{\"" + name + "\":\"" + value + "\"}";
  }

  /** A function by its name, called on the layer's input when the model is rebuilt. */
  private static String call(String module, String function) {
    return "{\"class_name\":\"function\",\"module\":\""
        + module
        + "\",\"config\":\""
        + function
        + "\",\"registered_name\":\""
        + function
        + "\",\"inbound_nodes\":[{\"args\":[\"echo x\"],\"kwargs\":{}}]}";
  }

  /** A call, and then a Lambda that the call makes possible. */
  private static String first(String call) {
    return call + "," + object("Lambda", "keras.layers", LAMBDA);
  }

  private static String torch() {
    String module = Base64.getEncoder().encodeToString(ContainerAttacks.CALL);
    return "{\"name\":\"l\",\"module\":\"" + module + "\"}";
  }

  /** As a {@code .keras} archive, and as its configuration alone. */
  private static List<Sample> keras(String layers) {
    String config =
        "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"name\":\"m\",\"layers\":["
            + layers
            + "]},\"registered_name\":null}";
    var members = new LinkedHashMap<String, byte[]>();
    members.put("metadata.json", Bytes.text("{\"keras_version\":\"3.8.0\"}"));
    members.put("config.json", Bytes.text(config));
    return List.of(Sample.of("model.keras", Bytes.zip(members)), Sample.of("config.json", config));
  }

  /** Weights in the other format that Keras reads them from. */
  private static List<Sample> kerasNpz() {
    var members = new LinkedHashMap<String, byte[]>();
    members.put("config.json", Bytes.text("{}"));
    members.put("model.weights.npz", npz());
    return List.of(Sample.of("model.keras", Bytes.zip(members)));
  }

  /** A program whose tables lie outside of it. */
  private static byte[] executorch() {
    return join(PickleCode.little(4, 0x7fff_fff0L), Bytes.text("ET12"), new byte[120]);
  }

  private static List<Sample> hdf5(String name) {
    byte[] bytes;
    try {
      Path others =
          Path.of(System.getProperty("weighbridge.root"))
              .resolve("formats/src/test/resources/io/weighbridge/formats/hdf5")
              .resolve(name);
      bytes = Files.exists(others) ? Files.readAllBytes(others) : Bytes.resource(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var members = new LinkedHashMap<String, byte[]>();
    members.put("config.json", Bytes.text("{}"));
    members.put("model.weights.h5", bytes);
    return List.of(Sample.of("model.h5", bytes), Sample.of("model.keras", Bytes.zip(members)));
  }

  private static List<Sample> skops(List<String> node) {
    String schema =
        "{\"__class__\":\""
            + node.get(1)
            + "\",\"__module__\":\""
            + node.get(0)
            + "\",\"__loader__\":\""
            + node.get(2)
            + "\",\"content\":{\"func\":\""
            + (node.size() > 3 ? node.get(3) : "x")
            + "\"}}";
    var members = new LinkedHashMap<String, byte[]>();
    members.put("schema.json", Bytes.text(schema));
    return List.of(Sample.of("model.skops", Bytes.zip(members)));
  }

  /** An array of objects, whose elements are a pickle. */
  private static byte[] npy() {
    String header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }";
    byte[] text = Bytes.text(header + " ".repeat(117 - header.length()) + "\n");
    return join(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0},
        PickleCode.little(2, text.length),
        text,
        ContainerAttacks.CALL);
  }

  private static byte[] npz() {
    var members = new LinkedHashMap<String, byte[]>();
    members.put("arr_0.npy", npy());
    return Bytes.zip(members);
  }

  private static List<Sample> onnx(String location, String offset) {
    return List.of(Sample.of("model.onnx", Bytes.onnx("", "Add", location, offset)));
  }

  private static List<Sample> onnxLink() {
    byte[] model = Bytes.onnx("", "Add", "w.bin", "0");
    return List.of(ContainerAttacks.linked("model.onnx", model, "w.bin", "/etc/hostname"));
  }

  /** SETITEM on what is no dictionary: a tensor that the unpickler has just rebuilt. */
  private static byte[] setItem() {
    return ContainerAttacks.torchZip(
        PickleCode.protocol(2)
            .global("torch._utils", "_rebuild_tensor_v2")
            .op("((")
            .text("storage")
            .global("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .op("K\4tQK\0(K\4t(K\1t")
            .raw(0x89)
            .global("collections", "OrderedDict")
            .op(")RtRK\0K\1s")
            .stop());
  }

  /** A storage that announces more elements than the archive has bytes. */
  private static byte[] shortStorage() {
    return ContainerAttacks.torchZip(
        PickleCode.protocol(2)
            .global("torch._utils", "_rebuild_tensor_v2")
            .op("((")
            .text("storage")
            .global("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .op("J")
            .raw(PickleCode.little(4, 1_000_000))
            .op("tQK\0(K\4t(K\1t")
            .raw(0x89)
            .global("collections", "OrderedDict")
            .op(")RtR")
            .stop());
  }

  /** R's serialisation, version 3: a promise, evaluated when its value is first looked at. */
  private static byte[] promise() {
    ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.BIG_ENDIAN);
    out.put(Bytes.text("X\n")).putInt(3).putInt(0x040300).putInt(0x030500);
    out.putInt(5).put(Bytes.text("UTF-8"));
    out.putInt(5); // PROMSXP without attributes or environment
    out.putInt(254); // value: R_UnboundValue is written as NILVALUE_SXP
    out.putInt(6); // LANGSXP
    out.putInt(1).putInt(0x40009).putInt(6).put(Bytes.text("system"));
    out.putInt(2).putInt(16).putInt(1).putInt(0x40009).putInt(6).put(Bytes.text("echo x"));
    out.putInt(254);
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  /** A protobuf message by hand, for graphs that Bytes has no shorthand for. */
  static byte[] message(int number, byte[]... parts) {
    return field(number, join(parts));
  }
}
