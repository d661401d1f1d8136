package io.weighbridge.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gadgets of published attacks in streams of our own making: each called in every way that a pickle
 * can call, its name written, computed and looked up, in streams that hide, break off or repeat.
 * The seed makes other combinations of the same; payloads are harmless words.
 */
class HostileTest {
  private static final long SEED = Long.getLong("weighbridge.seed", 20261125);
  private static final int EACH = Integer.getInteger("weighbridge.streams", 12);

  /** A callable that is not called here, but named: {@code module name}. */
  private record Gadget(String module, String name) {}

  private static List<Gadget> gadgets() {
    try (var in = Objects.requireNonNull(HostileTest.class.getResourceAsStream("gadgets.txt"))) {
      var gadgets = new ArrayList<Gadget>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] words = line.split(" ", -1);
        for (int i = 1; i < words.length && !line.startsWith("#"); i++) {
          gadgets.add(new Gadget(words[0], words[i]));
        }
      }
      return gadgets;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private final Random random = new Random(SEED);

  @Test
  void everyGadgetIsCalledMaliciousByName() {
    var missed = new TreeSet<String>();
    var unreadable = new TreeSet<String>();
    for (Gadget gadget : gadgets()) {
      PickleReport report =
          Ops.analyze(Ops.proto(2).call(gadget.module(), gadget.name(), "echo wb").stop());
      String shown = gadget.name().replace("__", "");
      if (report.verdict() != Verdict.MALICIOUS) {
        missed.add(gadget.module() + " " + gadget.name() + " " + report.verdict());
      } else if (Ops.malicious(report).stream()
          .noneMatch(text -> text.replace("__", "").contains(shown) || text.contains("("))) {
        unreadable.add(gadget.module() + " " + gadget.name());
      }
    }
    assertThat(missed).isEmpty();
    assertThat(unreadable).isEmpty();
  }

