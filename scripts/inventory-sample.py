#!/usr/bin/env python3
"""Draws what inventory's precision is judged by, from source distributions of well-known packages.

    scripts/inventory-sample.py fetch            unpacks them below .cache/inventory, once; prints the folder
    scripts/inventory-sample.py draw SEED        300 findings and 100 misses, as lines for a person to label

A miss is a line where a careful regular expression sees a name that inventory does not report there. The labels
are in inventory/src/test/resources/io/weighbridge/inventory/labels.tsv; RealProjectsTest reads them again.
"""
import collections, hashlib, html, json, os, pathlib, random, re, subprocess, sys, tarfile, urllib.parse, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache/inventory"
PACKAGES = ["haystack-ai==3.4.1", "txtai==9.14.0", "trl==1.16.0", "peft==0.21.2", "langchain-community==0.4.2", "FlagEmbedding==1.4.2",
            "bertopic==0.17.4", "speechbrain==1.1.2", "open_clip_torch==3.3.0", "sentence-transformers==6.2.0", "gliner==0.2.29"]
MOST = 40  # findings of one project, so that none outweighs the rest
QUOTED = re.compile(r"""["'`]([A-Za-z0-9][\w.-]{1,95}/[A-Za-z0-9][\w.-]{1,95})["'`]""")
CALLED = re.compile(r"""(?:from_pretrained|SentenceTransformer|CrossEncoder|snapshot_download|hf_hub_download|from_hparams|load_model)\(\s*(?:\w+=)?["']([^"'{}\s]+)["']""")
LINKED = re.compile(r"""https?://(?:huggingface\.co|hf\.co)/([\w.-]+/[\w.-]+)""")
OTHER = re.compile(r"^(text|image|audio|video|application|multipart)/|\.(py|json|md|txt|png|jpg|pdf|csv|yaml|yml|html|wav|flac)$|^(docs|datasets|spaces|blog|papers|api|collections)/")
READ = (".py", ".md", ".sh", ".yaml", ".yml", ".json", ".toml", ".txt", ".cfg", ".rst", ".ipynb")


def index():
    """The address of the package index that pip is set up with."""
    told = os.environ.get("PIP_INDEX_URL") or subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True).stdout.strip()
    if not told:
        from pip._internal.models.index import PyPI  # pip's own default
        told = PyPI.simple_url
    return told.rstrip("/") + "/"


def download(name, version):
    """Fetches a source distribution without pip, which would run its build script to read its name."""
    page = urllib.parse.urljoin(index(), re.sub(r"[-_.]+", "-", name).lower() + "/")
    with urllib.request.urlopen(page, timeout=60) as answer:
        links = re.findall(r'href="([^"]+)"', answer.read().decode())
    normal = lambda text: re.sub(r"[-_.]+", "-", text).lower()
    for link in map(html.unescape, links):
        address, _, digest = link.partition("#sha256=")
        file = urllib.parse.unquote(address.rsplit("/", 1)[-1])
        if normal(file) == normal(f"{name}-{version}.tar.gz"):
            with urllib.request.urlopen(urllib.parse.urljoin(page, address), timeout=600) as answer:
                content = answer.read()
            if digest and hashlib.sha256(content).hexdigest() != digest:
                raise SystemExit(f"{file} does not have the digest that the index announces; try again")
            (FOLDER / "archives" / file).write_bytes(content)
            return
    raise SystemExit(f"the package index has no source distribution of {name} {version}")


def fetch():
    if not (FOLDER / ".complete").exists():
        (FOLDER / "archives").mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            download(*package.split("=="))
        for archive in sorted((FOLDER / "archives").glob("*.tar.gz")):
            with tarfile.open(archive) as tar:
                tar.extractall(FOLDER / "src", filter="data")
        (FOLDER / ".complete").touch()
    return FOLDER / "src"


def draw(seed):
    src = fetch()
    out = FOLDER / "inventory.json"
    subprocess.run([ROOT / "weighbridge", "inventory", "--format", "json", "--output", out, src], check=True)
    references = json.loads(out.read_text())["references"]
    lines, named = collections.defaultdict(set), collections.defaultdict(set)
    for r in references:
        lines[r["path"]].add(r["line"])
        named[r["path"]].add(r["id"])
        if ":" in r["origin"]:
            path, line = r["origin"].rsplit(":", 1)
            lines[path].add(int(line))
    shuffled = random.Random(seed)
    shuffled.shuffle(references)
    count = collections.Counter()
    taken = 0
    for r in references:
        project = r["path"].split("/")[0]
        if taken < 300 and count[project] < MOST:
            count[project] += 1
            taken += 1
            print("finding", r["path"], r["line"], r["id"], "?", text(src, r["path"], r["line"]), sep="\t")
    misses = []
    for folder, _, files in os.walk(src):
        for name in sorted(files):
            file = pathlib.Path(folder, name)
            if name.endswith(READ) and file.stat().st_size < 2_000_000:
                path = str(file.relative_to(src))
                for number, line in enumerate(file.read_text(errors="replace").split("\n"), 1):
                    for match in [m for p in (QUOTED, CALLED, LINKED) for m in p.finditer(line)]:
                        if number not in lines[path] and match.group(1) not in named[path] and not OTHER.search(match.group(1)):
                            misses.append((path, number, match.group(1)))
    misses = sorted(set(misses))
    shuffled.shuffle(misses)
    print(len(misses), "misses in all", file=sys.stderr)
    for path, number, name in misses[:100]:
        print("miss", path, number, name, "?", text(src, path, number), sep="\t")


def text(src, path, line):
    return (src / path).read_text(errors="replace").split("\n")[line - 1].strip().replace("\t", " ")[:160]


if sys.argv[1:] == ["fetch"]:
    print(fetch())
elif len(sys.argv) == 3 and sys.argv[1] == "draw":
    draw(int(sys.argv[2]))
else:
    raise SystemExit(__doc__)
