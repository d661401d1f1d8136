"""Pulls a model with the package that verifies, then changes files: MODEL KEYS FOLDER."""

import copy
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

import weighbridge
from weighbridge.hub import snapshot_download

model, key, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
print("CACHE", snapshot_download(model, key=key))
print("FOLDER", snapshot_download(model, key=key, local_dir=folder))
for change in ("changed", "added", "missing"):
    config = folder / "config.json"
    before = config.read_bytes()
    if change == "changed":
        config.write_bytes(before + b" ")
    elif change == "added":
        (folder / "evil.py").write_text("")
    else:
        config.unlink()
    try:
        weighbridge.verify(
            folder, passport=folder.parent / "passport.json", key=key, ignore=[".cache/huggingface"]
        )
        print("HELD", change)
    except weighbridge.Refused as refused:
        print("REFUSED", change, refused.reason)
    config.write_bytes(before)
    (folder / "evil.py").unlink(missing_ok=True)
print(weighbridge.verify(folder, folder.parent / "passport.json", key, ignore=[".cache/huggingface"]))


def attempt(name, **changes):
    options = {"passport": folder.parent / "passport.json", "key": key, "ignore": [".cache/huggingface"], **changes}
    try:
        weighbridge.verify(folder, **options)
        print("HELD", name)
    except weighbridge.Refused as refused:
        print("REFUSED", name, refused.reason)


link = folder / "link.bin"
link.symlink_to(folder / "config.json")
attempt("link")
link.unlink()
stranger = ec.generate_private_key(ec.SECP256R1()).public_key()
attempt("other-key", key=stranger.public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
now = datetime.now(timezone.utc)
attempt("later", now=now + timedelta(days=400))
attempt("earlier", now=now - timedelta(days=1))
text = (folder.parent / "passport.json").read_text()
attempt("twice", passport=text.replace("{", '{"decision":{},', 1).encode())
whole = json.loads(text)
two = copy.deepcopy(whole)
two["decision"]["dsseEnvelope"]["signatures"] *= 2
attempt("two-signatures", passport=json.dumps(two).encode())

decision = json.dumps(whole["decision"]).encode()
held = str(weighbridge.verify(folder, decision, key, ignore=[".cache/huggingface"]))
refused = 0
for at in range(len(decision)):
    flipped = bytearray(decision)
    flipped[at] ^= 1
    try:
        weighbridge.verify(folder, bytes(flipped), key, ignore=[".cache/huggingface"])
        print("HELD flip at", at)
    except weighbridge.Refused:
        refused += 1
print("FLIPPED", refused, "of", len(decision), "refused")
