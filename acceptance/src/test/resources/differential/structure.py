"""Writes model files with the libraries of their formats, mutates them, and tells what the libraries read.

  python structure.py OUTDIR MUTATIONS      (environment "benign" of scripts/venvs.sh)

OUTDIR/expected.json maps each file to {"read": …} or {"refused": why}. What is read is structure only:
names, types, shapes, where data lies or its CRC. Nothing is built, run or unpickled.
"""
import io, json, os, random, resource, signal, sys, tarfile, zipfile, zlib

out, count = sys.argv[1], int(sys.argv[2])
random.seed(20261125)

# Counts that a mutation made large cost some libraries gigabytes and minutes: that is a refusal too.
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError("longer than 3 s")))


def crc(data):
    return zlib.crc32(bytes(data))


def plain(value):
    """Values as JSON has them; what is not UTF-8 as a tolerant reader shows it."""
    if isinstance(value, dict):
        return {plain(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogateescape")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def write_safetensors():
    import numpy as np
    from safetensors.numpy import save
    yield save({"w": np.arange(6, dtype="f4").reshape(2, 3), "b": np.zeros(3, "i8"), "empty": np.zeros((0, 4), "f2")}, {"format": "np"})
    yield save({f"layer.{i}.weight": np.full((i + 1, 2), i, "u1") for i in range(12)})


def read_safetensors(path):
    from safetensors import deserialize
    return sorted([name, t["dtype"], list(t["shape"]), crc(t["data"])] for name, t in deserialize(open(path, "rb").read()))


def write_gguf():
    import gguf, numpy as np, tempfile
    for alignment in (None, 64):
        path = os.path.join(tempfile.mkdtemp(), "m.gguf")
        writer = gguf.GGUFWriter(path, "llama")
        if alignment:
            writer.add_custom_alignment(alignment)
        writer.add_name("tiny")
        writer.add_chat_template("{{ messages }}")
        writer.add_uint32("llama.block_count", 2)
        writer.add_array("tokenizer.ggml.tokens", ["a", "b", "c"])
        writer.add_array("some.numbers", [1, 2, 3])
        writer.add_bool("some.flag", True)
        writer.add_tensor("blk.0.w", np.arange(32, dtype="f4").reshape(4, 8))
        writer.add_tensor("blk.1.w", np.arange(64, dtype="f2").reshape(2, 32))
        writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close()
        yield open(path, "rb").read()


def read_gguf(path):
    from gguf import GGUFReader, GGUFValueType
    reader = GGUFReader(path)
    keys = [key for key in reader.fields if not key.startswith("GGUF.")]
    texts = {k: f.contents() for k, f in reader.fields.items() if f.types and f.types[0] == GGUFValueType.STRING}
    tensors = [[t.name, [int(n) for n in reversed(t.shape.tolist())], int(t.data_offset), int(t.n_bytes)] for t in reader.tensors]
    return {"keys": keys, "texts": texts, "tensors": sorted(tensors)}


def write_onnx():
    from onnx import TensorProto, helper
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 2])
    w = helper.make_tensor("w", TensorProto.FLOAT, [2], [1.0, 2.0])
    raw = helper.make_tensor("raw", TensorProto.INT64, [1], (5).to_bytes(8, "little"), raw=True)
    outside = helper.make_tensor("outside", TensorProto.FLOAT, [2], bytes(8), raw=True)
    outside.ClearField("raw_data"); outside.data_location = TensorProto.EXTERNAL
    for key, value in (("location", "weights.bin"), ("offset", "0"), ("length", "8")):
        entry = outside.external_data.add(); entry.key, entry.value = key, value
    then = helper.make_graph([helper.make_node("Relu", ["x"], ["t"], name="r")], "then", [], [helper.make_tensor_value_info("t", 1, None)], [w])
    nodes = [helper.make_node("Add", ["x", "w"], ["a"], name="add"), helper.make_node("If", ["c"], ["b"], name="if", then_branch=then, else_branch=then),
             helper.make_node("FusedMatMul", ["a", "b"], ["y"], domain="com.microsoft")]
    model = helper.make_model(helper.make_graph(nodes, "g", [x], [y], [w, raw, outside]),
                              opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)])
    helper.set_model_props(model, {"author": "nobody"})
    yield model.SerializeToString()
    inner = helper.make_function("local", "twice", ["a"], ["b"], [helper.make_node("Add", ["a", "a"], ["b"])], [helper.make_opsetid("", 17)])
    yield helper.make_model(helper.make_graph([helper.make_node("twice", ["x"], ["y"], domain="local")], "g", [x], [y]), functions=[inner],
                            opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("local", 1)]).SerializeToString()


