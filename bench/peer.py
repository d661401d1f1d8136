"""Runs one peer's own command-line entry point over many items in one process, so that its start-up
is paid once: python peer.py TOOL ITEMS RESULTS SECONDS, with the peer's own Python.

ITEMS is a JSON list of paths. RESULTS becomes a JSON list of [path, word] for the items that were
reached within SECONDS; the word is "flagged", "warned" (found something, exit code 0), "clean" or
"error" (not judged). Nothing of what is scanned is loaded by this file; what a peer does is its own.
"""

import contextlib
import io
import json
import logging
import os
import sys
import tempfile
import time


def call(main, words):
    """The entry point's exit code and what it printed."""
    out = io.StringIO()
    sys.argv = words
    handler = logging.StreamHandler(out)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            code = main()
        except SystemExit as end:
            code = end.code
        except BaseException as failure:  # an odd file ends the peer: not judged
            code = f"{type(failure).__name__}"
    logging.getLogger().removeHandler(handler)
    return code, out.getvalue()


def picklescan():
    from picklescan import cli

    def judge(path):
        code, out = call(cli.main, ["picklescan", "-p", path])
        if code == 1:
            return "flagged"
        if code != 0:
            return "error"
        return "clean" if "Suspicious globals: 0" in out or "Suspicious globals" not in out else "warned"

    return judge


def modelscan():
    from modelscan import cli

    def judge(path):
        code, _ = call(cli.main, ["modelscan", "-p", path])
        # 0 nothing, 1 issues, 2 failed, 3 nothing that it supports
        return {0: "clean", 1: "flagged"}.get(code, "error")

    return judge


def fickling():
    from fickling import cli

    def judge(path):
        files = [path] if os.path.isfile(path) else [
            os.path.join(folder, name) for folder, _, names in os.walk(path) for name in sorted(names)]
        words = set()
        for file in files:
            code, _ = call(cli.main, ["fickling", "--check-safety", "--json-output", os.devnull, file])
            words.add({0: "clean", 1: "flagged"}.get(code, "error"))
        return next(word for word in ("flagged", "error", "clean") if word in words or word == "clean")

    return judge


def modelaudit():
    from modelaudit import cli

    report = os.path.join(tempfile.mkdtemp(), "report.json")

    def judge(path):
        if os.path.exists(report):
            os.remove(report)
        code, _ = call(cli.main, ["modelaudit", "scan", "--no-cache", "--format", "json", "--output", report, path])
        try:
            with open(report) as file:
                severities = {issue["severity"] for issue in json.load(file)["issues"]}
        except (OSError, ValueError, KeyError):
            return "error"
        if "critical" in severities:
            return "flagged"
        return "warned" if "warning" in severities else "error" if code == 2 else "clean"

    return judge


def main(tool, items, results, seconds):
    judge = {"picklescan": picklescan, "modelscan": modelscan, "fickling": fickling, "modelaudit": modelaudit}[tool]()
    with open(items) as file:
        paths = json.load(file)
    end = time.monotonic() + float(seconds)
    words = []
    for path in paths:
        if time.monotonic() > end:
            break
        words.append([path, judge(path)])
    with open(results, "w") as file:
        json.dump(words, file)
    sys.stdout.flush()
    os._exit(0)  # whatever a peer left running


if __name__ == "__main__":
    main(*sys.argv[1:5])
