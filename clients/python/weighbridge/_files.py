"""The files of a model on disk, found without following links, and their digests."""

import hashlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor

from ._bundle import Refused


def find(root, exempt=()):
    """``{name: path}`` of the files, and the names of those below exempt paths.

    Links are refused, but for those of a Hub cache's snapshot into its own ``blobs`` folder.
    """
    root = os.path.realpath(root)
    if not os.path.isdir(root):
        raise FileNotFoundError(f"{root}: no such folder")
    blobs = None
    snapshots = os.path.dirname(root)
    if os.path.basename(snapshots) == "snapshots":
        blobs = os.path.realpath(os.path.join(os.path.dirname(snapshots), "blobs"))
    left_out = set(exempt)
    files, unsigned = {}, []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        for entry in os.scandir(os.path.join(root, folder)):
            name = f"{folder}/{entry.name}" if folder else entry.name
            mode = entry.stat(follow_symlinks=False).st_mode
            parts = name.split("/")
            out = any("/".join(parts[: i + 1]) in left_out for i in range(len(parts)))
            if stat.S_ISDIR(mode):
                waiting.append(name)
            elif out:
                unsigned.append(name)
            elif stat.S_ISREG(mode):
                files[name] = entry.path
            elif stat.S_ISLNK(mode):
                target = os.path.realpath(entry.path)
                if blobs is None or os.path.dirname(target) != blobs or not os.path.isfile(target):
                    raise Refused("link", f"a link is in the tree: {name}")
                files[name] = target
            else:
                raise Refused("special-file", f"neither file nor folder: {name}")
    return files, sorted(unsigned)


def sha256(path):
    digest = hashlib.sha256()
    buffer = bytearray(1 << 20)
    view = memoryview(buffer)
    with open(path, "rb", buffering=0) as file:
        while count := file.readinto(buffer):
            digest.update(view[:count])
    return digest.hexdigest()


def digests(files):
    """SHA-256 of every file, with all cores (hashing lets go of the interpreter's lock)."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(files, pool.map(sha256, files.values())))
