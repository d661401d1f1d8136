#!/usr/bin/env python3
"""The pickle machine's speed, by JMH: opcodes per second and how it grows, bombs, a gibibyte of bytes.

  python3 bench/opcodes.py [-f NAME]      NAME: a part of a benchmark's name; writes bench/results/opcodes.md when all ran
"""
import json, os, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def jdk():
    found = subprocess.run(["sh", "-c", ". scripts/jdk.sh; wb_find_jdk >&2; echo $JAVA_HOME"], cwd=ROOT, capture_output=True, text=True, check=True)
    return found.stdout.strip()


def build(environment):
    maven = ["mvn", "-B", "-ntp", "-q", "-Dquick", "-pl", "bench", "-am"]
    subprocess.run([*maven, "test-compile"], cwd=ROOT, env=environment, check=True)
    libraries = os.path.join(ROOT, "bench/target/libraries")
    jars = [os.path.join(libraries, f) for f in sorted(os.listdir(libraries))]
    return ":".join([os.path.join(ROOT, m, "target/classes") for m in ("bench", "pickle", "content", "evidence")] + jars)


def main(only=None):
    environment = dict(os.environ, JAVA_HOME=jdk())
    environment["MAVEN_OPTS"] = environment.get("MAVEN_OPTS", "") + " --sun-misc-unsafe-memory-access=allow"
    classes = build(environment)
    out = os.path.join(ROOT, "bench/target/jmh.json")
    subprocess.run([os.path.join(environment["JAVA_HOME"], "bin/java"), "-cp", classes, "org.openjdk.jmh.Main", only or "OpcodeLoop|PickleBombs", "-rf", "json", "-rff", out, "-v", "NORMAL" if only else "SILENT"], check=True)
    runs = json.load(open(out))
    lines = ["# The pickle machine", "", "JMH, one fork, 256 MB of heap, serial collector; `python3 bench/opcodes.py`.", ""]
    loop = [r for r in runs if r["benchmark"].endswith("OpcodeLoop.analyze")]
    if loop:
        lengths = sorted({int(r["params"]["opcodes"]) for r in loop})
        lines += ["Million opcodes per second, by the stream's length:", "", "| shape | " + " | ".join(f"{n:,}" for n in lengths) + " | ms for the longest |", "|---|" + "---|" * (len(lengths) + 1)]
        for shape in dict.fromkeys(r["params"]["shape"] for r in loop):
            times = {int(r["params"]["opcodes"]): r["primaryMetric"]["score"] for r in loop if r["params"]["shape"] == shape}
            lines.append(f"| {shape.lower()} | " + " | ".join(f"{n / times[n]:.1f}" for n in lengths) + f" | {times[lengths[-1]] / 1000:.0f} |")
        lines.append("")
    bombs = [r for r in runs if r["benchmark"].endswith("PickleBombs.analyze")]
    if bombs:
        lines += ["| file | ms |", "|---|---|"] + [f"| {r['params']['bomb'].lower().replace('_', ' ')} | {r['primaryMetric']['score'] / 1000:.3f} |" for r in bombs]
    text = "\n".join(lines) + "\n"
    print(text)
    if not only:
        with open(os.path.join(ROOT, "bench/results/opcodes.md"), "w") as f: f.write(text)


if __name__ == "__main__":
    main(sys.argv[2] if len(sys.argv) > 2 and sys.argv[1] == "-f" else None)
