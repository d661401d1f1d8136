#!/usr/bin/env python3
"""Speed over many files and over very large ones. Usage: python3 bench/many.py [ROUNDS]

Each case is one call of weighbridge scan, interleaved with picklescan over the same files where it can
read them all, and with a tiny pickle, which is what a start costs. The bounds are those that the project
sets itself; "met" is said of this run. Writes bench/results/many.md.
"""

import datetime
import os
import pickle
import platform
import random
import shutil
import struct
import subprocess
import sys
import zipfile

import compare
import measure

ROOT = compare.ROOT
CACHE = os.path.join(ROOT, ".cache", "many")
OURS = os.path.join(ROOT, "weighbridge")
PICKLESCAN = os.path.join(ROOT, ".cache", "peers", "picklescan", "bin", "picklescan")
ZEROS = bytes(1 << 20)


class Sparse:
    """A file in which blocks of zeros are left out, as the file system allows."""

    def __init__(self, file):
        self.file = file

    def write(self, data):
        if data is ZEROS:
            self.file.seek(len(data), os.SEEK_CUR)
            return len(data)
        return self.file.write(data)

    def __getattr__(self, name):
        return getattr(self.file, name)


def made(name, make):
    path = os.path.join(CACHE, name)
    if not os.path.exists(path):
        part = path + ".part"
        shutil.rmtree(part, ignore_errors=True)
        make(part)
        os.rename(part, path)
    return path


def tiny(path):
    with open(path, "wb") as out:
        pickle.dump({"weights": [1.0, 2.0, 3.0], "name": "tiny"}, out, protocol=4)


def small_pickles(folder):
    """1,000 pickles of a few hundred bytes, protocols 0 to 5 by turns."""
    os.makedirs(folder)
    rng = random.Random(1)
    for i in range(1000):
        value = {"w": [rng.random() for _ in range(20)], "name": f"m{i}", "layers": {f"l{j}": (j, str(j)) for j in range(10)}}
        with open(os.path.join(folder, f"{i:04}.pkl"), "wb") as out:
            pickle.dump(value, out, protocol=i % 6)


