"""Whole-process measurement for the benchmarks: wall, CPU and peak anonymous memory of a command.

Peers run interleaved with ours in one run and are compared as ratios, since shared machines drift.
Anonymous memory is sampled from /proc/PID/status (RssAnon) of the process and its descendants:
pages of mapped files are not counted, since the kernel takes them back whenever it likes.
"""

import os
import statistics
import subprocess
import threading
import time


def anonymous_kib(pid):
    """RssAnon of a process in KiB, 0 when it has gone."""
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("RssAnon:"):
                    return int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as listing:
            direct = [int(child) for child in listing.read().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return direct + [grandchild for child in direct for grandchild in children(child)]


def read_bytes(pid):
    """Bytes that a process and the children that it waited for asked to read; mapped files are not counted."""
    try:
        with open(f"/proc/{pid}/io") as counters:
            return int(counters.readline().split()[1])
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0


class Run:
    """One finished run of a command."""

    def __init__(self, wall, cpu, anonymous_mb, read_mb, code):
        self.wall, self.cpu, self.anonymous_mb, self.read_mb, self.code = wall, cpu, anonymous_mb, read_mb, code


def run(command, env=None, cwd=None, sample=True):
    """Runs a command to its end, output discarded."""
    peak, stop = [0], threading.Event()
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, cwd=cwd)

    def watch():
        while not stop.is_set():
            total = sum(anonymous_kib(pid) for pid in [process.pid, *children(process.pid)])
            peak[0] = max(peak[0], total)
            stop.wait(0.004)

    if sample:
        watcher = threading.Thread(target=watch)
        watcher.start()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    wall = time.perf_counter() - start
    read = read_bytes(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    stop.set()
    if sample:
        watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(wall, usage.ru_utime + usage.ru_stime, peak[0] / 1024, read / 1e6, process.returncode)


def interleaved(commands, rounds, env=None):
    """{name: command} -> {name: [Run]}; one warm-up each, then in turn, memory in a round of its own."""
    for command in commands.values():
        run(command, env)
    results = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            results[name].append(run(command, env, sample=False))
    for name, command in commands.items():
        sampled = run(command, env)
        for one in results[name]:
            one.anonymous_mb = sampled.anonymous_mb
    return results


def median(runs, what):
    return statistics.median(getattr(one, what) for one in runs)


def table(results, ours, unit=1000, digits=0):
    """Prints a Markdown table: medians, and each row's wall relative to ours."""
    base = median(results[ours], "wall")
    lines = ["| | wall ms | min | CPU ms | anonymous MB | wall ÷ ours | exit |",
             "|---|---|---|---|---|---|---|"]
    for name, runs in results.items():
        lines.append(
            f"| {name} | {median(runs, 'wall') * unit:.{digits}f} "
            f"| {min(one.wall for one in runs) * unit:.{digits}f} "
            f"| {median(runs, 'cpu') * unit:.{digits}f} | {runs[0].anonymous_mb:.0f} "
            f"| {median(runs, 'wall') / base:.2f} | {runs[0].code} |")
    return "\n".join(lines)
