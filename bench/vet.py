"""`weighbridge vet --source` of a known repository: wall time of the command, start of the JVM included, beside what the
hub takes to answer; and how many requests it makes. The hub is our own on loopback and waits before each answer.

    python3 bench/vet.py [--runs 15]

Needs a built ./weighbridge. Writes bench/results/vet.md.
"""

import argparse
import http.server
import json
import os
import re
import resource
import statistics
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHA = "1234567890" * 4
MODEL = {"id": "google-bert/bert-base-uncased", "_id": "5e", "sha": SHA, "createdAt": "2022-03-02T23:29:04.000Z",
         "lastModified": "2024-02-19T11:06:12.000Z", "downloads": 50_000_000, "likes": 2_000, "gated": False, "private": False,
         "pipeline_tag": "fill-mask", "library_name": "transformers", "tags": ["license:apache-2.0", "arxiv:1810.04805"],
         "cardData": {"license": "apache-2.0"}, "config": {"model_type": "bert", "architectures": ["BertForMaskedLM"]},
         "siblings": [{"rfilename": name, "size": 1000, "blobId": SHA} for name in
                      ("README.md", "LICENSE", "config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt")]
                     + [{"rfilename": "model.safetensors", "size": 440_449_768, "blobId": SHA,
                         "lfs": {"sha256": "b" * 64, "size": 440_449_768, "pointerSize": 134}}]}
ANSWERS = [(r"/api/models/google-bert/bert-base-uncased/commits/.*",
            [{"id": SHA, "title": f"commit {i}", "date": "2024-02-19T11:06:12.000Z", "authors": [{"user": "lysandre"}]}
             for i in range(25)]),
           (r"/api/models/google-bert/bert-base-uncased/discussions", {"discussions": [], "count": 0}),
           (r"/api/models/google-bert/bert-base-uncased(/revision/.*)?", MODEL),
           (r"/api/organizations/google-bert/overview",
            {"_id": "65d3", "name": "google-bert", "fullname": "BERT community", "type": "org", "numModels": 40}),
           (r"/api/models", [MODEL])]


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # a command that ends closes its connections; what was asked is counted


class Hub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked, delay = [], 0.0

    def do_GET(self):
        path = self.path.split("?")[0]
        Hub.asked.append(path)
        time.sleep(Hub.delay)
        answer = next((answer for pattern, answer in ANSWERS if re.fullmatch(pattern, path)), None)
        body = json.dumps(answer if answer is not None else {"error": "no"}).encode()
        self.send_response(200 if answer is not None else 404)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    server = Server(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {**os.environ, "HF_ENDPOINT": f"http://127.0.0.1:{server.server_port}", "HF_HUB_OFFLINE": ""}
    command = [str(ROOT / "weighbridge"), "vet", "--source", "hf://google-bert/bert-base-uncased"]
    rows = []

    def cpu():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (used.ru_utime + used.ru_stime) * 1000

    for delay in (0.0, 0.1):
        Hub.delay = delay
        subprocess.run(command, env=environment, capture_output=True)
        times, requests, spoken, before = [], 0, b"", cpu()
        for _ in range(runs):
            Hub.asked.clear()
            start = time.perf_counter()
            done = subprocess.run(command, env=environment, capture_output=True)
            times.append((time.perf_counter() - start) * 1000)
            requests, spoken = len(Hub.asked), done.stdout + done.stderr
        assert b"google-bert" in spoken and b"score" in spoken, spoken
        rows.append(f"| {delay * 1000:.0f} ms | {requests} | {(cpu() - before) / runs:.0f} ms | {statistics.median(times):.0f} ms | {max(times):.0f} ms |")
    version = [str(ROOT / "weighbridge"), "--version"]
    start_up = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(version, capture_output=True)
        start_up.append((time.perf_counter() - start) * 1000)
    text = (f"# vet --source of a known repository\n\n`python3 bench/vet.py --runs {runs}`, {time.strftime('%Y-%m-%d')}, "
            f"{os.cpu_count()} cores. The whole command, start of the JVM included (`--version` alone: median "
            f"{statistics.median(start_up):.0f} ms).\n\n| the hub waits before each answer | requests | CPU time | median | worst |\n"
            "|---|---|---|---|---|\n" + "\n".join(rows) + "\n")
    print(text)
    (ROOT / "bench/results/vet.md").write_text(text)


if __name__ == "__main__":
    main()
