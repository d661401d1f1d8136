#!/usr/bin/env python3
"""Warm download of 2 GB beside nginx and olah, as ratios in one run.
Usage: python3 bench/serve.py [ROUNDS [MEGABYTES]]     the table goes to bench/results/serve.md

nginx (Debian package nginx-light) serves the very same blobs with the headers that clients need;
olah is a caching proxy for the Hub. All listen on loopback, all caches are warm, the rounds are
interleaved. The upstream is the reference recorder with four files of 512 MiB. With other sizes than
2048 MiB, or fewer than three rounds, nothing is written: such a run only tries the script.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import measure

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = os.path.join(ROOT, ".cache", "peers")
CACHE = os.path.join(ROOT, ".cache", "bench")
MODEL = "org/big"
PYTHON = "python3"  # the environment with a current huggingface_hub, found in main


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_http(url, seconds=120):
    deadline = time.time() + seconds
    while time.time() < deadline:
        try:
            return urllib.request.urlopen(url, timeout=60).read()
        except urllib.error.HTTPError as answer:
            return answer.read()
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"no answer from {url}")


def cpu_seconds(pid):
    """User and system time of a process and its descendants so far."""
    total = 0.0
    for one in [pid, *measure.children(pid)]:
        with open(f"/proc/{one}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def tree(base):
    info = json.loads(urllib.request.urlopen(f"{base}/api/models/{MODEL}/revision/main", timeout=60).read())
    listing = urllib.request.urlopen(
        f"{base}/api/models/{MODEL}/tree/{info['sha']}?recursive=true", timeout=60).read()
    return info, json.loads(listing)


def start_nginx(folder, gate):
    """Static files and the JSON that a snapshot asks for, from the gate's own answers."""
    info, files = tree(gate)
    sha = info["sha"]
    root = os.path.join(folder, "nginx")
    os.makedirs(f"{root}/files", exist_ok=True)
    locations = []
    for name, body in (("revision", info), ("tree", files)):
        with open(f"{root}/{name}.json", "w") as out:
            json.dump(body, out)
    for entry in files:
        if entry["type"] != "file":
            continue
        path = f"{root}/files/{entry['path']}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with urllib.request.urlopen(f"{gate}/{MODEL}/resolve/{sha}/{entry['path']}") as body, open(path, "wb") as out:
            shutil.copyfileobj(body, out, 1 << 20)
        etag = entry.get("lfs", {}).get("oid") or entry["oid"]
        headers = f'add_header X-Repo-Commit {sha}; add_header ETag \'"{etag}"\'; etag off; add_header X-Linked-Size {entry["size"]}; add_header X-Linked-Etag \'"{etag}"\';'
        locations.append(f"location ~ ^/{MODEL}/resolve/[^/]+/{entry['path']}$ {{ alias {path}; {headers} }}")
    port = free_port()
    config = f"""
{"user root;" if os.getuid() == 0 else ""}  # the files lie in a private folder
worker_processes auto; daemon off; pid {root}/pid; error_log {root}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; default_type application/octet-stream;
  server {{
    listen 127.0.0.1:{port};
    location /api/models/{MODEL}/revision/ {{ default_type application/json; alias {root}/revision.json; }}
    location /api/models/{MODEL}/tree/ {{ default_type application/json; alias {root}/tree.json; }}
    {os.linesep.join(locations)}
  }}
}}"""
    config = config.replace(f"location /api/models/{MODEL}/revision/ {{ default_type application/json; alias",
                            f"location ~ ^/api/models/{MODEL}/revision/ {{ default_type application/json; alias")
    config = config.replace(f"location /api/models/{MODEL}/tree/ {{ default_type application/json; alias",
                            f"location ~ ^/api/models/{MODEL}/tree/ {{ default_type application/json; alias")
    with open(f"{root}/nginx.conf", "w") as out:
        out.write(config)
    process = subprocess.Popen(["nginx", "-c", f"{root}/nginx.conf", "-p", root])
    await_http(f"http://127.0.0.1:{port}/api/models/{MODEL}/revision/main")
    return process, f"http://127.0.0.1:{port}"


