#!/usr/bin/env python3
"""inventory of a million lines of Python, and again after one changed file; beside ai-bom, cdxgen and bandit on the same tree.

    python3 bench/inventory.py [LINES]      1,000,000 lines unless told; writes bench/results/inventory.md

The tree is made of the newest source distributions of large packages, as pip has them, copied until there are that many
lines. A peer that cannot be installed or needs longer than 300 s (BENCH_LIMIT) is said to be so.
"""
import os, pathlib, resource, shutil, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / ".cache/bench"
ARCHIVES = ROOT / ".cache/inventory/src"
LIMIT = int(os.environ.get("BENCH_LIMIT", "300"))  # seconds for each


def tree(folder, wanted):
    files = sorted(ARCHIVES.rglob("*.py"))
    if not files:
        raise SystemExit("run scripts/inventory-sample.py fetch first")
    lines, copy = 0, 0
    while lines < wanted:
        for file in files:
            target = folder / str(copy) / file.relative_to(ARCHIVES)
            target.parent.mkdir(parents=True, exist_ok=True)
            data = file.read_bytes()
            target.write_bytes(data)
            lines += data.count(b"\n")
            if lines >= wanted:
                return lines
        copy += 1
    return lines


def run(command, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.time()
    memory = 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options)
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            memory = max(memory, int(next(l for l in status.split("\n") if l.startswith("VmHWM")).split()[1]))
        except (OSError, StopIteration):
            pass
        if time.time() - start > LIMIT:
            os.killpg(process.pid, 9)
            process.wait()
            return None
        time.sleep(0.02)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.time() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory / 1024


def peers():
    venv = PEERS / "inventory-peers"
    if not (venv / ".complete").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        for package in ("bandit==1.9.4", "ai-bom==3.6.0"):
            subprocess.run([venv / "bin/pip", "install", "-q", package], stderr=subprocess.DEVNULL)
        subprocess.run(["npm", "install", "--silent", "--prefix", str(venv / "node"), "@cyclonedx/cdxgen@12.8.4"], stderr=subprocess.DEVNULL)
        (venv / ".complete").touch()
    return venv


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    venv = peers()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary, "tree")
        lines = tree(folder, wanted)
        cache = pathlib.Path(temporary, "cache")
        ours = [str(ROOT / "weighbridge"), "inventory", "--format", "json", "--output", os.path.join(temporary, "out.json")]
        subprocess.run([str(ROOT / "weighbridge"), "--version"], check=True, stdout=subprocess.DEVNULL)
        rows = [("inventory", run([*ours, str(folder)])), ("inventory, first with --cache", run([*ours, "--cache", str(cache), str(folder)]))]
        changed = next(folder.rglob("*.py"))
        changed.write_text(changed.read_text() + "\n# changed\n")
        rows.append(("inventory, one file changed", run([*ours, "--cache", str(cache), str(folder)])))
        for name, binary, command in (
            ("bandit 1.9.4", venv / "bin/bandit", ["-q", "-r", "-f", "json", "-o", os.path.join(temporary, "b.json"), str(folder)]),
            ("ai-bom 3.6.0", venv / "bin/ai-bom", ["scan", str(folder), "--format", "json", "-o", os.path.join(temporary, "a.json")]),
            ("cdxgen 12.8.4", venv / "node/node_modules/.bin/cdxgen", ["-t", "ai", "--no-install-deps", "-o", os.path.join(temporary, "c.json"), str(folder)]),
        ):
            rows.append((name, run([str(binary), *command]) if binary.exists() else "not installable here"))
    text = [f"{lines:,} lines of Python; wall s, CPU s, memory MB, CPU beside inventory"]
    base = rows[0][1]
    for name, result in rows:
        if isinstance(result, tuple):
            ratio = f"{result[1] / base[1]:8.1f}" if base else ""
            text.append(f"{name:32s}{result[0]:8.1f}{result[1]:8.1f}{result[2]:8.0f}{ratio}")
        else:
            text.append(f"{name:32s}{result or f'stopped after {LIMIT} s'}")
    table = "\n".join(text) + "\n"
    (ROOT / "bench/results/inventory.md").write_text(table)
    print(table, end="")


main()
