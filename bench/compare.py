#!/usr/bin/env python3
"""Weighbridge beside picklescan, modelscan, fickling and modelaudit on the same files in one run.

  python3 bench/compare.py [--seconds N] [--only TOOL,TOOL] [--quick]

Files: the development corpus, and the 345 that the real libraries write (scripts/real-models.sh benign). Every tool judges the items in the same shuffled order, its own command-line
entry point called for each in one process, for at most N seconds per set (300); what it did not reach is
said. Ours judges the real files as one folder, as a repository is judged: two of them are raw weights, which
only the model beside them explains. CPU, memory and bytes are those of that process, less those of the same process without any item.
Writes bench/results/compare.md, and its first table into README.md; --quick takes every 20th item and
writes neither.
"""

import argparse
import datetime
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile

import measure

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCRIPTS = os.path.join(ROOT, "acceptance", "src", "test", "resources", "corpus")
CACHE = os.path.join(ROOT, ".cache", "compare")
PEERS = {
    "picklescan": "-p",
    "modelscan": "-p",
    "fickling": "--check-safety, each file of a folder",
    "modelaudit": "scan --no-cache --format json",
}


def corpus():
    """[(path, expected)] of the development corpus."""
    folder = os.path.join(CACHE, "corpus")
    if not os.path.exists(os.path.join(folder, "index.json")):
        run([sys.executable, os.path.join(SCRIPTS, "generate.py"), folder])
    with open(os.path.join(folder, "index.json")) as index:
        return [(os.path.join(folder, item["path"]), item["expected"]) for item in json.load(index)]


def benign():
    """[(path, "benign")] of what real libraries write."""
    said = subprocess.run(
        ["sh", os.path.join(ROOT, "scripts", "real-models.sh"), "benign"], check=True, stdout=subprocess.PIPE, text=True)
    folder = said.stdout.strip().splitlines()[-1]
    return [(os.path.join(where, name), "benign") for where, _, names in sorted(os.walk(folder)) for name in sorted(names)]