def torch_zip(path, megabytes):
    storage = megabytes << 18
    data = (b"\x80\x02}q\x00X\x06\x00\x00\x00weightq\x01ctorch._utils\n_rebuild_tensor_v2\nq\x02((X\x07\x00\x00\x00storageq\x03"
            b"ctorch\nFloatStorage\nq\x04X\x01\x00\x00\x000q\x05X\x03\x00\x00\x00cpuq\x06\x8a\x05" + storage.to_bytes(5, "little")
            + b"tq\x07QK\x00\x8a\x05" + storage.to_bytes(5, "little")
            + b"\x85q\x08K\x01\x85q\t\x89ccollections\nOrderedDict\nq\n)Rq\x0btq\x0cRq\rs.")
    with open(path, "wb") as raw, zipfile.ZipFile(Sparse(raw), "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        archive.writestr("archive/data.pkl", data)
        archive.writestr("archive/byteorder", b"little")
        with archive.open(zipfile.ZipInfo("archive/data/0"), "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(ZEROS)
        archive.writestr("archive/version", b"3\n")


def safetensors(path, megabytes):
    size = megabytes << 20
    header = b'{"w":{"dtype":"F32","shape":[%d],"data_offsets":[0,%d]}}' % (size // 4, size)
    header += b" " * (-len(header) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(header)) + header)
        out.truncate(8 + len(header) + size)


def mixed_models(folder):
    """100 models, each of a few files: torch zip, safetensors, a pickle of 60,000 objects, configuration, code."""
    os.makedirs(folder)
    rng = random.Random(2)
    for i in range(100):
        model = os.path.join(folder, f"model{i:02}")
        os.makedirs(model)
        torch_zip(os.path.join(model, "pytorch_model.bin"), 4)
        safetensors(os.path.join(model, "model.safetensors"), 4)
        with open(os.path.join(model, "trees.pkl"), "wb") as out:
            pickle.dump([{"split": rng.random(), "left": n, "name": f"node{n}"} for n in range(20000)], out, protocol=2 + i % 4)
        with open(os.path.join(model, "config.json"), "w") as out:
            out.write('{"model_type": "bert", "hidden_size": 768}')
        with open(os.path.join(model, "modeling.py"), "w") as out:
            out.write("import torch\n\n" + "".join(f"def f{n}(x):\n    return torch.relu(x) + {n}\n\n" for n in range(60)))


def opcodes(path):
    """Two million opcodes: a list of small integers."""
    with open(path, "wb") as out:
        out.write(b"\x80\x04](" + b"K\x01" * 2_000_000 + b"e.")


def laughs(path):
    """Each tuple holds the one before twice, a hundred times."""
    with open(path, "wb") as out:
        out.write(b"\x80\x04K\x01" + b"2\x86" * 100 + b".")


def scan(path):
    return [OURS, "scan", "--quiet", path]


def row(title, what, value, bound, unit=""):
    met = "met" if value <= bound else "**missed**"
    return f"| {title} | {what} | {value:.2f}{unit} | {bound:g}{unit} | {met} |"


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    os.makedirs(CACHE, exist_ok=True)
    os.makedirs(compare.CACHE, exist_ok=True)
    subprocess.run(["sh", os.path.join(ROOT, "scripts", "peers.sh"), "picklescan"], check=True)
    compare.corpus()
    real = os.path.commonpath([path for path, _ in compare.benign()])
    start = made("tiny.pkl", tiny)
    small = made("small", small_pickles)
    cases = {
        "tiny pickle": scan(start),
        "tiny pickle, picklescan": [PICKLESCAN, "-p", start],
        "1,000 small pickles": scan(small),
        "1,000 small pickles, picklescan": [PICKLESCAN, "-p", small],
        "development corpus": scan(os.path.join(compare.CACHE, "corpus", "files")),
        "345 real files": scan(real),
        "100 mixed models": scan(made("mixed", mixed_models)),
        "10 GB safetensors": scan(made("10gb.safetensors", lambda path: safetensors(path, 10 << 10))),
        "10 GB torch zip": scan(made("10gb.pt", lambda path: torch_zip(path, 10 << 10))),
        "2 million opcodes": scan(made("opcodes.pkl", opcodes)),
        "billion laughs": scan(made("laughs.pkl", laughs)),
    }
    results = measure.interleaved(cases, rounds)

    def cpu(name):
        return min(one.cpu for one in results[name])

    def wall(name):
        return measure.median(results[name], "wall")

    small_ratio = (cpu("1,000 small pickles") - cpu("tiny pickle")) / (
        cpu("1,000 small pickles, picklescan") - cpu("tiny pickle, picklescan"))
    cores = min(2, os.cpu_count())
    busy = cpu("100 mixed models") / min(one.wall for one in results["100 mixed models"])
    memory = max(one.anonymous_mb for name in ("tiny pickle", "10 GB safetensors", "10 GB torch zip") for one in results[name])
    lines = ["| case | what | measured | bound | |", "|---|---|---|---|---|",
             row("1,000 small pickles", "CPU beyond start ÷ picklescan's", small_ratio, 1.5),
             row("development corpus", "wall", wall("development corpus"), 2, " s"),
             row("345 real files", "wall", wall("345 real files"), 3, " s"),
             f"| 100 mixed models | cores in use (CPU ÷ wall) | {busy:.2f} | {cores} cores | {'met' if busy > 1.2 else '**missed**'} |",
             row("10 GB safetensors", "wall ÷ tiny pickle's", wall("10 GB safetensors") / wall("tiny pickle"), 1.5),
             row("10 GB torch zip", "wall ÷ tiny pickle's", wall("10 GB torch zip") / wall("tiny pickle"), 1.5),
             row("tiny pickle", "wall ÷ picklescan's", wall("tiny pickle") / wall("tiny pickle, picklescan"), 1),
             row("2 million opcodes", "wall", wall("2 million opcodes"), 1, " s"),
             row("billion laughs", "wall", wall("billion laughs"), 1, " s"),
             row("tiny pickle, 10 GB files", "peak anonymous memory", memory, 150, " MB")]
    text = (f"# Speed over many and large files, last run\n\n`python3 bench/many.py {rounds}`, {datetime.date.today()}, "
            f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}, picklescan {compare.version('picklescan')}.\n\n"
            + "\n".join(lines) + "\n\n" + measure.table(results, "tiny pickle") + "\n")
    print(text)
    with open(os.path.join(ROOT, "bench", "results", "many.md"), "w") as out:
        out.write(text)


if __name__ == "__main__":
    main()
