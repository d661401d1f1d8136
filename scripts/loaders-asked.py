#!/usr/bin/env python3
"""Holds loaders.tsv, which was read from sources, against what the real loaders ask a hub for.

    .cache/venvs/models-torch-*/bin/python scripts/loaders-asked.py

Serves small repositories of our own on loopback, where only configurations, tokenizers and
safetensors are there: pickles and code are asked for, recorded, and answered with 404, so nothing
of the kind is ever loaded. Prints what each loader asked for; exit code 1 when that is something
that the table does not list for it. Needs transformers, torch, peft, timm; diffusers and
sentence-transformers are left out where they are not installed. Last result: bench/results/loaders-asked.md.
"""

import fnmatch
import hashlib
import http.server
import importlib.metadata
import importlib.util
import json
import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "sourcing/src/main/resources/io/weighbridge/sourcing/loaders.tsv"
COMMIT = "1234567890" * 4
REPOS, ASKED = {}, []


class Hub(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.answer(False)

    def do_GET(self):
        self.answer(True)

    def answer(self, body):
        path = self.path.split("?")[0].strip("/")
        file = re.fullmatch(r"([\w.-]+/[\w.-]+)/resolve/[\w.-]+/(.+)", path)
        api = re.fullmatch(r"api/models/([\w.-]+/[\w.-]+)(?:/(?:revision|tree)/([^/]+)(/.*)?)?", path)
        if file and file[1] in REPOS:
            ASKED.append(file[2])
            return self.send(200, REPOS[file[1]].get(file[2]), body)
        if api and api[1] in REPOS:
            files = REPOS[api[1]]
            if "/tree/" in path:
                answer = [{"type": "file", "path": name, "size": len(data), "oid": "0" * 40}
                          for name, data in files.items() if name.startswith((api[3] or "").strip("/"))]
            else:
                answer = {"id": api[1], "sha": COMMIT, "tags": [], "private": False, "gated": False,
                          "downloads": 0, "likes": 0, "siblings": [{"rfilename": name} for name in files]}
            return self.send(200, json.dumps(answer).encode(), body)
        self.send(404, None, body)

    def send(self, status, data, body):
        self.send_response(status if data is not None else 404)
        self.send_header("X-Repo-Commit", COMMIT)
        if data is None:
            self.send_header("X-Error-Code", "EntryNotFound")
        else:
            self.send_header("ETag", '"%s"' % hashlib.sha1(data).hexdigest())
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        if body and data:
            self.wfile.write(data)

    def log_message(self, *arguments):
        pass


def listed(loader):
    rows = [line.split("\t") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return [row[2].split("#")[0] for row in rows
            if row[0] == loader and row[1] in ("applies", "reads", "weights", "folders", "code", "base")]


def folder_files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def repositories(work):
    import transformers as t
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b"]
    (work / "vocab.txt").write_text("\n".join(words) + "\n")
    tokenizer = t.BertTokenizer(str(work / "vocab.txt"))
    config = t.BertConfig(vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8)
    bert = work / "bert"
    t.BertForMaskedLM(config).save_pretrained(bert, safe_serialization=True)
    tokenizer.save_pretrained(bert)
    whole = folder_files(bert)
    REPOS["own/bert"] = whole
    REPOS["own/bare"] = {"config.json": whole["config.json"]}
    import safetensors.torch
    import timm
    model = timm.create_model("test_vit", pretrained=False)
    safetensors.torch.save_file(model.state_dict(), work / "timm.safetensors")
    REPOS["own/timm"] = {"config.json": json.dumps({"architecture": "test_vit", "num_classes": 1000,
                                                   "pretrained_cfg": model.pretrained_cfg}, default=str).encode(),
                         "model.safetensors": (work / "timm.safetensors").read_bytes()}
    REPOS["own/timm-bare"] = {"config.json": REPOS["own/timm"]["config.json"]}
    import peft
    adapter = peft.get_peft_model(t.BertForMaskedLM(config), peft.LoraConfig(target_modules=["query"], r=1))
    adapter.save_pretrained(work / "adapter", safe_serialization=True)
    adapters = folder_files(work / "adapter")
    adapters["adapter_config.json"] = json.dumps(
        {**json.loads(adapters["adapter_config.json"]), "base_model_name_or_path": "own/bert"}).encode()
    REPOS["own/adapter"] = adapters
    REPOS["own/adapter-bare"] = {"adapter_config.json": adapters["adapter_config.json"]}
    pooling = {"word_embedding_dimension": 8, "pooling_mode_mean_tokens": True}
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
               {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]
    REPOS["own/sentences"] = {**whole, "modules.json": json.dumps(modules).encode(),
                              "1_Pooling/config.json": json.dumps(pooling).encode()}
    REPOS["own/diffusion"] = {
        "model_index.json": json.dumps({"_class_name": "DDPMPipeline", "scheduler": ["diffusers", "DDPMScheduler"],
                                        "unet": ["diffusers", "UNet2DModel"]}).encode(),
        "scheduler/scheduler_config.json": json.dumps({"_class_name": "DDPMScheduler"}).encode(),
        "unet/config.json": json.dumps({"_class_name": "UNet2DModel", "sample_size": 8, "block_out_channels": [32],
                                        "down_block_types": ["DownBlock2D"], "up_block_types": ["UpBlock2D"],
                                        "layers_per_block": 1}).encode()}


def calls():
    import peft
    import timm
    import transformers as t
    yield "transformers", "own/bert", lambda: t.AutoModel.from_pretrained("own/bert")
    yield "transformers", "own/bare", lambda: t.AutoModel.from_pretrained("own/bare")
    yield "tokenizer", "own/bert", lambda: t.AutoTokenizer.from_pretrained("own/bert")
    yield "pipeline", "own/bert", lambda: t.pipeline("fill-mask", model="own/bert")
    yield "peft", "own/adapter", lambda: peft.PeftModel.from_pretrained(t.AutoModelForMaskedLM.from_pretrained("own/bert"), "own/adapter")
    yield "peft", "own/adapter-bare", lambda: peft.PeftModel.from_pretrained(t.AutoModelForMaskedLM.from_pretrained("own/bert"), "own/adapter-bare")
    yield "timm", "own/timm", lambda: timm.create_model("hf_hub:own/timm", pretrained=True)
    yield "timm", "own/timm-bare", lambda: timm.create_model("hf_hub:own/timm-bare", pretrained=True)
    for name, repo, call in (("sentence_transformers", "own/sentences", lambda m: m.SentenceTransformer("own/sentences", device="cpu")),
                             ("diffusers", "own/diffusion", lambda m: m.DiffusionPipeline.from_pretrained("own/diffusion"))):
        try:
            module = importlib.import_module(name)
        except Exception as missing:
            print(f"{name}: left out ({type(missing).__name__}: {missing})", file=sys.stderr)
            continue
        yield name.replace("_", "-"), repo, lambda module=module, call=call: call(module)


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    unlisted = 0
    with tempfile.TemporaryDirectory() as work:
        os.environ.update(HF_ENDPOINT=f"http://127.0.0.1:{server.server_port}", HF_HOME=work + "/home", HF_HUB_DISABLE_XET="1",
                          HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_PROGRESS_BARS="1", TRANSFORMERS_VERBOSITY="critical")
        repositories(Path(work))
        versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in
                             ("huggingface_hub", "transformers", "peft", "timm", "diffusers", "sentence-transformers")
                             if importlib.util.find_spec(name.replace("-", "_")))
        print(f"# What loaders ask for, beside loaders.tsv\n\nscripts/loaders-asked.py, {time.strftime('%Y-%m-%d')}: {versions}\n")
        print("| loader | repository | asked for | not in the table | outcome |\n|---|---|---|---|---|")
        for number, (loader, repo, call) in enumerate(calls()):
            # A cache of its own for each, so that nothing is answered from the one before.
            import huggingface_hub.constants as constants
            constants.HF_HUB_CACHE = f"{work}/cache-{number}"
            os.environ["HF_HUB_CACHE"] = constants.HF_HUB_CACHE
            ASKED.clear()
            try:
                call()
                outcome = "loads"
            except Exception as failed:
                outcome = type(failed).__name__
            asked = list(dict.fromkeys(ASKED))
            known = listed(loader) + (listed("transformers") if loader == "peft" else [])
            strange = [name for name in asked
                       if not any(fnmatch.fnmatch(name, p) or fnmatch.fnmatch(name.split("/")[-1], p) for p in known)]
            unlisted += len(strange)
            print(f"| {loader} | {repo} | {', '.join(asked)} | {', '.join(strange)} | {outcome} |")
    server.shutdown()
    return 1 if unlisted else 0


if __name__ == "__main__":
    sys.exit(main())