def start_gate(folder, upstream):
    port = free_port()
    config = os.path.join(folder, "weighbridge.yaml")
    # The recorder's large files are random bytes, which wait for a person: this one is let through.
    policy = subprocess.run([os.path.join(ROOT, "weighbridge"), "policy", "text"], check=True,
                            capture_output=True, text=True).stdout
    allowed = f"\nallow:\n  - model: {MODEL}\n    reason: made for this benchmark\n"
    assert "\nallow: []\n" in policy
    with open(f"{folder}/policy.yaml", "w") as out:
        out.write(policy.replace("\nallow: []\n", allowed))
    with open(config, "w") as out:
        out.write(f"listen: 127.0.0.1:{port}\ndata: {folder}/data\npolicy: {folder}/policy.yaml\n"
                  f"upstreams:\n  - name: recorder\n    url: {upstream}\n")
    process = subprocess.Popen([os.path.join(ROOT, "weighbridge"), "serve", "--config", config],
                               stdout=open(f"{folder}/gate.log", "w"), stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    await_http(base + "/health", 300)
    return process, base


def start_olah(folder, upstream):
    port = free_port()
    process = subprocess.Popen(
        [f"{PEERS}/olah/bin/olah-cli", "--host", "127.0.0.1", "--port", str(port), "--hf-scheme", "http",
         "--hf-netloc", upstream.removeprefix("http://"), "--hf-lfs-netloc", upstream.removeprefix("http://"),
         "--repos-path", f"{folder}/olah", "--mirror-scheme", "http", "--mirror-netloc", f"127.0.0.1:{port}"],
        stdout=open(f"{folder}/olah.log", "w"), stderr=subprocess.STDOUT, cwd=folder)
    base = f"http://127.0.0.1:{port}"
    await_http(base + "/api/models/" + MODEL, 60)
    return process, base


def hub_download(base, folder):
    """A current huggingface_hub, its cache emptied before each run."""
    home = tempfile.mkdtemp(dir=folder)
    code = ("import sys, huggingface_hub as h;"
            "h.snapshot_download(sys.argv[1], cache_dir=sys.argv[2])")
    env = {**os.environ, "HF_ENDPOINT": base, "HF_HOME": home, "HF_HUB_DISABLE_PROGRESS_BARS": "1",
           "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    try:
        one = measure.run([PYTHON, "-c", code, MODEL, home], env)
        if one.code != 0:
            again = subprocess.run([PYTHON, "-c", code, MODEL, home], env=env, capture_output=True, text=True)
            raise SystemExit(f"download from {base} failed with {one.code}: {again.stderr[-1000:]}")
        return one
    finally:
        shutil.rmtree(home, ignore_errors=True)


def curl_download(base, folder):
    _, files = tree(base)
    urls = [f"{base}/{MODEL}/resolve/main/{entry['path']}" for entry in files if entry["type"] == "file"]
    arguments = [part for url in urls for part in ("-o", "/dev/null", url)]
    one = measure.run(["curl", "-sfL", *arguments])
    if one.code != 0:
        raise SystemExit(f"curl from {base} failed with {one.code}")
    return one


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    megabytes = int(sys.argv[2]) if len(sys.argv) > 2 else 2048
    size = megabytes * 1.048576  # in MB, as rates are told
    global PYTHON
    PYTHON = subprocess.run(["sh", f"{ROOT}/scripts/venvs.sh", "hub-2"], check=True,
                            capture_output=True, text=True).stdout.split()[-1] + "/bin/python"
    subprocess.run(["sh", f"{ROOT}/scripts/peers.sh", "olah"], check=True)
    os.makedirs(CACHE, exist_ok=True)
    folder = tempfile.mkdtemp(dir=CACHE)
    port = free_port()
    upstream = f"http://127.0.0.1:{port}"
    processes = [subprocess.Popen(
        ["python3", f"{ROOT}/acceptance/src/test/resources/tools/hub_recorder.py", str(port), f"{folder}/log", str(megabytes)],
        env={**os.environ, "BIGDIR": f"{CACHE}/big-{megabytes}"})]
    try:
        await_http(upstream + "/__state", 300)
        gate, gate_url = start_gate(folder, upstream)
        processes.append(gate)
        hub_download(gate_url, folder)
        nginx, nginx_url = start_nginx(folder, gate_url)
        processes.append(nginx)
        servers = {"weighbridge": (gate, gate_url), "nginx": (nginx, nginx_url)}
        olah, olah_url = start_olah(folder, upstream)
        processes.append(olah)
        try:
            hub_download(olah_url, folder)
            servers["olah 0.5.4"] = (olah, olah_url)
        except SystemExit as reason:
            print(f"olah left out: {reason}")
        lines = [f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before, {rounds} rounds, "
                 f"4 x {megabytes // 4} MiB, warm, client included"]
        print(lines[0], flush=True)
        for client, download in (("huggingface_hub 2.x, 8 workers", hub_download), ("curl to /dev/null", curl_download)):
            walls = {name: [] for name in servers}
            cpus = {name: [] for name in servers}
            for _ in range(rounds):
                for name, (process, url) in servers.items():
                    before = cpu_seconds(process.pid)
                    walls[name].append(download(url, folder).wall)
                    cpus[name].append(cpu_seconds(process.pid) - before)
            base = measure.statistics.median(walls["nginx"])
            lines += ["", f"**{client}**", "", "| | MB/s | of nginx | server CPU s per GB |", "|---|---|---|---|"]
            for name in servers:
                wall = measure.statistics.median(walls[name])
                cpu = measure.statistics.median(cpus[name])  / size * 1000
                lines.append(f"| {name} | {size / wall:.0f} | {base / wall * 100:.0f} % | {cpu:.2f} |")
            print("\n".join(lines[-len(servers) - 5:]), flush=True)
        if megabytes == 2048 and rounds >= 3:
            with open(f"{ROOT}/bench/results/serve.md", "w") as out:
                out.write("# Serving speed, last run\n\n"
                          f"`python3 bench/serve.py {rounds}`, {time.strftime('%Y-%m-%d')}.\n\n" + "\n".join(lines) + "\n")
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
