#!/usr/bin/env python3
"""Writes the seeds of FormatFuzzTest and TextFuzzTest into the folders beside this file.

  python3 seeds.py CORPUS BENIGN

CORPUS is what generate.py wrote, BENIGN what benign_real.py wrote (acceptance/src/test/resources/corpus).
Small files that exist are copied; formats that no library here writes are laid out by hand. Files that
are there already stay: findings of fuzzing are kept beside the seeds, and none is ever removed.
"""
import io, os, pathlib, shutil, struct, sys, zipfile

HERE = pathlib.Path(__file__).parent


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def archive(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members.items():
            z.writestr(zipfile.ZipInfo(name.replace("__", "/").replace("_dot_", ".")), data)
    return out.getvalue()


def put(test, method, name, data):
    folder = HERE / f"{test}Inputs" / method
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if not target.exists():
        target.write_bytes(data.encode() if isinstance(data, str) else data)


TENSOR_ENTRY = field(1, 1) + field(3, 0) + field(4, 8) + field(5, 16)


def checkpoint_index():
    block = b"\0\0\2" + field(1, 1) + bytes([0, 1, len(TENSOR_ENTRY)]) + b"w" + TENSOR_ENTRY + struct.pack("<II", 0, 1)
    index = block + bytes(5)
    at = len(index)
    index += bytes([0, 1, 2]) + b"w" + bytes([0, len(block)]) + struct.pack("<II", 0, 1)
    size = len(index) - at
    return index + bytes(5) + bytes([0, 0, at, size]) + bytes(36) + struct.pack("<Q", 0xdb4775248b80fb57)


def tflite():
    return (struct.pack("<I", 20) + b"TFL3" + struct.pack("<4H", 8, 8, 0, 4) + bytes(4) + struct.pack("<4I", 12, 4, 1, 16)
            + struct.pack("<4H", 8, 12, 8, 4) + bytes(4) + struct.pack("<2I", 12, 8) + bytes([32, 0, 0, 0])
            + struct.pack("<I", 4) + b"Evil\0")


CRC = lambda data: struct.pack("<I", masked(data))


def masked(data):
    """TFRecord's masked CRC-32C."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def handmade():
    node = field(1, "a") + field(2, "MatMul")
    layer = field(1, "conv") + field(2, "Python") + field(130, field(1, "os") + field(2, "system"))
    made = {
        ("pickle", "protocol0"): b"cos\nsystem\n(S'id'\ntR.",
        ("zip", "export"): archive(m__archive_format=b"pt2", m__models__model_dot_json=b'{"graph_module":{"graph":{"nodes":[]}}}',
                                   m__byteorder=b"little"),
        ("dataFiles", "ggml"): b"lmgg" + bytes(44) + struct.pack("<2I", 2, 3) + bytes(24) + struct.pack("<2I", 1, 2) + b"ab"
                               + struct.pack("<4I", 1, 1, 0, 4) + b"w" + bytes(16),
        ("dataFiles", "tfrecord"): (lambda n, d: n + CRC(n) + d + CRC(d))(struct.pack("<Q", 5), b"hello"),
        ("dataFiles", "mxnet"): struct.pack("<2Q", 0x112, 0) + struct.pack("<Q", 1) + struct.pack("<I", 0xF993FAC9)
                                + struct.pack("<iIq2iI", 0, 1, 4, 1, 0, 0) + bytes(16) + struct.pack("<QQ", 1, 5) + b"arg:w",
        ("dataFiles", "catboost"): b"CBM1" + struct.pack("<I", 8) + bytes(8),
        ("dataFiles", "xgboost"): b"{L" + struct.pack(">Q", 7) + b"learner[$d#L" + struct.pack(">Q", 2) + bytes(8) + b"}",
        ("dataFiles", "sentencepiece"): b"".join(field(1, field(1, t) + b"\x15" + struct.pack("<f", 0.5) + field(3, 1)) for t in ("a", "b")),
        ("checkpointIndex", "one"): checkpoint_index(),
        ("flatModels", "custom"): tflite(),
        ("flatModels", "executorch"): struct.pack("<I", 20) + b"ET12" + bytes(40),
        ("coreMl", "custom"): field(1, 4) + field(2, field(1, field(1, "x"))) + field(500, field(1, field(1, "c") + field(500, field(10, "Evil")))),
        ("graphs", "paddle"): field(1, field(1, 0) + field(2, 1) + field(4, field(3, "py_func"))),
        ("graphs", "caffe"): field(1, "net") + field(100, layer),
        ("xml", "plain"): "<?xml version='1.0'?><a b='c'>text</a>",
        ("xml", "entities"): "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><net>&a;</net>",
        ("xml", "svg"): "<svg xmlns='x'><script>alert(1)</script></svg>",
        ("xml", "net"): "<?xml version='1.0'?><net name='m'><layers><layer id='0' type='Evil' version='mine'/></layers></net>",
        ("xml", "pmml"): "<PMML version='4.4'><Apply function='java.lang.Runtime'/></PMML>",
        ("html", "page"): "<!DOCTYPE html><html><script src='http://x.invalid/'></script></html>",
        ("rData", "promise"): b"X\n" + struct.pack(">5I", 2, 0x40300, 0x20300, 5, 251) + struct.pack(">5I", 6, 1, 9, 6, 0) + b"system" + struct.pack(">I", 254),
        ("rData", "workspace"): b"RDX2\nX\n" + struct.pack(">6I", 2, 0x40300, 0x20300, 13, 1, 7),
        ("images", "png"): b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 2) + b"IHDRxx" + bytes(8) + b"IEND" + bytes(4),
        ("images", "gif"): b"GIF89a" + bytes(7) + b";tail",
        ("images", "jpeg"): b"\xff\xd8\xff\xe0\0\4xx\xff\xda\0\2data\xff\0more\xff\xd9",
        ("images", "webp"): b"RIFF" + struct.pack("<I", 12) + b"WEBPVP8 " + bytes(4),
        ("images", "tiff"): b"II*\0" + struct.pack("<I", 8) + bytes(6),
        ("images", "bmp"): b"BM" + struct.pack("<IIIII", 40, 0, 26, 12, 0) + bytes(20),
        ("images", "film"): struct.pack(">I", 16) + b"ftypisom" + bytes(4) + struct.pack(">I", 12) + b"mdatxxxx",
        ("images", "ogg"): b"OggS" + bytes(22) + b"\2\1\3abcd",
        ("plain", "empty"): b"",
        ("plain", "plan"): b"ftrt" + bytes(40),
        ("plain", "trees"): "tree\nversion=v4\nnum_class=1\n",
        ("plain", "cntk"): b"B\0C\0N\0" + bytes(20),
        ("plain", "text"): "ordinary words\n",
        ("plain", "script"): "#!/bin/sh\necho\n",
        ("plain", "pdf"): b"%PDF-1.4\n1 0 obj<</JS (x)>>endobj\n%%EOF",
        ("plain", "parquet"): b"PAR1" + bytes(20) + b"PAR1",
        ("plain", "arrow"): b"ARROW1\0\0" + bytes(20),
        ("plain", "sqlite"): b"SQLite format 3\0" + bytes(84),
        ("plain", "elf"): b"\x7fELF\2\1\1" + bytes(57),
        ("plain", "java"): b"\xac\xed\0\5sr\0\1A" + bytes(8),
        ("plain", "noise"): bytes(range(255, 3, -7)) * 3,
        ("tensorflow", "graph"): field(1, node),
    }
    for (method, name), data in made.items():
        put("FormatFuzzTest", method, name, data)


TEXTS = {
    "python": ["import os\nos.system('echo')\n", "class M:\n  def __init__(self, x=eval('1')):\n    self.x = [i for i in x]\n",
               "from .b import c as d\n@d\nasync def f(*a, **k):\n  return lambda: __import__('o' + 's')\n",
               "# -*- coding: utf-7 -*-\nx = f'{open(\"a\")!r:>{3}}'\n"],
    "templates": ["{% for m in messages %}{{ m['role'] | upper }}{% else %}{% endfor %}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
                  "{% macro f(a, b=1) %}{{ ''.join(['_','_']) }}{% endmacro %}{% set x = namespace(a=1) %}{%- if x is defined -%}{{ x|attr('a') }}{% endif %}",
                  "{% generation %}{% call(x) f() %}{% endcall %}{% filter lower %}A{% endfilter %}{% endgeneration %}"],
    "jsonTrees": ['{"a":[1,-2.5e3,true,null,"\\u00e9\\ud83d\\ude00"]}', '{"a":1,"a":2}', "[[[[]]]]", '"x', "1e999999999"],
    "configurations": ['{"auto_map":{"AutoModel":"other/repo--modeling.M"},"_attn_implementation_internal":"a/b"}',
                       '{"chat_template":"{{ x.__class__ }}","added_tokens_decoder":{}}', '{"_target_":"os.system","_args_":["echo"]}',
                       '{"base_model_name_or_path":"../../etc","modules_to_save":["x"]}'],
    "yaml": ["a: !!python/object/apply:os.system [echo]\n", "x: &a [1, *a]\ny: *a\n", "_target_: os.system\n", "a: [b, {c: d}]\n---\n- e\n"],
    "notebooks": ['{"cells":[{"cell_type":"code","source":["!echo\\n","import os\\n"]}],"nbformat":4}'],
    "packageFiles": ["--extra-index-url http://x.invalid/simple\ngit+https://x.invalid/a.git\n", "import os; os.system('echo')\n../lib\n",
                     "[build-system]\nrequires=['setuptools']\nbuild-backend='x'\n"],
    "cards": ["---\nlicense: mit\n---\n# A model\n", "Apache License\nVersion 2.0, January 2004\n"],
    "graphTexts": ["node { name: 'a' op: 'PyFunc' }\n", "layer { name: 'a' type: 'Python' python_param { module: 'os' } }\n"],
}

COPIES = {
    "pickle": "D0001 D0107 D0110 D0162 D0376 D0390 D0424 D0426".split(),
    "zip": "D0230 D0233 D0335 D0342 D0346 D0349 D0409 D0422 D0428 D0262 D0270 D0447 D0322 D0445".split(),
    "tar": "D0343 D0345".split(),
    "sevenZip": ["D0235"],
    "streams": "D0237 D0238 D0239 D0240 D0241 D0242".split(),
    "safetensors": "D0329 D0331 D0430 D0431".split(),
    "npy": "D0427 D0429".split(),
    "gguf": "D0294 D0299 D0302 D0433".split(),
    "hdf5": ["D0269", "D0439"],
    "onnx": "D0285 D0289 D0291 D0293 D0435".split(),
    "flatModels": ["D0284"],
    "tensorflow": ["D0279", "D0280", "D0275", "D0277"],
    "kerasMetadata": ["D0281"],
}


def copies(corpus, benign):
    for method, items in COPIES.items():
        for item in items:
            for path in sorted((corpus / "files" / item).rglob("*")):
                if path.is_file() and path.stat().st_size <= 12000 and not path.is_symlink():
                    if method == "kerasMetadata" and path.name != "keras_metadata.pb" or path.suffix == ".index":
                        continue
                    put("FormatFuzzTest", method, f"{item}-{path.name}", path.read_bytes())
    for path, method in ((benign / "sklearn" / "rf_lzma.joblib", "streams"), (benign / "flax_msgpack" / "flax_model.msgpack", "msgpack")):
        put("FormatFuzzTest", method, path.name, path.read_bytes())
    for path in sorted(benign.rglob("*.json")):
        if path.stat().st_size < 3000:
            put("FormatFuzzTest", "json", path.name, path.read_bytes())
    legacy = next(p for p in sorted((corpus / "files" / "D0245").iterdir()))
    put("FormatFuzzTest", "tar", legacy.name, legacy.read_bytes())


def main(corpus, benign):
    copies(pathlib.Path(corpus), pathlib.Path(benign))
    handmade()
    for method, texts in TEXTS.items():
        for number, text in enumerate(texts):
            put("TextFuzzTest", method, str(number), text)


if __name__ == "__main__":
    main(*sys.argv[1:3])