def read_onnx(path):
    import onnx
    model = onnx.load(path, load_external_data=False)
    nodes, external = [], []

    def tensor(t):
        if t.data_location == onnx.TensorProto.EXTERNAL or t.external_data:
            fields = {e.key: e.value for e in t.external_data}
            external.append([t.name, fields.get("location", ""), fields.get("offset", ""), fields.get("length", "")])

    def walk(list_of_nodes):
        for node in list_of_nodes:
            nodes.append([node.domain, node.op_type, list(node.input), list(node.output)])
            for a in node.attribute:
                for g in [*([a.g] if a.HasField("g") else []), *a.graphs]:
                    graph(g)
                for t in [*([a.t] if a.HasField("t") else []), *a.tensors]:
                    tensor(t)

    def graph(g):
        walk(g.node)
        for t in g.initializer:
            tensor(t)

    graph(model.graph)
    for function in model.functions:
        walk(function.node)
    return {"nodes": sorted(nodes), "external": sorted(external), "sets": {s.domain: s.version for s in model.opset_import},
            "functions": sorted([f.domain, f.name] for f in model.functions)}


def write_h5():
    import h5py, numpy as np
    for version in ("earliest", "latest"):
        buffer = io.BytesIO()
        with h5py.File(buffer, "w", libver=version) as f:
            f.attrs["model_config"] = json.dumps({"class_name": "Sequential"})
            f.attrs["names"] = np.array([b"dense", b"conv"])
            f.attrs["epochs"] = 3
            f["a/b/w"] = np.arange(6, dtype="<f4").reshape(2, 3)
            f["a"].attrs["kind"] = "layer"
            f.create_dataset("packed", data=np.zeros((32, 8), "<i2"), chunks=(8, 8), compression="gzip")
            f["soft"] = h5py.SoftLink("/a/b/w")
            f["outside"] = h5py.ExternalLink("other.h5", "/x")
        yield buffer.getvalue()


def read_h5(path):
    import h5py
    sets, links, attributes, seen = [], [], [], set()
    with h5py.File(path, "r") as f:
        queue = [("/", f["/"])]
        while queue:
            name, thing = queue.pop(0)
            if thing.id.__hash__() in seen:
                continue
            seen.add(thing.id.__hash__())
            attributes.extend([name, key] for key in thing.attrs.keys())
            if isinstance(thing, h5py.Dataset):
                sets.append([name, list(thing.shape or ())])
            elif isinstance(thing, h5py.Group):
                for key in thing.keys():
                    link, at = thing.get(key, getlink=True), name.rstrip("/") + "/" + key
                    if isinstance(link, h5py.SoftLink):
                        links.append([at, "", link.path])
                    elif isinstance(link, h5py.ExternalLink):
                        links.append([at, link.filename, link.path])
                    else:
                        queue.append((at, thing[key]))
    return {"sets": sorted(sets), "links": sorted(links), "attributes": sorted(attributes)}


def write_zip():
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as z:
            for i in range(4):
                z.writestr(f"d/{i}.bin", bytes(random.randrange(256) for _ in range(120 * i)))
            z.comment = b"a comment"
        yield buffer.getvalue()


def read_zip(path):
    with zipfile.ZipFile(path) as z:
        return [[info.filename, crc(z.read(info))] for info in z.infolist()]


def write_tar():
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=form) as t:
            for i in range(3):
                info = tarfile.TarInfo("n" * (90 if form == tarfile.USTAR_FORMAT else 150) + str(i))
                info.size = 200 * i
                t.addfile(info, io.BytesIO(bytes(random.randrange(256) for _ in range(info.size))))
        yield buffer.getvalue()


def read_tar(path):
    with tarfile.open(path, "r:") as t:
        return [[i.name, crc(t.extractfile(i).read())] for i in t if i.isfile()]


def mutate(data):
    data = bytearray(data)
    for _ in range(random.randint(1, 2)):
        at = random.randrange(len(data)) if random.random() < 0.5 else random.randrange(min(len(data), 400))
        kind = random.randrange(5)
        if kind == 0:
            data[at] = random.randrange(256)
        elif kind == 1:
            data[at] = (data[at] + random.choice((1, 255))) % 256
        elif kind == 2:
            data[at:at + 4] = random.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\1\0\0\0"))[:max(0, len(data) - at)]
        elif kind == 3:
            del data[at:at + random.randint(1, 4)]
        else:
            data = data[:max(1, at)]
    return bytes(data)


def main():
    expected = {}
    for form in ("safetensors", "gguf", "onnx", "h5", "zip", "tar"):
        read = globals()["read_" + form]
        files = list(globals()["write_" + form]())
        for number in range(len(files) + count):
            data = files[number] if number < len(files) else mutate(random.choice(files))
            name = f"{number}.{form}"
            path = os.path.join(out, name)
            with open(path, "wb") as file:
                file.write(data)
            signal.alarm(3)
            try:
                expected[name] = {"read": plain(read(path))}
            except BaseException as refused:  # libraries raise whatever they like, panics included
                if number < len(files):
                    raise
                expected[name] = {"refused": f"{type(refused).__name__}: {refused}"[:200]}
            finally:
                signal.alarm(0)
    with open(os.path.join(out, "expected.json"), "w") as file:
        json.dump(expected, file)


main()
