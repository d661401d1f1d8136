#!/usr/bin/env python3
"""Finds functions of Python packages that a pickle could call to do harm, by reading their sources.

  gadgets.py OUT_DIR PACKAGES_TSV LABEL=FOLDER...     e.g.  gadgets.py out packages.tsv "cpython 3.13=/usr/lib/python3.13" "torch 2.11=/tmp/torch"

Nothing is imported or executed: sources are parsed, calls resolved by name, and a function counts when a value that its caller
controls (a parameter, an attribute of self) reaches a primitive: exec, a process, a file, the network, an import, a loader.
FOLDER holds importable modules (a standard library, or an unpacked wheel). Writes to OUT_DIR, in the form of the pickle module's resources:
  gadgets.tsv   module:name, capability, what it reaches, package
  hooks.tsv     module:Class, hooks, what they reach, package: classes of PACKAGES_TSV that act when a pickle creates, fills or drops an object
  enums.tsv     module:Class, package: classes of PACKAGES_TSV that are enums, which picklers write as a call with the member's value
"""
import ast, os, sys

PRIMITIVES = {
    "code": "builtins.exec builtins.eval marshal.loads marshal.load types.FunctionType types.CodeType code.InteractiveInterpreter code.interact timeit.timeit "
            "bdb.Bdb.run cProfile.run",
    "process": "os.system os.popen os.execv os.execve os.execvp os.execvpe os.execl os.execlp os.execle os.execlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe os.spawnl os.spawnlp "
               "os.posix_spawn os.posix_spawnp os.startfile os.kill os.killpg subprocess.Popen subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.getoutput "
               "subprocess.getstatusoutput pty.spawn _posixsubprocess.fork_exec _winapi.CreateProcess asyncio.create_subprocess_exec asyncio.create_subprocess_shell "
               "commands.getoutput commands.getstatusoutput popen2.popen2 pexpect.spawn psutil.Popen",
    "loader": "pickle.load pickle.loads pickle.Unpickler _pickle.loads _pickle.load _pickle.Unpickler cPickle.loads cPickle.load dill.load dill.loads cloudpickle.load cloudpickle.loads joblib.load "
              "torch.load shelve.open yaml.load yaml.unsafe_load yaml.full_load pandas.read_pickle numpy.load jsonpickle.decode",
    "native": "ctypes.CDLL ctypes.PyDLL ctypes.WinDLL ctypes.cdll.LoadLibrary ctypes.windll.LoadLibrary cffi.FFI.dlopen torch.ops.load_library torch.classes.load_library _ctypes.dlopen "
              "numpy.ctypeslib.load_library tensorflow.load_op_library",
    "import": "builtins.__import__ importlib.import_module importlib.util.spec_from_file_location importlib.machinery.SourceFileLoader imp.load_source imp.load_module imp.load_dynamic "
              "imp.load_compiled pkgutil.resolve_name runpy.run_path runpy.run_module pydoc.locate",
    "network": "socket.socket socket.create_connection urllib.request.urlopen urllib.request.urlretrieve urllib.urlopen urllib2.urlopen http.client.HTTPConnection http.client.HTTPSConnection "
               "httplib.HTTPConnection requests.get requests.post requests.put requests.request requests.head requests.Session httpx.get httpx.post httpx.stream httpx.Client ftplib.FTP "
               "smtplib.SMTP poplib.POP3 imaplib.IMAP4 telnetlib.Telnet nntplib.NNTP webbrowser.open asyncio.open_connection xmlrpc.client.ServerProxy huggingface_hub.hf_hub_download "
               "huggingface_hub.snapshot_download torch.hub.load_state_dict_from_url torch.hub.download_url_to_file fsspec.open",
    "file": "builtins.open io.open io.FileIO codecs.open os.open os.remove os.unlink os.rename os.replace os.rmdir os.removedirs os.makedirs os.mkdir os.chmod os.chown os.symlink os.link "
            "os.truncate shutil.rmtree shutil.move shutil.copy shutil.copyfile shutil.copy2 shutil.copytree shutil.unpack_archive shutil.make_archive zipfile.ZipFile tarfile.open gzip.open "
            "bz2.open lzma.open tempfile.NamedTemporaryFile mmap.mmap fileinput.input linecache.getlines tokenize.open logging.FileHandler numpy.fromfile numpy.loadtxt numpy.memmap",
    "interpreter": "signal.signal atexit.register sys.settrace sys.setprofile os.putenv os._exit sys.exit",
}
CAPABILITY = {name: capability for capability, names in PRIMITIVES.items() for name in names.split()}
ORDER = ["code", "process", "loader", "native", "import", "network", "file", "interpreter", "callback"]
DEPTH = {"code": 3, "process": 3, "loader": 2, "native": 3, "import": 2, "network": 3, "file": 2, "interpreter": 1, "callback": 0}
HOOKS = ["__init__", "__new__", "__setstate__", "__del__", "__setitem__", "append", "extend", "add", "__setattr__", "__hash__", "__eq__"]
LEFT_OUT = {"test", "tests", "testing_data", "idle_test", "examples", "benchmarks", "benchmark", "docs", "doc", "conftest", "_vendor", "site-packages"}


