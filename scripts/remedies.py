#!/usr/bin/env python3
"""Runs the code of the rules' remedies with the real libraries, on files that it makes itself.

    scripts/remedies.py [--slow] [NAME…]

One line each; exit code 1 when one fails. Without --slow, those that need PyTorch are left out.
"""
import pathlib, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "scan/src/main/resources/io/weighbridge/scan/remedies.tsv"
SLOW = {"models-torch"}


def python(environment):
    if environment == "core":
        return sys.executable
    made = subprocess.run(["sh", str(ROOT / "scripts/venvs.sh"), environment], check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    return made.strip().splitlines()[-1] + "/bin/python"


def main(words):
    slow, names = "--slow" in words, [word for word in words if not word.startswith("-")]
    failed = 0
    for line in TABLE.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        name, environment = line.split("\t")[:2]
        if names and name not in names or not slow and not names and environment in SLOW:
            continue
        code = (TABLE.parent / "remedies" / (name + ".py")).read_text()
        with tempfile.TemporaryDirectory() as folder:
            began = time.time()
            run = subprocess.run([python(environment), "-c", code], cwd=folder, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            failed += run.returncode != 0
            word = "works" if run.returncode == 0 else "FAILS"
            print(f"{name:30} {environment:14} {word}  {time.time() - began:5.1f} s", flush=True)
            if run.returncode:
                print(run.stdout)
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