def run(command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def version(tool):
    if tool == "weighbridge":
        out = subprocess.run([os.path.join(ROOT, "weighbridge"), "--version"], check=True, capture_output=True, text=True)
        return out.stdout.split()[1]
    with open(os.path.join(ROOT, ".cache", "peers", tool, ".installed")) as installed:
        return re.search(r"==(\S+)", installed.read()).group(1)


def ours(paths, folder):
    """The command for all items in one call, and how to read its words.

    Files are judged as the folder that they are in: raw weights are explained by the model beside them.
    Items of the corpus are repositories of their own.
    """
    report = os.path.join(folder, "report.json")
    if not paths:
        tiny = os.path.join(folder, "tiny.pkl")
        with open(tiny, "wb") as out:
            out.write(b"\x80\x04N.")
        return [os.path.join(ROOT, "weighbridge"), "scan", "--format", "json", "--output", report, tiny], lambda: []
    command = [os.path.join(ROOT, "weighbridge"), "scan", "--format", "json", "--output", report]

    def word(verdict):
        return "clean" if verdict == "safe" else "flagged"

    def words():
        with open(report) as file:
            reports = json.load(file)
        if isinstance(reports, dict):  # one folder
            verdicts = {os.path.join(together, one["path"]): one["verdict"] for one in reports["files"]}
            return [[path, word(verdicts[path])] for path in paths]
        return [[path, word(one["verdict"])] for path, one in zip(paths, reports, strict=True)]

    together = os.path.commonpath(paths)
    return [*command, *([together] if all(map(os.path.isfile, paths)) else paths)], words


def peer(tool, paths, folder, seconds):
    items, results = os.path.join(folder, "items.json"), os.path.join(folder, "results.json")
    with open(items, "w") as file:
        json.dump(paths, file)
    command = [os.path.join(ROOT, ".cache", "peers", tool, "bin", "python"), os.path.join(ROOT, "bench", "peer.py"),
               tool, items, results, str(seconds)]

    def words():
        with open(results) as file:
            return json.load(file)

    return command, words


def judge(tool, paths, seconds):
    with tempfile.TemporaryDirectory() as folder:
        command, words = ours(paths, folder) if tool == "weighbridge" else peer(tool, paths, folder, seconds)
        # Peers may write where they stand, and must not find a network.
        result = measure.run(command, cwd=folder, env={**os.environ, "PROMPTFOO_DISABLE_TELEMETRY": "1", "NO_ANALYTICS": "1"})
        return result, words()


def count(words, expected, *wanted):
    of = [word for path, word in words if expected[path] in wanted[0]]
    return sum(word in wanted[1] for word in of), len(of)


def share(hits, total):
    return f"{hits} of {total}" if total else "–"


def measured(tool, sets, seconds):
    """One row: what it found, and what it cost per set."""
    start, _ = judge(tool, [], seconds)
    row = {"start": start}
    for name, items in sets.items():
        expected = dict(items)
        result, words = judge(tool, [path for path, _ in items], seconds)
        row[name] = (result, words, expected)
        print(f"{tool}, {name}: {len(words)} of {len(items)} items, {result.cpu:.1f} CPU s, exit {result.code}", file=sys.stderr)
    return row


def found_table(rows):
    lines = ["| | attacks flagged | with warnings | doubtful flagged | benign look-alikes flagged | with warnings "
             "| real files flagged | with warnings | not judged |", "|---|---|---|---|---|---|---|---|---|"]
    for tool, row in rows.items():
        _, words, expected = row["development corpus"]
        _, real, real_expected = row["real files"]
        errors = sum(word == "error" for _, word in words + real)
        lines.append(f"| {tool} {version(tool)} | " + " | ".join([
            share(*count(words, expected, ("malicious",), ("flagged",))),
            share(*count(words, expected, ("malicious",), ("flagged", "warned"))),
            share(*count(words, expected, ("suspicious",), ("flagged", "warned"))),
            share(*count(words, expected, ("benign",), ("flagged",))),
            share(*count(words, expected, ("benign",), ("flagged", "warned"))),
            share(*count(real, real_expected, ("benign",), ("flagged",))),
            share(*count(real, real_expected, ("benign",), ("flagged", "warned"))),
            f"{errors} of {len(words) + len(real)}"]) + " |")
    return "\n".join(lines)


def cost_table(rows):
    lines = ["| | start, CPU s | set | items reached | CPU s beyond start | per item, ms | peak anonymous MB | MB read beyond start |",
             "|---|---|---|---|---|---|---|---|"]
    for tool, row in rows.items():
        start = row["start"]
        for name in [name for name in row if name != "start"]:
            result, words, expected = row[name]
            cpu = max(0.0, result.cpu - start.cpu)
            lines.append(
                f"| {tool} | {start.cpu:.2f} | {name} | {len(words)} of {len(expected)} | {cpu:.2f} "
                f"| {1000 * cpu / max(1, len(words)):.1f} | {result.anonymous_mb:.0f} "
                f"| {max(0, result.read_mb - start.read_mb):.1f} |")
    return "\n".join(lines)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=int, default=300)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--quick", action="store_true")
    given = arguments.parse_args()
    os.makedirs(CACHE, exist_ok=True)
    sets = {"development corpus": corpus(), "real files": benign()}
    for items in sets.values():
        random.Random(5).shuffle(items)
        if given.quick:
            del items[len(items) // 20:]
    tools = ["weighbridge", *[peer for peer in PEERS if not given.only or peer in given.only.split(",")]]
    subprocess.run(["sh", os.path.join(ROOT, "scripts", "peers.sh"), *tools[1:]], check=True)
    rows = {tool: measured(tool, sets, given.seconds) for tool in tools}
    found, cost = found_table(rows), cost_table(rows)
    options = "; ".join(f"{tool} `{PEERS[tool]}`" for tool in tools[1:])
    note = (f"{os.cpu_count()} cores, {platform.machine()}, {datetime.date.today()}. Options: weighbridge `scan --format json`; "
            f"{options}. Flagged: a non-zero exit code (modelaudit: a critical issue). At most {given.seconds} s per set: the "
            "items that were not reached do not count. Doubtful: what the corpus says cannot be shown safe. Two benign look-alikes are "
            "random bytes, which we flag, since what is unknown is not safe.")
    text = f"# Beside other scanners, last run\n\n`python3 bench/compare.py`. {note}\n\n{found}\n\n{cost}\n"
    print(text)
    if not given.quick:
        with open(os.path.join(ROOT, "bench", "results", "compare.md"), "w") as out:
            out.write(text)
        into_readme(found)


def into_readme(table):
    """Between the two marks, where there are any."""
    path = os.path.join(ROOT, "README.md")
    with open(path) as file:
        readme = file.read()
    changed = re.sub(r"(<!-- bench/compare.py -->\n).*?(<!-- end -->)", lambda m: m[1] + table + "\n" + m[2], readme, flags=re.S)
    if changed != readme:
        with open(path, "w") as file:
            file.write(changed)


if __name__ == "__main__":
    main()
