#!/usr/bin/env python3
"""A hub whose files exist as descriptions only. Usage: python3 bench/sparse_hub.py PORT [LATENCY_MS]

A file is a list of pieces: bytes, or a length to be filled from one repeated megabyte, so a
repository of 700 GB takes no disk. Large files are redirected to /cdn/, as the Hub does. GET /_stats
says what was asked for and sent since the last GET, in requests and bytes, by route.
"""

import hashlib
import json
import random
import struct
import sys
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlparse

COMMIT = "c" * 40
FILL = random.Random(1).randbytes(1 << 20)
MIB = 1 << 20


class File:
    """Pieces in a row; a piece is bytes, or a number of bytes of filling."""

    def __init__(self, pieces, large=True, sha256=None):
        self.pieces, self.large = pieces, large
        self.size = sum(p if isinstance(p, int) else len(p) for p in pieces)
        self._sha256 = sha256

    def chunks(self, first, last):
        """The bytes from first to last, inclusive."""
        at = 0
        for piece in self.pieces:
            length = piece if isinstance(piece, int) else len(piece)
            start, stop = max(first, at), min(last + 1, at + length)
            if not isinstance(piece, int):
                if start < stop:
                    yield piece[start - at:stop - at]
            else:
                while start < stop:
                    inside = (start - at) % len(FILL)
                    count = min(len(FILL) - inside, stop - start)
                    yield FILL[inside:inside + count]
                    start += count
            at += length

    def etag(self):
        if not self.large:
            body = b"".join(self.chunks(0, self.size - 1))
            return hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
        if self._sha256 is None:
            digest = hashlib.sha256()
            for chunk in self.chunks(0, self.size - 1):
                digest.update(chunk)
            self._sha256 = digest.hexdigest()
        return self._sha256


def small(text):
    return File([text.encode()], large=False)


def safetensors(tensors, sha256=None):
    """A shard of BF16 tensors: a list of (name, bytes)."""
    header, at = {"__metadata__": {"format": "pt"}}, 0
    for name, size in tensors:
        header[name] = {"dtype": "BF16", "shape": [size // 2], "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return File([struct.pack("<Q", len(text)) + text, *[size for _, size in tensors]], sha256=sha256)


def torch_pickle(tensors):
    """What torch.save writes for a dictionary of float tensors, put together from opcodes."""
    out = bytearray(b"\x80\x02ccollections\nOrderedDict\n)R(")
    text = lambda value: b"X" + struct.pack("<I", len(value)) + value.encode()
    number = lambda value: b"J" + struct.pack("<i", value)
    for index, (name, size) in enumerate(tensors):
        count = size // 4
        out += text(name)
        out += b"ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + b"ctorch\nFloatStorage\n"
        out += text(str(index)) + text("cpu") + number(count) + b"tQ" + number(0)
        out += number(count) + b"\x85" + number(1) + b"\x85" + b"\x89" + b"ccollections\nOrderedDict\n)Rt" + b"R"
    return bytes(out + b"u.")


def torch_zip(tensors):
    """A checkpoint as torch.save lays it out: data.pkl, storages, marks, all stored."""
    members = [("data.pkl", [torch_pickle(tensors)]), ("byteorder", [b"little"])]
    members += [(f"data/{index}", [size]) for index, (_, size) in enumerate(tensors)]
    members += [("version", [b"3\n"]), (".data/serialization_id", [b"0" * 40])]
    pieces, directory, at = [], b"", 0
    for name, body in members:
        name = ("archive/" + name).encode()
        content, crc = File(body), 0
        for chunk in content.chunks(0, content.size - 1):
            crc = zlib.crc32(chunk, crc)
        padding = -(at + 30 + len(name) + 4) % 64
        extra = struct.pack("<HH", 0x4246, padding) + b"Z" * padding
        fields = struct.pack("<HHHHHIII", 20, 0, 0, 0, 0x21, crc, content.size, content.size)
        header = b"PK\3\4" + fields + struct.pack("<HH", len(name), len(extra)) + name + extra
        directory += b"PK\1\2" + struct.pack("<H", 20) + fields
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, at) + name
        pieces += [header, *body]
        at += len(header) + content.size
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), at, 0)
    return File([*pieces, directory, end])


