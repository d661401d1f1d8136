"""Which bytes of a file a real loader interprets: found by changing each of them. Usage: python3 trace.py [FORMAT...]

Writes benign files beside this script, loads each with the real library as it is, cut short at every
length, and with every byte changed in turn, and records in traces.tsv
  - the bytes whose change alters anything but the numbers of tensors (names, shapes, types, metadata,
    whether it loads at all): those the loader interprets;
  - the shortest beginning of the file that the loader makes anything of;
  - the reads that it makes, in order, where it reads through a file object.
Needs numpy, safetensors, gguf, h5py, onnx, msgpack, tflite and torch (pip install). Loads only what it
wrote itself. Each load runs in a process of its own, because changed bytes may crash a library.
"""

import io
import json
import os
import pickle
import resource
import signal
import struct
import sys
import tempfile
import zlib

import flatbuffers
import gguf
import h5py
import msgpack
import numpy as np
import onnx
import safetensors
import safetensors.numpy
import tflite
import torch
import torch.package
from onnx import TensorProto, helper

HERE = os.path.dirname(os.path.abspath(__file__))
NUMBERS = np.arange(1, 25, dtype="<f4")
torch.set_num_threads(1)  # the only thread is the one that forks


class Watched(io.BytesIO):
    """A file that remembers which reads were made."""

    def __init__(self, data):
        super().__init__(data)
        self.reads = []

    def read(self, size=-1):
        at = self.tell()
        data = super().read(size)
        if data:
            self.reads.append((at, at + len(data)))
        return data

    def readinto(self, buffer):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)


def on_disk(data, load):
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return load(file.name)


# ---- one benign file and one loader for each format: the loader returns all but the numbers


def safetensors_file():
    return safetensors.numpy.save({"w": NUMBERS.reshape(4, 6), "b": NUMBERS[:6]}, {"format": "pt"})


def load_safetensors(data, _):
    def load(path):
        with safetensors.safe_open(path, "numpy") as file:
            tensors = [(key, file.get_tensor(key)) for key in sorted(file.keys())]
            return [(key, t.shape, t.dtype.str) for key, t in tensors], sorted((file.metadata() or {}).items())

    return on_disk(data, load)


def npy_file():
    out = io.BytesIO()
    np.save(out, NUMBERS)
    return out.getvalue()


def load_npy(data, watched):
    array = np.load(watched, allow_pickle=False)
    return array.shape, array.dtype.str


def gguf_file():
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/m.gguf"
        writer = gguf.GGUFWriter(path, "llama")
        writer.add_tokenizer_model("llama")
        writer.add_token_list(["<s>", "a", "b"])
        writer.add_tensor("blk.0.w", NUMBERS.reshape(4, 6))
        writer.add_tensor("blk.1.w", NUMBERS)
        for write in (writer.write_header_to_file, writer.write_kv_data_to_file, writer.write_tensors_to_file):
            write()
        writer.close()
        return open(path, "rb").read()


def load_gguf(data, _):
    def load(path):
        reader = gguf.GGUFReader(path)
        fields = [(name, [part.tobytes() for part in field.parts]) for name, field in reader.fields.items()]
        return fields, [(t.name, t.shape.tolist(), int(t.tensor_type), t.data_offset) for t in reader.tensors]

    return on_disk(data, load)


def hdf5_file():
    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential"})
        file["dense/kernel"] = NUMBERS.reshape(4, 6)
        file["dense/bias"] = NUMBERS
    return out.getvalue()


def load_hdf5(data, watched):
    with h5py.File(watched, "r") as file:
        found = [(key, str(value)) for key, value in file.attrs.items()]
        file.visititems(lambda name, item: found.append((name, str(getattr(item, "shape", "")), str(getattr(item, "dtype", "")))))
        for name in ("dense/kernel", "dense/bias"):
            file[name][...]
        return found


def onnx_file():
    w = helper.make_tensor("w", TensorProto.FLOAT, [24], NUMBERS.tobytes(), raw=True)
    x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [24]) for n in "xy")
    graph = helper.make_graph([helper.make_node("Add", ["x", "w"], ["y"])], "g", [x], [y], [w])
    return helper.make_model(graph).SerializeToString()


def load_onnx(data, watched):
    model = onnx.load(watched)
    for tensor in model.graph.initializer:
        tensor.raw_data = b"\0" * len(tensor.raw_data)
    return model.SerializeToString(deterministic=True)