class Function:
    def __init__(self, name): self.name, self.calls, self.reaches, self.depth = name, [], {}, {}


class Reader(ast.NodeVisitor):
    """The functions of one module and what they call."""

    def __init__(self, module, package, functions, classes):
        self.module, self.package, self.functions, self.classes = module, package, functions, classes
        self.names, self.scope, self.owner, self.current, self.tainted = {}, [], None, None, set()

    def qualified(self, name): return ".".join([self.module] + self.scope + [name])

    def bind(self, node):
        for alias in node.names:
            if isinstance(node, ast.Import):
                self.names[alias.asname or alias.name.split(".")[0]] = alias.name if alias.asname else alias.name.split(".")[0]
            else:
                base = node.module or ""
                if node.level:
                    parts = self.module.split(".") if self.package else self.module.split(".")[:-1]
                    parts = parts[:len(parts) - node.level + 1]
                    base = ".".join(parts + ([base] if base else []))
                self.names[alias.asname or alias.name] = f"{base}.{alias.name}"

    visit_Import = visit_ImportFrom = bind

    def visit_ClassDef(self, node):
        if self.current: return
        name = self.qualified(node.name)
        self.classes[name] = [base for base in map(self.dotted, node.bases) if base]
        if not self.scope: self.names.setdefault(node.name, name)
        outer, self.owner = self.owner, name
        self.scope.append(node.name)
        for child in node.body: self.visit(child)
        self.scope.pop(); self.owner = outer

    def visit_FunctionDef(self, node):
        if self.current:
            for child in node.body: self.visit(child)
            return
        name = self.qualified(node.name)
        if not self.scope: self.names.setdefault(node.name, name)
        function = self.functions.setdefault(name, Function(name))
        arguments = node.args
        self.parameters = {a.arg for a in arguments.posonlyargs + arguments.args + arguments.kwonlyargs + [x for x in (arguments.vararg, arguments.kwarg) if x]}
        self.current, self.tainted, saved = function, set(self.parameters), dict(self.names)
        for child in node.body: self.visit(child)
        self.current, self.names = None, saved

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Assign(self, node):
        self.generic_visit(node)
        if self.current and self.uses_taint(node.value):
            for target in node.targets:
                self.tainted.update(n.id for n in ast.walk(target) if isinstance(n, ast.Name))

    def visit_For(self, node):
        if self.current and self.uses_taint(node.iter):
            self.tainted.update(n.id for n in ast.walk(node.target) if isinstance(n, ast.Name))
        self.generic_visit(node)

    def visit_With(self, node):
        for item in node.items:
            if self.current and item.optional_vars is not None and self.uses_taint(item.context_expr):
                self.tainted.update(n.id for n in ast.walk(item.optional_vars) if isinstance(n, ast.Name))
        self.generic_visit(node)

    def visit_Call(self, node):
        self.generic_visit(node)
        if not self.current: return
        target = self.dotted(node.func)
        passed = [*node.args, *(k.value for k in node.keywords)]
        tainted = any(map(self.uses_taint, passed))
        if isinstance(node.func, ast.Name) and node.func.id in self.parameters and node.func.id not in ("cls", "self"):
            self.current.reaches.setdefault("callback", "its argument " + node.func.id)
        if target and (tainted or (isinstance(node.func, ast.Attribute) and self.uses_taint(node.func))):
            self.current.calls.append(target)

    def uses_taint(self, node):
        return any(isinstance(n, ast.Name) and n.id in self.tainted for n in ast.walk(node))

    def dotted(self, node):
        if isinstance(node, ast.Name):
            if node.id in ("self", "cls") and self.owner: return self.owner
            if node.id in self.names: return self.names[node.id]
            return f"builtins.{node.id}" if f"builtins.{node.id}" in CAPABILITY else f"{self.module}.{node.id}"
        if isinstance(node, ast.Attribute):
            base = self.dotted(node.value)
            return base and f"{base}.{node.attr}"
        return None


def modules(folder):
    for path, folders, files in os.walk(folder, followlinks=True):
        folders[:] = sorted(f for f in folders if f not in LEFT_OUT and "." not in f and f != "__pycache__")
        for file in sorted(files):
            if not file.endswith(".py"): continue
            parts = os.path.relpath(os.path.join(path, file[:-3]), folder).split(os.sep)
            package = parts[-1] == "__init__"
            parts = parts[:-1] if package else parts
            if parts and not LEFT_OUT & set(parts) and all(p.isidentifier() for p in parts) and not parts[-1].startswith("test_"):
                yield ".".join(parts), package, os.path.join(path, file)


def aliases(functions, classes, readers):
    """Names that a module re-exports lead to where they are defined."""
    known = {}
    for reader in readers:
        for name, target in reader.names.items():
            full = f"{reader.module}.{name}"
            if full != target: known[full] = target
    return known


