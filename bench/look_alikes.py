"""The look-alike index over two million generated names: build, memory, look-ups; and beside it the
linear scan that everybody writes first, with rapidfuzz (OSA distance of at most two over the names).

    python3 bench/look_alikes.py [--names 2000000] [--queries 20]

Needs the build's classes (mvn -Dquick -pl sourcing -am compile) and, for the peer, rapidfuzz in some
Python environment: `pip install rapidfuzz`. Writes bench/results/look-alikes.md.
"""

import argparse
import os
import platform
import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWN = ROOT / "sourcing/src/main/resources/io/weighbridge/sourcing/known-models.txt"


def java():
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin/java") if home else shutil.which("java")


def ours(count, names):
    classes = [str(ROOT / room / "target/classes") for room in ("sourcing", "hub", "json", "evidence", "content")]
    command = [java(), "-Xmx3g", "-XX:+UseSerialGC", "-cp", os.pathsep.join(classes),
               str(ROOT / "bench/LookAlikes.java"), str(KNOWN), str(count), str(names)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [line.split("\t") for line in lines]


def slips(count):
    rnd = random.Random(2)
    known = [line.split("\t")[0].split("/")[-1].strip() for line in KNOWN.read_text().splitlines()
             if line.strip() and not line.startswith("#")]
    for _ in range(count):
        name = rnd.choice(known)
        at = rnd.randrange(len(name))
        yield name[:at] + rnd.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1:]


def rapidfuzz(names, queries):
    try:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA
    except ImportError:
        return [["linear scan with rapidfuzz", "not installed"]]
    choices = [line.split("/")[-1].lower() for line in names.read_text().splitlines()]
    times, found = [], 0
    for query in slips(queries):
        start = time.process_time()
        found += bool(process.extract(query.lower(), choices, scorer=OSA.distance, score_cutoff=2, limit=5))
        times.append((time.process_time() - start) * 1000)
    times.sort()
    return [[f"linear scan with rapidfuzz: found of {queries}", str(found)],
            ["linear scan with rapidfuzz: median, CPU ms", f"{times[len(times) // 2]:.0f}"],
            ["linear scan with rapidfuzz: worst, CPU ms", f"{times[-1]:.0f}"]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=2_000_000)
    parser.add_argument("--queries", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder) / "names.txt"
        rows = ours(options.names, names) + rapidfuzz(names, options.queries)
    text = "| measured | |\n|---|---|\n" + "".join(f"| {what} | {value} |\n" for what, value in rows)
    print(text)
    head = (f"# Look-alike index, {options.names:,} generated names\n\n"
            f"`python3 bench/look_alikes.py --names {options.names}`, {time.strftime('%Y-%m-%d')}, "
            f"{os.cpu_count()} cores, {platform.machine()}. Times are CPU times, of one thread.\n\n")
    results = ROOT / "bench/results"
    results.mkdir(exist_ok=True)
    (results / "look-alikes.md").write_text(head + text)


if __name__ == "__main__":
    main()
