#!/usr/bin/env python3
"""Signing and verifying beside model_signing (the reference, in Python), as ratios in one run.
Usage: python3 bench/sign.py [ROUNDS [MEGABYTES [FILES]]]     the table goes to bench/results/sign.md

Large: 8 files, 4096 MB, in the page cache. The bound is what one core needs to read them (1 MiB
blocks) and then to hash them (OpenSSL's SHA-256), measured in the same rounds; speeds are bytes per
second of CPU, the start of each program (its time for a tiny model) taken off. Small: 10,000 files of
4 KB, whole runs of the programs. Stored: what a running gate answers about an admitted revision of
that size, whose bytes it knows. With other sizes, or fewer than three rounds, nothing is written:
such a run only tries the script.
"""

import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import measure
import serve

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OURS = os.path.join(ROOT, "weighbridge")
CACHE = os.path.join(ROOT, ".cache", "bench")
BLOCK = 1 << 20


def write(folder, files, size):
    """Files of random bytes; the same block at different offsets, since making them is not measured."""
    os.makedirs(folder)
    noise = os.urandom(2 * BLOCK)
    for number in range(files):
        with open(f"{folder}/{number:05d}.bin", "wb") as out:
            left = size
            while left > 0:
                at = (number * 7919 + left) % BLOCK
                left -= out.write(noise[at:at + min(BLOCK, left)])
    return folder