def resolve(name, known):
    for _ in range(6):
        parts, replaced = name.split("."), None
        for count in range(len(parts), 0, -1):
            target = known.get(".".join(parts[:count]))
            if target: replaced = ".".join([target] + parts[count:]); break
        if not replaced or replaced == name: return name
        name = replaced
    return name


def primitive(name):
    return CAPABILITY.get(name)


def method(name, functions, classes, known, depth=0):
    """The function that a dotted name means: itself, a class's constructor, an inherited method."""
    if name in functions: return name
    if name in classes: return method(name + ".__init__", functions, classes, known, depth)
    owner, _, last = name.rpartition(".")
    if owner in classes and depth < 6:
        for base in classes[owner]:
            found = method(f"{resolve(base, known)}.{last}", functions, classes, known, depth + 1)
            if found: return found
    return None


def main(out, packages, *roots):
    allowed = {line.split("\t")[0] for line in open(packages) if not line.startswith("#")}
    functions, classes, source, readers = {}, {}, {}, []
    for root in roots:
        label, _, folder = root.partition("=")
        for module, package, path in modules(folder):
            if module in source: continue
            try: tree = ast.parse(open(path, "rb").read())
            except (SyntaxError, ValueError, RecursionError): continue
            source[module] = label
            reader = Reader(module, package, functions, classes)
            readers.append(reader)
            try: reader.visit(tree)
            except RecursionError: print("too deep, in part:", module, file=sys.stderr)
    known = aliases(functions, classes, readers)
    for function in functions.values():
        resolved = []
        for target in dict.fromkeys(function.calls):
            full = resolve(target, known)
            capability = primitive(full) or primitive(target)
            if capability: function.reaches.setdefault(capability, full if primitive(full) else target)
            else:
                callee = method(full, functions, classes, known)
                if callee and callee != function.name: resolved.append(callee)
        function.calls = resolved
        function.depth = {capability: 0 for capability in function.reaches}
    for _ in range(3):
        for function in functions.values():
            for callee in function.calls:
                for capability, via in functions[callee].reaches.items():
                    depth = functions[callee].depth[capability] + 1
                    if capability not in function.reaches and depth <= DEPTH[capability]:
                        function.reaches[capability], function.depth[capability] = via, depth
    module_names = set(source)

    def split(name):
        parts = name.split(".")
        for count in range(len(parts) - 1, 0, -1):
            if ".".join(parts[:count]) in module_names: return ".".join(parts[:count]), ".".join(parts[count:])
        return None, None

    def best(function): return min(function.reaches, key=ORDER.index)

    def in_allowed(module):
        parts = module.split(".")
        return any(".".join(parts[:count]) in allowed for count in range(1, len(parts) + 1))

    def is_enum(name, depth=0):
        return any(full in ("enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag") or depth < 6 and full in classes and is_enum(full, depth + 1)
                   for full in (resolve(base, known) for base in classes[name]))

    gadgets, hooks, enums = {}, {}, {}
    for name, function in functions.items():
        if not function.reaches: continue
        module, qualified = split(name)
        if not module: continue
        capability = best(function)
        if qualified.endswith(".__init__"): qualified = qualified[:-9]
        elif qualified.split(".")[-1].startswith("__") and qualified.split(".")[-1] != "__call__": continue
        gadgets[f"{module}:{qualified}"] = (capability, f"reaches {function.reaches[capability]}", source[module])
    # What a package offers under its own name is how people, and pickles, write it.
    for reader in readers:
        if not reader.package or reader.module.count(".") > 1: continue
        for name in reader.names:
            target = method(resolve(f"{reader.module}.{name}", known), functions, classes, known)
            if target and not name.startswith("_") and functions[target].reaches:
                capability = best(functions[target])
                gadgets.setdefault(f"{reader.module}:{name}", (capability, f"reaches {functions[target].reaches[capability]}", source[reader.module]))
    for name in classes:
        module, qualified = split(name)
        if not module or not in_allowed(module): continue
        if is_enum(name): enums[f"{module}:{qualified}"] = (source[module],)
        found = {}
        for hook in HOOKS:
            target = method(f"{name}.{hook}", functions, classes, known)
            if target and functions[target].reaches and best(functions[target]) != "callback":
                found[hook] = functions[target].reaches[best(functions[target])]
        if found: hooks[f"{module}:{qualified}"] = (",".join(found), "; ".join(f"{hook} reaches {via}" for hook, via in found.items()), source[module])
    for file, rows, head in (("gadgets.tsv", gadgets, "Functions whose arguments reach a primitive. key: module:name | capability | what it reaches | package"),
                             ("hooks.tsv", hooks, "Classes of allowed packages that act by themselves. key: module:Class | hooks | what they reach | package"),
                             ("enums.tsv", enums, "Enums of allowed packages: called with the value of a member. key: module:Class | package")):
        with open(os.path.join(out, file), "w") as f:
            f.write(f"# {head}\n# Written by scripts/gadgets.py from sources; not by hand.\n")
            for key in sorted(rows, key=str.encode): f.write("\t".join((key,) + rows[key]) + "\n")
        print(len(rows), file)


if __name__ == "__main__":
    main(*sys.argv[1:])