def flax_file():
    """As flax.serialization writes an array: extension type 1 with shape, dtype and bytes."""
    numbers = np.arange(1056, dtype="<f4")  # what is smaller is judged whole
    array = msgpack.packb((numbers.shape, numbers.dtype.name, numbers.tobytes()), use_bin_type=True)
    return msgpack.packb({"params": {"kernel": msgpack.ExtType(1, array)}}, strict_types=True)


def load_flax(data, watched):
    def array(code, body):
        shape, name, numbers = msgpack.unpackb(body, raw=False)
        return code, shape, name, len(numbers)

    return msgpack.unpackb(watched.read(), ext_hook=array, raw=False)


def torch_file():
    out = io.BytesIO()
    torch.save({"w": torch.from_numpy(NUMBERS.reshape(4, 6).copy()), "b": torch.from_numpy(NUMBERS[:6].copy())}, out)
    return out.getvalue()


def tensors(named):
    return [(name, tuple(t.shape), str(t.dtype), t.stride()) for name, t in named]


def load_torch(data, watched):
    return tensors(torch.load(watched, weights_only=True).items())


class Scaled(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.w = torch.nn.Parameter(torch.from_numpy(NUMBERS.copy()))

    def forward(self, x):
        return x * self.w


def script_file():
    out = io.BytesIO()
    torch.jit.save(torch.jit.script(Scaled()), out)
    return out.getvalue()


def load_script(data, watched):
    """Compiles what is in code/, and calls none of it."""
    module = torch.jit.load(watched)
    return module.code, str(module.graph), tensors(module.named_parameters())


def package_file():
    out = io.BytesIO()
    with torch.package.PackageExporter(out) as package:
        package.save_source_string("scaling", "FACTOR = 2\n")
        package.save_pickle("model", "w.pkl", {"w": torch.from_numpy(NUMBERS.copy())})
    return out.getvalue()


def load_package(data, watched):
    package = torch.package.PackageImporter(watched)
    return tensors(package.load_pickle("model", "w.pkl").items()), package.import_module("scaling").FACTOR


def tflite_file():
    b = flatbuffers.Builder(256)
    data = b.CreateByteVector(NUMBERS.tobytes())
    tflite.BufferStart(b); tflite.BufferAddData(b, data); full = tflite.BufferEnd(b)
    tflite.BufferStart(b); empty = tflite.BufferEnd(b)
    tflite.ModelStartBuffersVector(b, 2); b.PrependUOffsetTRelative(full); b.PrependUOffsetTRelative(empty); buffers = b.EndVector()
    name, about = b.CreateString("w"), b.CreateString("a model")
    tflite.TensorStartShapeVector(b, 1); b.PrependInt32(24); shape = b.EndVector()
    tflite.TensorStart(b); tflite.TensorAddShape(b, shape); tflite.TensorAddBuffer(b, 1); tflite.TensorAddName(b, name); tensor = tflite.TensorEnd(b)
    tflite.SubGraphStartTensorsVector(b, 1); b.PrependUOffsetTRelative(tensor); tensors = b.EndVector()
    tflite.SubGraphStart(b); tflite.SubGraphAddTensors(b, tensors); graph = tflite.SubGraphEnd(b)
    tflite.ModelStartSubgraphsVector(b, 1); b.PrependUOffsetTRelative(graph); graphs = b.EndVector()
    tflite.ModelStart(b); tflite.ModelAddVersion(b, 3); tflite.ModelAddSubgraphs(b, graphs); tflite.ModelAddBuffers(b, buffers); tflite.ModelAddDescription(b, about)
    b.Finish(tflite.ModelEnd(b), b"TFL3")
    return bytes(b.Output())


def load_tflite(data, _):
    if not tflite.Model.ModelBufferHasIdentifier(data, 0):
        raise ValueError("no model")
    model = tflite.Model.GetRootAs(data, 0)
    graphs = [[(t.Name(), t.ShapeAsNumpy().tolist(), t.Type(), t.Buffer())
               for t in (g.Tensors(i) for i in range(g.TensorsLength()))]
              for g in (model.Subgraphs(i) for i in range(model.SubgraphsLength()))]
    buffers = [0 if model.Buffers(i).DataLength() == 0 else model.Buffers(i).DataAsNumpy().nbytes for i in range(model.BuffersLength())]
    return model.Version(), model.Description(), model.OperatorCodesLength(), graphs, buffers


def pickle_file():
    return pickle.dumps({"weights": list(range(200)), "labels": ["a", "b"]}, protocol=4)


class Acts(pickle._Unpickler):
    """The library's own unpickler in Python: tells how far the stream was acted upon."""

    steps = 0

    def __init__(self, file):
        super().__init__(file)
        self.dispatch = {key: self.counted(step) for key, step in self.dispatch.items()}

    def counted(self, step):
        def call(*arguments):
            Acts.steps += 1
            return step(*arguments)

        return call


def load_pickle(data, watched):
    """Opcodes run one by one as they arrive: whatever came before the end was done already."""
    Acts.steps = 0
    try:
        return repr(Acts(watched).load())
    except Exception:
        if Acts.steps > 2:
            return "acted"
        raise


def gzip_file():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(pickle_file() * 40) + packer.flush()


def load_gzip(data, watched):
    """What a reader of the stream has in hand when it breaks off."""
    out = zlib.decompressobj(31).decompress(watched.read())
    if not out:
        raise EOFError
    return out


SAMPLES = [
    ("safetensors", "safetensors", safetensors_file, load_safetensors),
    ("npy", "numpy.load", npy_file, load_npy),
    ("gguf", "gguf", gguf_file, load_gguf),
    ("hdf5", "h5py", hdf5_file, load_hdf5),
    ("onnx", "onnx", onnx_file, load_onnx),
    ("flax-msgpack", "msgpack", flax_file, load_flax),
    ("torch-zip", "torch.load", torch_file, load_torch),
    ("torchscript", "torch.jit.load", script_file, load_script),
    ("torch-package", "torch.package", package_file, load_package),
    ("tflite", "tflite", tflite_file, load_tflite),
    ("pickle", "pickle", pickle_file, load_pickle),
    ("gzip", "zlib", gzip_file, load_gzip),
]


def observed(load, data):
    """What a load shows, as text; "refused" for any failure, a crash included."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            signal.alarm(2)  # counts may have become huge
            resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            watched = Watched(data)
            result = repr(load(data, watched))
            out = json.dumps([zlib.crc32(result.encode("utf-8", "replace")), watched.reads])
            os.write(writer, out.encode()[:60_000])
        except BaseException:
            os.write(writer, b'["refused", []]')
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else ["refused", []]


def ranges(offsets):
    out = []
    for offset in sorted(offsets):
        if out and out[-1][1] == offset:
            out[-1][1] = offset + 1
        else:
            out.append([offset, offset + 1])
    return " ".join(f"{start}-{stop}" for start, stop in out)


def trace(name, library, make, load):
    """One row of traces.tsv."""
    path = os.path.join(HERE, f"{name}.bin")
    if not os.path.exists(path):
        with open(path, "wb") as out:
            out.write(make())
    with open(path, "rb") as file:
        data = file.read()
    whole, reads = observed(load, data)
    assert whole != "refused", name
    interpreted = set()
    for at in range(len(data)):
        for change in (0x01, 0x80, 0xFF):
            changed = data[:at] + bytes([data[at] ^ change]) + data[at + 1:]
            if observed(load, changed)[0] != whole:
                interpreted.add(at)
                break
    shortest = next((n for n in range(len(data)) if observed(load, data[:n])[0] != "refused"), len(data))
    order = " ".join(f"{start}-{stop}" for start, stop in reads[:24])
    print(name, len(data), "bytes,", len(interpreted), "interpreted, acts on", shortest, flush=True)
    return "\t".join([name, library, f"{name}.bin", ranges(interpreted), str(shortest), order])


def main():
    """Traces the formats that are named, or all; rows of others stay as they are."""
    traces = os.path.join(HERE, "traces.tsv")
    rows = {}
    if os.path.exists(traces):
        with open(traces) as file:
            rows = {line.split("\t")[0]: line.rstrip("\n") for line in file if not line.startswith("#")}
    for name, library, make, load in SAMPLES:
        if len(sys.argv) > 1 and name not in sys.argv[1:]:
            continue
        rows[name] = trace(name, library, make, load)
        with open(traces, "w") as out:
            out.write("# format\tlibrary\tfile\tinterpreted [from-to)\tshortest beginning that it acts on\treads in order\n")
            out.writelines(rows[one] + "\n" for one, *_ in SAMPLES if one in rows)


if __name__ == "__main__":
    main()