def gguf(tensors, words):
    """A model with a vocabulary, scores and token types."""
    text = lambda value: struct.pack("<Q", len(value)) + value.encode()
    out = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), 5)
    out += text("general.architecture") + struct.pack("<I", 8) + text("llama")
    out += text("general.alignment") + struct.pack("<II", 4, 32)
    tokens = [f"word{index}" for index in range(words)]
    out += text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, words) + b"".join(map(text, tokens))
    out += text("tokenizer.ggml.scores") + struct.pack("<IIQ", 9, 6, words) + struct.pack(f"<{words}f", *range(words))
    out += text("tokenizer.ggml.token_type") + struct.pack("<IIQ", 9, 5, words) + struct.pack("<i", 1) * words
    at = 0
    for name, size in tensors:
        out += text(name) + struct.pack("<IQIQ", 1, size // 4, 0, at)
        at += size
    out += b"\0" * (-len(out) % 32)
    return File([out, *[size for _, size in tensors]])


def config(kind="llama"):
    return small(json.dumps({"architectures": ["LlamaForCausalLM"], "model_type": kind, "hidden_size": 4096}))


CARD = "---\nlicense: apache-2.0\n---\n# a model\n"


def index(shards):
    weights = {name: path for path, shard in shards.items() for name, _ in shard}
    return small(json.dumps({"metadata": {"total_size": 0}, "weight_map": weights}))


def shards(count, tensors, size):
    """Names of shards and their tensors, as evenly as it goes."""
    names = [f"model.layers.{n}.weight" for n in range(tensors)]
    out = {}
    for n in range(count):
        own = names[n * tensors // count:(n + 1) * tensors // count]
        out[f"model-{n + 1:05}-of-{count:05}.safetensors"] = [(name, size // len(own) // 64 * 64) for name in own]
    return out


def huge():
    parts = shards(190, 1200, 3_700_000_000)
    files = {path: safetensors(own, hashlib.sha256(path.encode()).hexdigest()) for path, own in parts.items()}
    return {"config.json": config(), "README.md": small(CARD),
            "model.safetensors.index.json": index(parts), **files}


def layers(count, size):
    return [(f"model.layers.{n}.weight", size // count // 64 * 64) for n in range(count)]


def repositories(total=2048 * MIB):
    parts = shards(4, 200, total // 4)
    # {"layer": 48 MiB of bytes}, protocol 4; the module of that name here is a benchmark.
    pack = b"\x80\x04}\x8c\x05layerB" + struct.pack("<I", 48 * MIB) + FILL * 48 + b"s."
    return {
        "org/huge": huge,
        "org/safetensors": lambda: {"config.json": config(), "README.md": small(CARD),
                                    "model.safetensors.index.json": index(parts),
                                    **{path: safetensors(own) for path, own in parts.items()}},
        "org/torch": lambda: {"config.json": config(), "README.md": small(CARD),
                              "pytorch_model.bin": torch_zip(layers(200, total))},
        "org/gguf": lambda: {"README.md": small(CARD), "model-q8.gguf": gguf(layers(200, total), 32_000)},
        "org/pickle": lambda: {"README.md": small(CARD), "model.pkl": File([pack])},
    }


class Hub:
    def __init__(self, latency, total):
        self.latency = latency
        self.lock = threading.Lock()
        self.makers, self.made = repositories(total), {}
        self.stats = {}

    def files(self, model):
        with self.lock:
            if model not in self.made and model in self.makers:
                self.made[model] = self.makers[model]()
            return self.made.get(model)

    def count(self, route, size):
        with self.lock:
            entry = self.stats.setdefault(route, {"requests": 0, "bytes": 0})
            entry["requests"] += 1
            entry["bytes"] += size

    def taken(self):
        with self.lock:
            taken, self.stats = self.stats, {}
            return taken


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub = None

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        path = unquote(urlparse(self.path).path)
        if path == "/_stats":
            return self.json(self.hub.taken())
        if self.hub.latency:
            time.sleep(self.hub.latency)
        try:
            self.route(path)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_POST(self):
        """Only paths-info, which proxies ask for."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        path = unquote(urlparse(self.path).path)
        model = path.removeprefix("/api/models/").split("/paths-info/")[0]
        files = self.hub.files(model)
        if files is None or "/paths-info/" not in path:
            return self.missing()
        if body.startswith("{"):
            asked = json.loads(body).get("paths", [])
            asked = [asked] if isinstance(asked, str) else asked
        else:
            asked = parse_qs(body).get("paths", [])
        self.json([self.entry(name, files[name]) for name in asked if name in files])

    def route(self, path):
        if path.startswith("/api/models/"):
            return self.api(path.removeprefix("/api/models/"))
        if path.startswith("/cdn/"):
            model, name = path.removeprefix("/cdn/").split("!", 1)
            file = (self.hub.files(model) or {}).get(name)
            return self.file("cdn", file) if file else self.missing()
        if "/resolve/" in path:
            model, rest = path[1:].split("/resolve/", 1)
            name = rest.split("/", 1)[1] if "/" in rest else ""
            file = (self.hub.files(model) or {}).get(name)
            if file is None:
                return self.missing()
            if file.large:
                self.hub.count("resolve", 0)
                return self.send(302, b"", {
                    "Location": f"/cdn/{model}!{name}", "X-Repo-Commit": COMMIT,
                    "X-Linked-Size": str(file.size), "X-Linked-Etag": f'"{file.etag()}"'})
            return self.file("small", file)
        self.missing()

    def api(self, rest):
        for model in self.hub.makers:
            if rest == model or rest.startswith(model + "/"):
                break
        else:
            return self.missing()
        files = self.hub.files(model)
        self.hub.count("api", 0)
        kind = rest[len(model):].strip("/").split("/")[0]
        if kind in ("", "revision"):
            return self.json({
                "id": model, "modelId": model, "author": "org", "sha": COMMIT, "private": False,
                "gated": False, "disabled": False, "downloads": 0, "likes": 0, "tags": ["license:apache-2.0"],
                "createdAt": "2024-01-02T03:04:05.000Z", "lastModified": "2024-01-02T03:04:05.000Z",
                "cardData": {"license": "apache-2.0"},
                "siblings": [{"rfilename": name} for name in files]})
        if kind == "tree":
            return self.json([self.entry(name, file) for name, file in sorted(files.items())])
        if kind == "refs":
            return self.json({"branches": [{"name": "main", "ref": "refs/heads/main", "targetCommit": COMMIT}],
                              "converts": [], "tags": [], "pullRequests": []})
        if kind == "commits":
            return self.json([{"id": COMMIT, "title": "x", "message": "", "authors": [], "date": "2024-01-02T03:04:05.000Z"}])
        self.missing()

    @staticmethod
    def entry(name, file):
        entry = {"type": "file", "path": name, "size": file.size, "oid": hashlib.sha1(name.encode()).hexdigest()}
        if file.large:
            entry["lfs"] = {"oid": file.etag(), "size": file.size, "pointerSize": 130}
        else:
            entry["oid"] = file.etag()
        return entry

    def file(self, route, file):
        first, last, status = 0, file.size - 1, 200
        headers = {"ETag": f'"{file.etag()}"', "Accept-Ranges": "bytes", "X-Repo-Commit": COMMIT}
        asked = self.headers.get("Range", "")
        if asked.startswith("bytes="):
            start, _, stop = asked[6:].partition("-")
            first = int(start) if start else file.size - int(stop)
            last = min(last, int(stop)) if start and stop else last
            status = 206
            headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        sent = 0
        try:
            if self.command == "GET":
                for chunk in file.chunks(first, last):
                    self.wfile.write(chunk)
                    sent += len(chunk)
        finally:
            self.hub.count(route, sent)

    def json(self, value):
        self.send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def missing(self):
        self.send(404, b'{"error":"not found"}', {"X-Error-Code": "EntryNotFound"})

    def send(self, status, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        """Clients hang up when they know enough."""


def main():
    port = int(sys.argv[1])
    latency = float(sys.argv[2]) / 1000 if len(sys.argv) > 2 else 0.0
    total = int(sys.argv[3]) * MIB if len(sys.argv) > 3 else 2048 * MIB
    Handler.hub = Hub(latency, total)
    Server(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
