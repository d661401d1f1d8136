#!/usr/bin/env python3
"""Cold models beside the upstream itself, as ratios in one run. Usage: python3 bench/cold.py [MIB] [ROUNDS]

The upstream (sparse_hub.py) makes up the bytes of a 2 GB repository of each kind, and of one of
700 GB that nobody downloads. Measured: what a verdict costs, when the first byte comes, a cold
download beside the direct one and olah, a raw pickle, CPU per GB, a hundred askers of one model.
MIB is the size of the repositories (2048). The table is written to results/cold.md too.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

import measure
import serve

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
MIB = 1 << 20
AGENT = {"User-Agent": "unknown/None; hf_hub/2.4.0; python/3.11"}
OUT = []


def say(line=""):
    OUT.append(line)
    print(line, flush=True)


def start_hub(latency):
    port = serve.free_port()
    process = subprocess.Popen(
        ["python3", f"{serve.ROOT}/bench/sparse_hub.py", str(port), str(latency), str(SIZE)])
    url = f"http://127.0.0.1:{port}"
    serve.await_http(url + "/_stats")
    return process, url


def warm_up(hub, models):
    """Lets the upstream make its digests before anything is timed."""
    for model in models:
        urllib.request.urlopen(f"{hub}/api/models/org/{model}/tree/main", timeout=600).read()
    stats(hub)


def stats(hub):
    return json.loads(urllib.request.urlopen(hub + "/_stats", timeout=60).read())


def verdicts(latency_hub):
    """The command line, from ranges, at 20 ms a request."""
    warm_up(latency_hub, ["safetensors", "torch", "gguf", "huge"])
    say("**A verdict from ranges** (`weighbridge scan hf://…`, 20 ms latency)\n")
    say("| repository | weights | read of them | share | requests, redirects counted | seconds, start of the JVM included |")
    say("|---|---|---|---|---|---|")
    for model in ("safetensors", "torch", "gguf", "huge"):
        env = {**os.environ, "HF_ENDPOINT": latency_hub}
        start = time.perf_counter()
        result = subprocess.run([f"{serve.ROOT}/weighbridge", "scan", "--format", "json", f"hf://org/{model}"],
                                env=env, capture_output=True, text=True)
        wall = time.perf_counter() - start
        report = json.loads(result.stdout)
        assert report["verdict"] == "safe", result.stdout[:500]
        asked = stats(latency_hub)
        weights = sum(file["size"] for file in report["files"] if file["size"] > MIB)
        read = asked["cdn"]["bytes"]
        requests = asked["cdn"]["requests"] + asked["resolve"]["requests"]
        say(f"| {model} | {weights / 1e9:.1f} GB | {read / 1e3:.0f} kB | {100 * read / weights:.4f} % | {requests} | {wall:.1f} |")
    say()


def ask(url, timeout=120):
    """Seconds to the first byte and to the end, obeying 429; and the bytes."""
    start = time.perf_counter()
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=AGENT), timeout=timeout) as answer:
                first = answer.read(1)
                at_first = time.perf_counter() - start
                total = len(first)
                while chunk := answer.read(1 << 20):
                    total += len(chunk)
                return at_first, time.perf_counter() - start, total
        except urllib.error.HTTPError as refused:
            if refused.code != 429:
                raise SystemExit(f"{url}: {refused.code} {refused.headers.get('X-Error-Message')}")
            time.sleep(int(refused.headers.get("Retry-After", "10")))


def gate(folder, hub, options=""):
    os.makedirs(folder, exist_ok=True)
    return serve.start_gate(folder, hub)


def paths(hub, model):
    tree = json.loads(urllib.request.urlopen(f"{hub}/api/models/org/{model}/tree/main", timeout=60).read())
    return [(entry["path"], entry["size"]) for entry in tree]


def first_bytes(folder, hub):
    say("**First byte and end, through a cold gate** (one client, the largest file of each)\n")
    say("| repository | first byte | whole file | MB/s |\n|---|---|---|---|")
    for model in ("safetensors", "torch", "gguf"):
        process, url = gate(f"{folder}/first-{model}", hub)
        try:
            path, size = max(paths(hub, model), key=lambda one: one[1])
            first, whole, total = ask(f"{url}/org/{model}/resolve/main/{path}")
            assert total == size, (total, size)
            say(f"| {model} | {first:.2f} s | {whole:.1f} s | {size / whole / 1e6:.0f} |")
        finally:
            stop(process)
            shutil.rmtree(f"{folder}/first-{model}", ignore_errors=True)
    say()


def raw_pickle(folder, hub):
    stats(hub)
    process, url = gate(f"{folder}/pickle", hub)
    try:
        fetched = []

        def watch():
            while not fetched:
                if stats(hub).get("cdn", {}).get("bytes", 0) >= 40 << 20:
                    fetched.append(time.perf_counter())
                time.sleep(0.01)

        watcher = threading.Thread(target=watch, daemon=True)
        start = time.perf_counter()
        watcher.start()
        first, _, _ = ask(f"{url}/org/pickle/resolve/main/model.pkl")
        watcher.join(5)
        after = start + first - fetched[0] if fetched else float("nan")
        say(f"**Raw pickle of 50 MB**: first byte {first:.2f} s after asking, {max(0, after):.2f} s after its last byte was fetched\n")
    finally:
        stop(process)


def downloads(folder, hub, hub_pid):
    """The same client, from the upstream itself and through a server that has nothing yet."""
    serve.MODEL = "org/safetensors"
    runs = {"direct": [], "weighbridge, cold": [], "olah 0.5.4, cold": []}

    def download(name, url, pid):
        before = serve.cpu_seconds(hub_pid), serve.cpu_seconds(pid) if pid else 0
        one = serve.hub_download(url, folder)
        runs[name].append((one.wall, one.cpu, serve.cpu_seconds(hub_pid) - before[0],
                           serve.cpu_seconds(pid) - before[1] if pid else 0))

    for number in range(ROUNDS):
        download("direct", hub, None)
        process, url = gate(f"{folder}/cold-{number}", hub)
        try:
            download("weighbridge, cold", url, process.pid)
        finally:
            stop(process)
            shutil.rmtree(f"{folder}/cold-{number}", ignore_errors=True)
        try:
            process, url = serve.start_olah(folder, hub)
            try:
                download("olah 0.5.4, cold", url, process.pid)
            finally:
                stop(process)
                shutil.rmtree(f"{folder}/olah", ignore_errors=True)
        except SystemExit as reason:
            print(f"olah left out: {reason}", file=sys.stderr)
    median = measure.statistics.median
    direct = median(run[0] for run in runs["direct"])
    gigabytes = SIZE * 1.048576 / 1000
    say(f"**Cold download, huggingface_hub 2.x, {SIZE} MiB in 4 files**, median of {ROUNDS}; the server was just started\n")
    say("| | MB/s | of direct | CPU s per GB: client | upstream | server | cores busy, of "
        f"{os.cpu_count()} |\n|---|---|---|---|---|---|---|")
    for name, values in runs.items():
        if values:
            wall = median(run[0] for run in values)
            parts = [median(run[index] for run in values) for index in (1, 2, 3)]
            say(f"| {name} | {gigabytes * 1000 / wall:.0f} | {100 * direct / wall:.0f} % | "
                + " | ".join(f"{part / gigabytes:.2f}" for part in parts)
                + f" | {median(sum(run[1:]) / run[0] for run in values):.1f} |")
    say()


def sum_of_parts(folder, hub):
    """CPU seconds per GB of sha256sum, curl to a file, and nginx sending that file."""
    path, size = max(paths(hub, "safetensors"), key=lambda one: one[1])
    file = f"{folder}/whole"
    curl = measure.run(["curl", "-sfL", "-o", file, f"{hub}/org/safetensors/resolve/main/{path}"], sample=False)
    sha = measure.run(["sha256sum", file], sample=False)
    port = serve.free_port()
    config = f"{folder}/parts.conf"
    with open(config, "w") as out:
        user = "user root; " if os.getuid() == 0 else ""  # its workers must be able to read the folder
        out.write(f"{user}worker_processes 1; daemon off; pid {folder}/parts.pid; error_log {folder}/parts.log;\n"
                  "events { }\nhttp { access_log off; sendfile on; server { "
                  f"listen 127.0.0.1:{port}; location / {{ root {folder}; }} }} }}\n")
    nginx = subprocess.Popen(["nginx", "-c", config, "-p", folder])
    try:
        serve.await_http(f"http://127.0.0.1:{port}/none")
        before = serve.cpu_seconds(nginx.pid)
        one = measure.run(["curl", "-sf", "-o", "/dev/null", f"http://127.0.0.1:{port}/whole"], sample=False)
        if one.code != 0:
            raise SystemExit(f"curl from nginx failed with {one.code}")
        sent = serve.cpu_seconds(nginx.pid) - before
    finally:
        stop(nginx)
        os.unlink(file)
    return [cpu / (size / 1e9) for cpu in (sha.cpu, curl.cpu, sent)]


def one_client_cpu(folder, hub):
    """CPU of a gate that passes the same files to curl, one after the other."""
    process, url = gate(f"{folder}/cpu", hub)
    try:
        before = serve.cpu_seconds(process.pid)
        total = 0
        for path, size in paths(hub, "safetensors"):
            total += ask(f"{url}/org/safetensors/resolve/main/{path}")[2]
        return (serve.cpu_seconds(process.pid) - before) / (total / 1e9)
    finally:
        stop(process)
        shutil.rmtree(f"{folder}/cpu", ignore_errors=True)


def askers(folder, hub):
    """A hundred clients of one cold model at once, each reading all of one file."""
    path, size = max(paths(hub, "safetensors"), key=lambda one: one[1])
    stats(hub)
    process, url = gate(f"{folder}/askers", hub)
    peak, done = [0], threading.Event()

    def watch():
        while not done.is_set():
            pids = [process.pid, *measure.children(process.pid)]
            peak[0] = max(peak[0], sum(measure.anonymous_kib(pid) for pid in pids))
            done.wait(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    try:
        clients = [subprocess.Popen(["curl", "-sf", "--retry", "10", "--max-time", "900", "-A", AGENT["User-Agent"],
                                     "-o", "/dev/null", "-w", "%{size_download}", f"{url}/org/safetensors/resolve/main/{path}"],
                                    stdout=subprocess.PIPE, text=True) for _ in range(100)]
        sizes = [client.communicate()[0] for client in clients]
    finally:
        done.set()
        watcher.join()
        stop(process)
        shutil.rmtree(f"{folder}/askers", ignore_errors=True)
    wall = time.perf_counter() - start
    right = sum(text == str(size) for text in sizes)
    sent = stats(hub)["cdn"]["bytes"]
    say(f"**100 askers of one cold file of {size / 1e6:.0f} MB**: {right} of 100 got it whole in {wall:.0f} s; "
        f"anonymous memory of the gate at most {peak[0] / 1024:.0f} MB; "
        f"the upstream sent the whole repository {sent / sum(s for _, s in paths(hub, 'safetensors')):.2f} times\n")


def stop(process):
    process.terminate()
    process.wait(30)


def main():
    serve.PYTHON = subprocess.run(["sh", f"{serve.ROOT}/scripts/venvs.sh", "hub-2"], check=True,
                                  capture_output=True, text=True).stdout.split()[-1] + "/bin/python"
    subprocess.run(["sh", f"{serve.ROOT}/scripts/peers.sh", "olah"], check=True)
    subprocess.run([f"{serve.ROOT}/weighbridge", "--version"], check=True, capture_output=True)
    os.makedirs(serve.CACHE, exist_ok=True)
    folder = tempfile.mkdtemp(dir=serve.CACHE)
    slow, slow_hub = start_hub(20)
    quick, hub = start_hub(0)
    try:
        say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, repositories of {SIZE} MiB\n")
        verdicts(slow_hub)
        warm_up(hub, ["safetensors", "torch", "gguf", "pickle"])
        first_bytes(folder, hub)
        raw_pickle(folder, hub)
        downloads(folder, hub, quick.pid)
        parts = sum_of_parts(folder, hub)
        ours = one_client_cpu(folder, hub)
        say("**CPU seconds per GB, cold, one client**\n\n| | s per GB |\n|---|---|")
        for name, value in zip(("sha256sum", "curl to a file", "nginx sends it"), parts):
            say(f"| {name} | {value:.2f} |")
        say(f"| sum of the three | {sum(parts):.2f} |")
        say(f"| weighbridge: receive, hash, judge, store, send | {ours:.2f} ({ours / sum(parts):.1f} ×) |\n")
        askers(folder, hub)
    finally:
        stop(slow)
        stop(quick)
        shutil.rmtree(folder, ignore_errors=True)
    with open(f"{serve.ROOT}/bench/results/cold.md", "w") as out:
        out.write("\n".join(OUT).rstrip() + "\n")


if __name__ == "__main__":
    main()
