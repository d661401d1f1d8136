#!/usr/bin/env python3
"""Scan speed beside the peers, as ratios in one run. Usage: python3 bench/scan.py [ROUNDS]

Needs ./weighbridge built (it builds itself) and scripts/peers.sh picklescan modelscan.
Writes the table to standard output; bench/results keeps the last one.
"""

import os
import pickle
import platform
import struct
import subprocess
import sys
import zipfile

import measure

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(ROOT, ".cache", "bench")
GIB = 1 << 30


def tiny(path):
    with open(path, "wb") as out:
        pickle.dump({"weights": [1.0, 2.0, 3.0], "name": "tiny"}, out, protocol=4)


def torch_zip(path):
    """A torch checkpoint of 1 GiB: data.pkl as torch.save writes it, one float storage."""
    storage = GIB // 4
    data = (
        b"\x80\x02}q\x00X\x06\x00\x00\x00weightq\x01ctorch._utils\n_rebuild_tensor_v2\nq\x02(("
        b"X\x07\x00\x00\x00storageq\x03ctorch\nFloatStorage\nq\x04X\x01\x00\x00\x000q\x05"
        b"X\x03\x00\x00\x00cpuq\x06J" + struct.pack("<i", storage) + b"tq\x07QK\x00J"
        + struct.pack("<i", storage) + b"\x85q\x08K\x01\x85q\t\x89ccollections\nOrderedDict\nq\n)Rq\x0btq\x0cRq\rs.")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        archive.writestr("archive/data.pkl", data)
        archive.writestr("archive/byteorder", b"little")
        with archive.open(zipfile.ZipInfo("archive/data/0"), "w", force_zip64=True) as member:
            block = os.urandom(1 << 20)
            for _ in range(GIB >> 20):
                member.write(block)
        archive.writestr("archive/version", b"3\n")


def raw_pickle(path):
    """1 GiB of BINBYTES8 in one list."""
    with open(path, "wb") as out:
        out.write(b"\x80\x04]\x94(")
        block = os.urandom(1 << 20)
        for _ in range(16):
            out.write(b"\x8e" + struct.pack("<Q", 64 << 20))
            for _ in range(64):
                out.write(block)
        out.write(b"e.")


def made(name, make):
    path = os.path.join(CACHE, name)
    if not os.path.exists(path):
        os.makedirs(CACHE, exist_ok=True)
        make(path + ".part")
        os.rename(path + ".part", path)
    with open(path, "rb") as warm:  # the page cache is warm for everybody
        while warm.read(1 << 24):
            pass
    return path


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    subprocess.run(["sh", os.path.join(ROOT, "scripts", "peers.sh"), "picklescan", "modelscan"], check=True)
    peers = os.path.join(ROOT, ".cache", "peers")
    ours = os.path.join(ROOT, "weighbridge")
    print(f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}, {rounds} rounds;"
          f" picklescan 1.0.5, modelscan 0.8.8, default options")
    for title, name, make, count in (
            ("tiny pickle", "tiny.pkl", tiny, rounds),
            ("1 GiB torch zip", "torch.pt", torch_zip, rounds),
            ("1 GiB raw pickle", "raw.pkl", raw_pickle, max(3, rounds // 3))):
        path = made(name, make)
        results = measure.interleaved({
            "weighbridge scan": [ours, "scan", "--quiet", path],
            "picklescan": [f"{peers}/picklescan/bin/picklescan", "-p", path],
            "modelscan": [f"{peers}/modelscan/bin/modelscan", "-p", path],
            "java, hello world": hello(),
        }, count)
        print(f"\n**{title}**\n\n" + measure.table(results, "weighbridge scan"))


def hello():
    """The floor: a Java program that only prints, with the same flags as the launcher's."""
    folder = os.path.join(CACHE, "hello")
    os.makedirs(folder, exist_ok=True)
    source = os.path.join(folder, "Hello.java")
    home = subprocess.run(
        ["sh", "-c", f'. "{ROOT}/scripts/jdk.sh"; wb_find_jdk; printf %s "$JAVA_HOME"'],
        check=True, capture_output=True, text=True).stdout
    if not os.path.exists(os.path.join(folder, "Hello.class")):
        with open(source, "w") as out:
            out.write('class Hello { public static void main(String[] a) { System.out.println("hello"); } }')
        subprocess.run([f"{home}/bin/javac", "-d", folder, source], check=True)
    return [f"{home}/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", folder, "Hello"]


if __name__ == "__main__":
    main()
