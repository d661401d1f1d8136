#!/usr/bin/env python3
"""A table of what was written by scripts/real-models.sh and what the scanner says: real-models-table.py SCAN.json LOG

Exits 1 when a file is flagged that is not among EXPECTED: files that really carry what the finding says.
"""
import collections, json, sys

EXPECTED = {
    "gcnconv.pt": "torch_geometric compiles code from a template with names of the file when such a module is unpickled (MessagePassing.__setstate__)",
    "pipeline/vocab/key2row": "spaCy's MessagePack tables have no mark to know them by: not understood",
    "pipeline/vocab/lookups.bin": "spaCy's MessagePack tables have no mark to know them by: not understood",
}


def main(scan, log):
    report = json.load(open(scan))
    files, flagged, unexpected = collections.Counter(), collections.Counter(), []
    for file in report["files"]:
        section = "/".join(file["path"].split("/")[:2])
        files[section] += 1
        if file["verdict"] != "safe" or file["coverage"] != "full":
            flagged[section] += 1
            if not any(file["path"].endswith(name) for name in EXPECTED):
                unexpected.append((file["path"], file["verdict"], [f["rule"] + " " + f.get("evidence", "")[:100] for f in file["findings"][:2]]))
    print("# Files of real libraries\n\nWritten by `scripts/real-models.sh` (libraries: `scripts/venvs.sh`), scanned in one call.\n")
    print("| libraries/section | files | flagged |\n|---|---|---|")
    for section in sorted(files):
        print(f"| {section} | {files[section]} | {flagged[section]} |")
    print(f"| **all** | **{sum(files.values())}** | **{sum(flagged.values())}** |\n\nFlagged for a reason:\n")
    for name, why in EXPECTED.items():
        print(f"- `{name}`: {why}")
    refused = [line.split("\t", 1)[1].strip() for line in open(log) if line.startswith("refused\t")]
    print(f"\nWhat the libraries themselves refused to save ({len(refused)}): " + "; ".join(sorted({r.split(':')[0] for r in refused})) + ".")
    for row in unexpected:
        print("unexpected:", *row, file=sys.stderr)
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