  /** Functions that do harm only through what they are given: {@code module.name}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "__builtin__.apply",
        "_thread.start_new_thread",
        "atexit.register",
        "concurrent.futures.ThreadPoolExecutor",
        "threading.Thread",
        "threading.Timer",
        "types.MethodType",
        "functools.partial",
        "functools.reduce",
        "builtins.map",
        "builtins.filter",
        "collections.defaultdict",
        "weakref.finalize"
      })
  void functionsThatCallBackAreMaliciousWithADangerousFunction(String qualified) {
    int dot = qualified.lastIndexOf('.');
    String module = qualified.substring(0, dot);
    String name = qualified.substring(dot + 1);
    for (Opcode call : List.of(Opcode.REDUCE, Opcode.NEWOBJ)) {
      Ops ops = Ops.proto(4).global(module, name).global("os", "system").text("echo wb");
      assertThat(Ops.malicious(Ops.analyze(ops.op(Opcode.TUPLE2, call).stop())))
          .as("%s by %s", qualified, call)
          .isNotEmpty();
    }
    assertThat(Ops.analyze(Ops.proto(2).call(module, name, "echo wb").stop()).verdict())
        .isNotEqualTo(Verdict.SAFE);
  }

  @Test
  void noWayOfWritingACallMakesItSafe() {
    List<Gadget> gadgets = gadgets();
    assertThat(gadgets.size()).isGreaterThan(400);
    var safe = new ArrayList<String>();
    var notMalicious = new ArrayList<String>();
    int streams = 0;
    for (Gadget gadget : gadgets) {
      for (int i = 0; i < EACH; i++) {
        var made = new StringBuilder();
        byte[] stream = stream(gadget, made);
        PickleReport report = Ops.analyze(stream);
        streams++;
        if (report.verdict() == Verdict.SAFE) {
          safe.add(gadget + " " + made);
        } else if (report.verdict() == Verdict.SUSPICIOUS) {
          notMalicious.add(gadget + " " + made);
        }
      }
    }
    assertThat(safe).isEmpty();
    assertThat(notMalicious)
        .as("%d of %d streams are only suspicious", notMalicious.size(), streams)
        .hasSizeLessThan(streams / 20);
  }

  /** A stream that calls the gadget, and in which way. */
  private byte[] stream(Gadget gadget, StringBuilder made) {
    int protocol = List.of(0, 2, 3, 4, 5).get(random.nextInt(5));
    made.append("protocol ").append(protocol);
    Ops ops = protocol == 0 ? Ops.start() : Ops.proto(protocol);
    switch (random.nextInt(4)) {
      case 0 -> {
        made.append(", behind data");
        ops.op(Opcode.EMPTY_LIST, Opcode.MARK)
            .small(1)
            .text("weights")
            .op(Opcode.APPENDS, Opcode.POP);
      }
      case 1 -> {
        made.append(", behind a state dict");
        ops.global("collections", "OrderedDict")
            .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE)
            .text("layer.weight")
            .small(2)
            .op(Opcode.SETITEM, Opcode.POP);
      }
      default -> {}
    }
    called(ops, gadget, protocol, made);
    return end(ops, made);
  }

  private void called(Ops ops, Gadget gadget, int protocol, StringBuilder made) {
    switch (random.nextInt(9)) {
      case 0 -> {
        made.append(", INST");
        ops.op(Opcode.MARK).text("echo wb").inst(gadget.module(), gadget.name());
      }
      case 1 -> {
        made.append(", OBJ");
        ops.op(Opcode.MARK).global(gadget.module(), gadget.name()).text("echo wb").op(Opcode.OBJ);
      }
      case 2 -> {
        made.append(", NEWOBJ_EX");
        named(ops, gadget, protocol, made);
        ops.text("echo wb").op(Opcode.TUPLE1, Opcode.EMPTY_DICT, Opcode.NEWOBJ_EX);
      }
      case 3 -> {
        made.append(", partial called");
        ops.global("functools", "partial");
        named(ops, gadget, protocol, made);
        ops.text("echo wb").op(Opcode.TUPLE2, Opcode.REDUCE, Opcode.EMPTY_TUPLE, Opcode.REDUCE);
      }
      case 4 -> {
        made.append(", map in list");
        ops.global("builtins", "list").global("builtins", "map");
        named(ops, gadget, protocol, made);
        ops.op(Opcode.EMPTY_LIST)
            .text("echo wb")
            .op(Opcode.APPEND, Opcode.TUPLE2, Opcode.REDUCE, Opcode.TUPLE1, Opcode.REDUCE);
      }
      case 5 -> {
        made.append(", planted as __setstate__");
        ops.global("argparse", "Namespace")
            .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE, Opcode.EMPTY_DICT)
            .text("__setstate__");
        named(ops, gadget, protocol, made);
        ops.op(Opcode.SETITEM, Opcode.BUILD).text("echo wb").op(Opcode.BUILD);
      }
      case 6 -> {
        made.append(", nested");
        var inner = new StringBuilder();
        Ops nested = Ops.proto(4);
        named(nested, gadget, 4, inner);
        byte[] bytes = nested.text("echo wb").op(Opcode.TUPLE1, Opcode.REDUCE).stop();
        ops.global("torch.storage", "_load_from_bytes")
            .counted(Opcode.BINBYTES, bytes)
            .op(Opcode.TUPLE1, Opcode.REDUCE);
        made.append(inner);
      }
      default -> {
        made.append(", REDUCE");
        named(ops, gadget, protocol, made);
        ops.text("echo wb").op(Opcode.TUPLE1, Opcode.REDUCE);
      }
    }
  }

  /** Puts the callable on the stack. */
  private void named(Ops ops, Gadget gadget, int protocol, StringBuilder made) {
    String module = gadget.module();
    String name = gadget.name();
    switch (random.nextInt(8)) {
      case 0 -> {
        made.append(", memoized texts");
        ops.text(name).put(200).op(Opcode.POP).text(module).get(200).op(Opcode.STACK_GLOBAL);
      }
      case 1 -> {
        made.append(", name joined");
        int half = name.length() / 2;
        ops.text(module)
            .global("builtins", "str.join")
            .text("")
            .op(Opcode.MARK)
            .text(name.substring(0, half))
            .text(name.substring(half))
            .op(Opcode.LIST, Opcode.TUPLE2, Opcode.REDUCE, Opcode.STACK_GLOBAL);
      }
      case 2 -> {
        made.append(", module from base64");
        ops.global("codecs", "decode")
            .global("base64", "b64decode")
            .text(Base64.getEncoder().encodeToString(module.getBytes(StandardCharsets.UTF_8)))
            .op(Opcode.TUPLE1, Opcode.REDUCE)
            .text("utf-8")
            .op(Opcode.TUPLE2, Opcode.REDUCE)
            .text(name)
            .op(Opcode.STACK_GLOBAL);
      }
      case 3 -> {
        made.append(", getattr of import_module");
        ops.global("builtins", "getattr")
            .global("importlib", "import_module")
            .text(module)
            .op(Opcode.TUPLE1, Opcode.REDUCE)
            .text(name)
            .op(Opcode.TUPLE2, Opcode.REDUCE);
      }
      case 4 -> {
        made.append(", name by operator.add");
        ops.text(module)
            .global("_operator", "add")
            .text(name.substring(0, 1))
            .text(name.substring(1))
            .op(Opcode.TUPLE2, Opcode.REDUCE, Opcode.STACK_GLOBAL);
      }
      case 5 -> {
        made.append(", extension code");
        ops.global("copyreg", "add_extension")
            .text(module)
            .text(name)
            .small(5)
            .op(Opcode.TUPLE3, Opcode.REDUCE, Opcode.POP)
            .raw(Opcode.EXT1.code(), 5);
      }
      default -> {
        if (protocol >= 4) {
          ops.text(module).text(name).op(Opcode.STACK_GLOBAL);
        } else {
          ops.global(module, name);
        }
      }
    }
  }

  private byte[] end(Ops ops, StringBuilder made) {
    switch (random.nextInt(5)) {
      case 0 -> {
        made.append(", result dropped");
        return ops.op(Opcode.POP, Opcode.EMPTY_DICT).stop();
      }
      case 1 -> {
        made.append(", broken off");
        return ops.raw(0xff, 0xff).unfinished();
      }
      case 2 -> {
        made.append(", no STOP");
        return ops.unfinished();
      }
      case 3 -> {
        made.append(", behind another pickle");
        return Ops.proto(4).op(Opcode.EMPTY_DICT, Opcode.STOP).bytes(ops.stop()).unfinished();
      }
      default -> {
        return ops.stop();
      }
    }
  }
}
