"""Pulls a model with the package that verifies, then changes files: MODEL KEYS FOLDER."""

import sys
from pathlib import Path

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
