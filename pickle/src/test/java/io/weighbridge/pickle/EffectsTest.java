package io.weighbridge.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What streams do when they are loaded, by every opcode that can do something. */
class EffectsTest {
  private static PickleReport malicious(Ops ops, String... expressions) {
    PickleReport report = Ops.analyze(ops.stop());
    assertThat(Ops.malicious(report)).isNotEmpty().containsAll(List.of(expressions));
    assertThat(report.verdict()).isEqualTo(Verdict.MALICIOUS);
    return report;
  }

  private static void suspicious(Ops ops, String rule) {
    PickleReport report = Ops.analyze(ops.stop());
    assertThat(Ops.rules(report)).contains(rule);
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
  }

  private static void safe(Ops ops) {
    PickleReport report = Ops.analyze(ops.stop());
    assertThat(Ops.expressions(report)).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.SAFE);
  }

  private static final String ECHO = "os.system('echo wb')";

  @Test
  void everyWayToCall() {
    malicious(Ops.start().call("os", "system", "echo wb"), ECHO);
    malicious(Ops.start().op(Opcode.MARK).text("echo wb").inst("os", "system"), ECHO);
    malicious(
        Ops.start().op(Opcode.MARK).global("os", "system").text("echo wb").op(Opcode.OBJ), ECHO);
    malicious(
        Ops.proto(2).global("os", "system").text("echo wb").op(Opcode.TUPLE1, Opcode.NEWOBJ), ECHO);
    malicious(
        Ops.proto(4)
            .global("os", "system")
            .text("echo wb")
            .op(Opcode.TUPLE1, Opcode.EMPTY_DICT, Opcode.NEWOBJ_EX),
        ECHO);
    malicious(
        Ops.proto(4)
            .text("os")
            .text("system")
            .op(Opcode.STACK_GLOBAL)
            .text("echo wb")
            .op(Opcode.TUPLE1, Opcode.REDUCE),
        ECHO);
  }

  @Test
  void theOffsetIsThatOfTheCallAndThePathLeadsThere() {
    PickleReport report =
        malicious(
            Ops.proto(4)
                .text("os")
                .text("system")
                .op(Opcode.STACK_GLOBAL)
                .text("echo wb")
                .op(Opcode.TUPLE1, Opcode.REDUCE),
            ECHO);
    Effect effect = report.effects().get(0);
    assertThat(effect.offset()).isEqualTo(34);
    assertThat(effect.pathText()).isEqualTo("STACK_GLOBAL@20 → REDUCE@34");
    assertThat(effect.why()).startsWith("os.system runs a shell command");
  }

  @Test
  void aCallWhoseResultIsDroppedWasMade() {
    malicious(Ops.start().call("os", "system", "echo wb").op(Opcode.POP, Opcode.NONE), ECHO);
    malicious(
        Ops.start()
            .op(Opcode.MARK)
            .call("os", "system", "echo wb")
            .op(Opcode.POP_MARK, Opcode.NONE),
        ECHO);
  }

  @ParameterizedTest
  @CsvSource({
    "__builtin__,eval,eval",
    "commands,getoutput,subprocess.getoutput",
    "cPickle,loads,pickle.loads",
    "Tkinter,Tk,tkinter.Tk",
    "urllib2,urlopen,urllib.request.urlopen"
  })
  void namesOfPython2AreFollowedBelowProtocol3(String module, String name, String now) {
    PickleReport report = Ops.analyze(Ops.proto(2).call(module, name, "echo wb").stop());
    assertThat(report.verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(Ops.expressions(report).get(0)).startsWith(now + "('echo wb')");
  }

  @Test
  void dottedNamesLeadThroughModules() {
    malicious(
        Ops.proto(4)
            .text("random")
            .text("_os.system")
            .op(Opcode.STACK_GLOBAL)
            .text("echo wb")
            .op(Opcode.TUPLE1, Opcode.REDUCE));
    malicious(
        Ops.proto(4)
            .text("builtins")
            .text("print.__self__.eval")
            .op(Opcode.STACK_GLOBAL)
            .text("1")
            .op(Opcode.TUPLE1, Opcode.REDUCE));
  }

  @Test
  void namesMayBePutTogetherWhileLoading() {
    // getattr(os, 'sys' + 'tem')
    malicious(
        Ops.proto(4)
            .global("builtins", "getattr")
            .global("os", "path")
            .op(Opcode.POP)
            .global("importlib", "import_module")
            .text("os")
            .op(Opcode.TUPLE1, Opcode.REDUCE)
            .global("operator", "add")
            .text("sys")
            .text("tem")
            .op(Opcode.TUPLE2, Opcode.REDUCE)
            .op(Opcode.TUPLE2, Opcode.REDUCE)
            .text("echo wb")
            .op(Opcode.TUPLE1, Opcode.REDUCE),
        ECHO);
    // STACK_GLOBAL of ''.join(['sys', 'tem'])
    malicious(
        Ops.proto(4)
            .text("os")
            .global("builtins", "str.join")
            .text("")
            .op(Opcode.EMPTY_LIST, Opcode.MARK)
            .text("sys")
            .text("tem")
            .op(Opcode.APPENDS, Opcode.TUPLE2, Opcode.REDUCE)
            .op(Opcode.STACK_GLOBAL)
            .text("echo wb")
            .op(Opcode.TUPLE1, Opcode.REDUCE),
        ECHO);
    // base64
    malicious(
        Ops.proto(4)
            .text("os")
            .global("builtins", "bytes.decode")
            .global("base64", "b64decode")
            .text("c3lzdGVt")
            .op(Opcode.TUPLE1, Opcode.REDUCE, Opcode.TUPLE1, Opcode.REDUCE)
            .op(Opcode.STACK_GLOBAL)
            .text("echo wb")
            .op(Opcode.TUPLE1, Opcode.REDUCE),
        ECHO);
  }

  @Test
  void namesThatCannotBeComputedAreRefused() {
    suspicious(
        Ops.proto(4)
            .global("builtins", "len")
            .text("x")
            .op(Opcode.TUPLE1, Opcode.REDUCE)
            .text("system")
            .op(Opcode.STACK_GLOBAL),
        "pickle/computed-name");
    malicious(
        Ops.proto(4)
            .global("builtins", "hash")
            .text("x")
            .op(Opcode.TUPLE1, Opcode.REDUCE)
            .text("system")
            .op(Opcode.STACK_GLOBAL)
            .text("x")
            .op(Opcode.TUPLE1, Opcode.REDUCE));
  }

  @Test
  void functionsThatCallWhatTheyAreGiven() {
    malicious(
        Ops.proto(4)
            .global("functools", "partial")
            .global("os", "system")
            .text("echo wb")
            .op(Opcode.TUPLE2, Opcode.REDUCE));
    malicious(
        Ops.proto(4)
            .global("functools", "partial")
            .global("builtins", "map")
            .global("os", "system")
            .op(Opcode.TUPLE2, Opcode.REDUCE));
    malicious(
        Ops.proto(4)
            .global("builtins", "map")
            .global("os", "system")
            .op(Opcode.EMPTY_LIST)
            .text("echo wb")
            .op(Opcode.APPEND, Opcode.TUPLE2, Opcode.REDUCE));
    malicious(
        Ops.proto(4)
            .global("collections", "defaultdict")
            .global("os", "getpid")
            .op(Opcode.POP)
            .global("pty", "spawn")
            .op(Opcode.TUPLE1, Opcode.REDUCE));
    malicious(
        Ops.proto(4)
            .global("functools", "reduce")
            .global("os", "system")
            .op(Opcode.EMPTY_LIST, Opcode.TUPLE2, Opcode.REDUCE));
    malicious(
        Ops.proto(4)
            .global("numpy", "vectorize")
            .global("os", "system")
            .op(Opcode.TUPLE1, Opcode.REDUCE));
    malicious(
        Ops.proto(4)
            .global("operator", "methodcaller")
            .text("system")
            .text("echo wb")
            .op(Opcode.TUPLE2, Opcode.REDUCE)
            .global("importlib", "import_module")
            .text("os")
            .op(Opcode.TUPLE1, Opcode.REDUCE, Opcode.TUPLE1, Opcode.REDUCE),
        ECHO);
    safe(
        Ops.proto(4)
            .global("functools", "partial")
            .global("builtins", "int")
            .op(Opcode.TUPLE1, Opcode.REDUCE));
    safe(
        Ops.proto(4)
            .global("collections", "defaultdict")
            .global("builtins", "list")
            .op(Opcode.TUPLE1, Opcode.REDUCE));
  }

  @Test
  void partialObjectsAreCalledAsWhatTheyStandFor() {
    malicious(
        Ops.proto(4)
            .global("functools", "partial")
            .global("os", "system")
            .op(Opcode.TUPLE1, Opcode.REDUCE)
            .text("echo wb")
            .op(Opcode.TUPLE1, Opcode.REDUCE),
        ECHO);
  }

  @Test
  void whatUnknownCallsReturnIsNotTrusted() {
    suspicious(Ops.proto(4).call("some_package.models", "make", "x"), "pickle/unknown-callable");
    PickleReport report =
        Ops.analyze(
            Ops.proto(4)
                .call("some_package.models", "make", "x")
                .text("y")
                .op(Opcode.TUPLE1, Opcode.REDUCE)
                .stop());
    assertThat(Ops.expressions(report)).contains("some_package.models.make('x')('y')");
    malicious(
        Ops.proto(4)
            .call("importlib", "import_module", "some_module")
            .text("y")
            .op(Opcode.TUPLE1, Opcode.REDUCE));
  }

  @Test
  void namesThatAreOnlyReferredTo() {
    suspicious(Ops.start().global("os", "system"), "pickle/dangerous-reference");
    suspicious(Ops.start().global("some_package", "thing"), "pickle/unknown-import");
    safe(Ops.start().global("numpy", "float32"));
  }

  @Test
  void buildOnClassesModulesAndTwice() {
    // A class of the program is rewritten.
    malicious(
        Ops.proto(4)
            .global("collections", "OrderedDict")
            .op(Opcode.EMPTY_DICT)
            .text("__setitem__")
            .global("os", "system")
            .op(Opcode.SETITEM, Opcode.BUILD));
    // BUILD plants __setstate__, the next BUILD calls it.
    malicious(
        Ops.proto(4)
            .global("argparse", "Namespace")
            .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE)
            .op(Opcode.EMPTY_DICT)
            .text("__setstate__")
            .global("os", "system")
            .op(Opcode.SETITEM, Opcode.BUILD)
            .text("echo wb")
            .op(Opcode.BUILD),
        ECHO);
    // As slots.
    PickleReport slots =
        Ops.analyze(
            Ops.proto(4)
                .global("argparse", "Namespace")
                .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE, Opcode.NONE, Opcode.EMPTY_DICT)
                .text("__class__")
                .global("some", "Thing")
                .op(Opcode.SETITEM, Opcode.TUPLE2, Opcode.BUILD)
                .stop());
    assertThat(Ops.rules(slots)).contains("pickle/planted-attribute");
    safe(
        Ops.proto(4)
            .global("argparse", "Namespace")
            .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE, Opcode.EMPTY_DICT)
            .text("lr")
            .small(1)
            .op(Opcode.SETITEM, Opcode.BUILD));
  }

  @Test
  void containerOpcodesAreMethodCallsOnOtherObjects() {
    Ops unknown = Ops.proto(4).call("some_package", "Thing", "x");
    PickleReport report =
        Ops.analyze(
            unknown
                .small(1)
                .op(Opcode.APPEND)
                .small(1)
                .small(2)
                .op(Opcode.SETITEM, Opcode.MARK)
                .small(3)
                .op(Opcode.ADDITEMS)
                .stop());
    assertThat(Ops.expressions(report))
        .contains(
            "some_package.Thing('x').append(1)",
            "some_package.Thing('x')[1] = 2",
            "some_package.Thing('x').add(3)");
    // Assigning into a global changes it for the whole program.
    malicious(
        Ops.start().global("os", "environ").text("LD_PRELOAD").text("x.so").op(Opcode.SETITEM));
    safe(
        Ops.start()
            .global("collections", "OrderedDict")
            .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE)
            .text("a")
            .small(2)
            .op(Opcode.SETITEM));
    safe(
        Ops.start()
            .global("collections", "deque")
            .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE)
            .small(2)
            .op(Opcode.APPEND));
  }

  @Test
  void extensionCodesThatTheStreamRegisters() {
    malicious(
        Ops.proto(2)
            .global("copyreg", "add_extension")
            .text("os")
            .text("system")
            .small(7)
            .op(Opcode.TUPLE3, Opcode.REDUCE, Opcode.POP)
            .raw(0x82, 7)
            .text("echo wb")
            .op(Opcode.TUPLE1, Opcode.REDUCE),
        ECHO);
  }

  @Test
  void persistentIdsOfTorchAreOrdinaryOthersAreNot() {
    safe(
        Ops.proto(2)
            .op(Opcode.MARK)
            .text("storage")
            .global("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .small(4)
            .op(Opcode.TUPLE, Opcode.BINPERSID));
    suspicious(Ops.proto(2).text("anything").op(Opcode.BINPERSID), "pickle/persistent-id");
    // A legacy module's id stands for its class.
    safe(
        Ops.proto(2)
            .op(Opcode.MARK)
            .text("module")
            .global("torch.nn.modules.linear", "Linear")
            .text("linear.py")
            .text("source")
            .op(Opcode.TUPLE, Opcode.BINPERSID, Opcode.EMPTY_TUPLE, Opcode.NEWOBJ));
    suspicious(
        Ops.proto(2)
            .op(Opcode.MARK)
            .text("module")
            .global("some", "Model")
            .text("a.py")
            .text("source")
            .op(Opcode.TUPLE, Opcode.BINPERSID, Opcode.EMPTY_TUPLE, Opcode.NEWOBJ),
        "pickle/unknown-callable");
  }

  @Test
  void importingCanBeTheEffect() {
    PickleReport report = Ops.analyze(Ops.start().global("antigravity", "geohash").stop());
    assertThat(report.verdict()).isNotEqualTo(Verdict.SAFE);
    assertThat(Ops.rules(report)).contains("pickle/import-effect");
  }

  @Test
  void classesMadeByTheStreamAreCode() {
    malicious(
        Ops.proto(4)
            .global("builtins", "type")
            .text("X")
            .op(Opcode.EMPTY_TUPLE, Opcode.EMPTY_DICT, Opcode.TUPLE3, Opcode.REDUCE));
    safe(Ops.proto(4).global("builtins", "type").op(Opcode.NONE, Opcode.TUPLE1, Opcode.REDUCE));
    safe(
        Ops.proto(4)
            .global("builtins", "type")
            .global("builtins", "Ellipsis")
            .op(Opcode.TUPLE1, Opcode.REDUCE));
  }

  @Test
  void iteratorsKeepTheirStateAndTheirItems() {
    safe(
        Ops.proto(4)
            .global("builtins", "iter")
            .op(Opcode.EMPTY_LIST, Opcode.TUPLE1, Opcode.REDUCE)
            .small(0)
            .op(Opcode.BUILD));
    malicious(
        Ops.proto(4)
            .text("os")
            .global("builtins", "str.join")
            .text("")
            .global("builtins", "reversed")
            .op(Opcode.MARK)
            .text("tem")
            .text("sys")
            .op(Opcode.LIST, Opcode.TUPLE1, Opcode.REDUCE, Opcode.TUPLE2, Opcode.REDUCE)
            .op(Opcode.STACK_GLOBAL)
            .text("echo wb")
            .op(Opcode.TUPLE1, Opcode.REDUCE),
        ECHO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run_command", "exec_code", "subprocess_call", "check_output"})
  void namesThatSayWhatTheyDo(String name) {
    PickleReport report = Ops.analyze(Ops.proto(4).call("nowhere.listed", name, "x").stop());
    assertThat(report.effects().get(0).severity()).isEqualTo(Severity.MALICIOUS);
  }

  @Test
  void theStateOfAPartialObjectReplacesItsFunction() {
    Ops partial = Ops.proto(4).global("functools", "partial").global("builtins", "len");
    partial.op(Opcode.TUPLE1, Opcode.REDUCE, Opcode.MARK).global("os", "system").text("echo wb");
    malicious(
        partial
            .op(Opcode.TUPLE1, Opcode.EMPTY_DICT, Opcode.NONE, Opcode.TUPLE, Opcode.BUILD)
            .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE),
        ECHO);
  }

  /** As protocol 2 writes {@code NEWOBJ_EX}: {@code partial(cls.__new__, cls)()}. */
  @Test
  void aConstructorOfAnAllowedClassMayBeBound() {
    safe(bound("collections", "OrderedDict"));
    malicious(bound("subprocess", "Popen"));
  }

  private static Ops bound(String module, String type) {
    return Ops.proto(2)
        .global("functools", "partial")
        .global("builtins", "getattr")
        .global(module, type)
        .text("__new__")
        .op(Opcode.TUPLE2, Opcode.REDUCE)
        .global(module, type)
        .op(Opcode.TUPLE2, Opcode.REDUCE, Opcode.EMPTY_TUPLE, Opcode.REDUCE);
  }

  @Test
  void theSourceThatScipyExecutesMustBeItsOwn() {
    String own =
        """

        def _parse_args(self, a,  loc=0, scale=1):
            return (a, ), loc, scale

        def _parse_args_rvs(self, a,  loc=0, scale=1, size=None):
            return self._argcheck_rvs(a,  loc, scale, size=size)

        def _parse_args_stats(self, a,  loc=0, scale=1, moments='mv'):
            return (a, ), loc, scale, moments
        """;
    safe(distribution(own));
    suspicious(distribution(own + "import os"), "pickle/planted-attribute");
    suspicious(distribution(own.replace("a, ", "a=print(1), ")), "pickle/planted-attribute");
  }

  private static Ops distribution(String source) {
    return Ops.proto(4)
        .global("scipy.stats._continuous_distns", "gamma_gen")
        .op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ, Opcode.EMPTY_DICT)
        .text("_parse_arg_template")
        .text(source)
        .op(Opcode.SETITEM, Opcode.BUILD);
  }
}