def bound(folder):
    """CPU seconds for reading the files once, and for hashing as many bytes from memory."""
    buffer = bytearray(BLOCK)
    view = memoryview(buffer)
    before = time.process_time()
    total = 0
    for name in sorted(os.listdir(folder)):
        with open(f"{folder}/{name}", "rb", buffering=0) as file:
            while count := file.readinto(buffer):
                total += count
    read = time.process_time() - before
    digest = hashlib.sha256()
    before = time.process_time()
    for _ in range(total // BLOCK):
        digest.update(view)
    return read + (time.process_time() - before)


class Tools:
    """The same key and the same question for both programs."""

    def __init__(self, folder):
        subprocess.run([OURS, "keys", "init", "--keys", f"{folder}/keys"], check=True, stdout=subprocess.DEVNULL)
        public = subprocess.run([OURS, "keys", "public", "--keys", f"{folder}/keys"], check=True, capture_output=True)
        with open(f"{folder}/key.pub", "wb") as out:
            out.write(public.stdout)
        self.private = next(f"{folder}/keys/{name}" for name in os.listdir(f"{folder}/keys") if name.endswith(".key"))
        self.public, self.folder = f"{folder}/key.pub", folder
        found = subprocess.run(["sh", f"{ROOT}/scripts/venvs.sh", "model-signing"], check=True, capture_output=True, text=True)
        self.reference = found.stdout.split()[-1] + "/bin/model_signing"

    def commands(self, model, what):
        ours, theirs = (f"{self.folder}/{os.path.basename(model)}.{who}.sig" for who in ("ours", "theirs"))
        if what == "sign":
            return {
                "weighbridge": [OURS, "sign", model, "--key", self.private, "--signature", ours],
                "model_signing": [self.reference, "sign", "key", "--private_key", self.private, "--signature", theirs, model],
            }
        return {
            "weighbridge": [OURS, "verify", model, "--key", self.public, "--signature", ours],
            "model_signing": [self.reference, "verify", "key", "--public_key", self.public, "--signature", theirs, model],
        }

    def runs(self, model, rounds, more=lambda: None):
        """{(program, what): [Run]}, interleaved."""
        results = {}
        for turn in range(rounds + 1):
            more()
            for what in ("sign", "verify"):
                for name, command in self.commands(model, what).items():
                    one = measure.run(command, sample=False)
                    if one.code != 0:
                        raise SystemExit(f"failed with {one.code}: {' '.join(command)}")
                    if turn > 0:
                        results.setdefault((name, what), []).append(one)
        return results


def large(tools, folder, megabytes, rounds):
    size = megabytes // 8 * 1_000_000 * 8
    model, tiny = write(f"{folder}/large", 8, size // 8), write(f"{folder}/tiny", 1, 100)
    bounds = []
    starts = tools.runs(tiny, rounds)
    runs = tools.runs(model, rounds, lambda: bounds.append(bound(model)))
    limit = statistics.median(bounds)
    lines = [f"**{megabytes} MB in 8 files**", "", "| | MB per CPU second | of the bound | cores used |", "|---|---|---|---|",
             f"| read, then SHA-256, one core | {size / limit / 1e6:.0f} | 100 % | 1.0 |"]
    for (name, what), done in runs.items():
        start = starts[name, what]
        cpu = measure.median(done, "cpu") - measure.median(start, "cpu")
        wall = measure.median(done, "wall") - measure.median(start, "wall")
        lines.append(f"| {name} {what} | {size / cpu / 1e6:.0f} | {limit / cpu * 100:.0f} % | {cpu / wall:.1f} |")
    shutil.rmtree(model)
    return lines


def small(tools, folder, files, rounds):
    model = write(f"{folder}/small", files, 4096)
    runs = tools.runs(model, rounds)
    lines = ["", f"**{files:,} files of 4 KB, whole runs**", "", "| | wall s | CPU s | CPU ÷ ours | wall ÷ ours |", "|---|---|---|---|---|"]
    for (name, what), done in runs.items():
        ours = runs["weighbridge", what]
        wall, cpu = measure.median(done, "wall"), measure.median(done, "cpu")
        lines.append(f"| {name} {what} | {wall:.2f} | {cpu:.2f} | {cpu / measure.median(ours, 'cpu'):.1f}"
                     f" | {wall / measure.median(ours, 'wall'):.1f} |")
    return lines


def stored(folder, megabytes):
    """A gate that holds the revision answers whether it is still what was admitted."""
    port = serve.free_port()
    upstream = f"http://127.0.0.1:{port}"
    recorder = f"{ROOT}/acceptance/src/test/resources/tools/hub_recorder.py"
    processes = [subprocess.Popen(["python3", recorder, str(port), f"{folder}/log", str(megabytes)],
                                  env={**os.environ, "BIGDIR": f"{folder}/big"})]
    try:
        serve.await_http(upstream + "/__state", 300)
        gate, url = serve.start_gate(folder, upstream)
        processes.append(gate)
        info, files = serve.tree(url)
        for entry in files:
            if entry["type"] == "file":
                subprocess.run(["curl", "-sfL", "--retry", "20", "-o", "/dev/null",
                                f"{url}/{serve.MODEL}/resolve/{info['sha']}/{entry['path']}"], check=True)
        serve.await_http(f"{url}/api/weighbridge/passports/{serve.MODEL}/{info['sha']}")
        took, inside = [], []
        for _ in range(20):
            before = time.perf_counter()
            answer = json.loads(urllib.request.urlopen(f"{url}/api/weighbridge/verify/{serve.MODEL}/{info['sha']}").read())
            took.append((time.perf_counter() - before) * 1000)
            if answer["verified"] is not True:
                raise SystemExit(f"not verified: {answer}")
            inside.append(answer["microseconds"] / 1000)
        held = sum(entry["size"] for entry in files if entry["type"] == "file") / 1e6
        return ["", f"**A stored revision of {held:.0f} MB, verified in the running gate**", "",
                "| | first | median | most |", "|---|---|---|---|",
                f"| ms, as the client sees it (20 times) | {took[0]:.1f} | {statistics.median(took):.1f} | {max(took):.1f} |",
                f"| ms, inside the gate | {inside[0]:.1f} | {statistics.median(inside):.1f} | {max(inside):.1f} |"]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    megabytes = int(sys.argv[2]) if len(sys.argv) > 2 else 4096
    files = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
    os.makedirs(CACHE, exist_ok=True)
    folder = tempfile.mkdtemp(dir=CACHE)
    lines = [f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before, {rounds} rounds, medians", ""]
    try:
        tools = Tools(folder)
        for part in (lambda: large(tools, folder, megabytes, rounds), lambda: small(tools, folder, files, rounds),
                     lambda: stored(folder, megabytes)):
            lines += part()
            print("\n".join(lines[-8:]), flush=True)
        if megabytes == 4096 and files == 10_000 and rounds >= 3:
            with open(f"{ROOT}/bench/results/sign.md", "w") as out:
                out.write("# Signing and verifying, last run\n\n"
                          f"`python3 bench/sign.py {rounds}`, {time.strftime('%Y-%m-%d')}.\n\n" + "\n".join(lines) + "\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
