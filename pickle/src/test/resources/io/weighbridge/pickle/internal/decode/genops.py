"""Writes pickle streams, valid and mutated, with what CPython's own pickletools reads in them. Nothing is unpickled.

  python3 genops.py SEED COUNT

A line per stream: its bytes in hex, then for each opcode position:NAME:argument, then "end" or "error:position:NAME:message".
Arguments: i (integer), f (the bits of a float), t (text as UTF-8 with surrogates), b (bytes), each in plain or hex; "-" for none.
"""
import io, pickletools, random, struct, sys


def text(r):
    return "".join(r.choice(["a", "os", ".", "_", "x y", "\\", "'", "é", "\U0001f600", "\udc80", "0"]) for _ in range(r.randrange(5)))


def name(r):
    return "".join(r.choice("abc._é" if r.random() < .05 else "abc._") for _ in range(r.randrange(1, 8)))


def number(r):
    return r.choice([0, 1, -1, 255, 65536, -2**31, 2**31, 2**63 - 1, 2**63, -2**63 - 1, 10**30, r.randrange(-1000, 1000)])


def operand(r, op):
    a = op.arg
    if a is None: return b""
    n = a.name
    if n in ("uint1", "uint2", "int4", "uint4", "uint8"):
        size = int(n[-1])
        return r.randbytes(size) if n != "uint8" or r.random() < .5 else struct.pack("<Q", r.randrange(100))
    if n == "decimalnl_short": return r.choice([b"%d" % r.randrange(-300, 300), b"01", b"00", b"0x1f", b"1_0", b" 7", b"--1", b"1.5", b"", b"007"]) + b"\n"
    if n == "decimalnl_long": return r.choice([b"%dL" % number(r), b"%d" % number(r), b"0x1fL", b"L", b"7LL", b"-0L"]) + b"\n"
    if n == "floatnl": return r.choice([b"1.5", b"-1e300", b"inf", b"-Infinity", b"nan", b"1e400", b"1_0.5", b"0x1p3", b"1f", b"", b" 2.0 ", b".5", b"5."]) + b"\n"
    if n == "float8": return struct.pack(">d", r.choice([0.0, -1.5, float("inf"), 5e-324]))
    if n == "stringnl":
        quote = r.choice("'\"")
        body = r.choice(["abc", "a\\x41", "\\101", "\\n\\t\\\\", "\\'", "\\\"", "\\q", "", "é", "\\x4", "\\777", "a\\\\"]).encode("latin-1")
        return r.choice([quote.encode() + body + quote.encode(), body, quote.encode() + body, quote.encode()]) + b"\n" if r.random() < .3 else quote.encode() + body + quote.encode() + b"\n"
    if n == "stringnl_noescape": return name(r).encode() + b"\n"
    if n == "stringnl_noescape_pair": return name(r).encode() + b"\n" + (name(r) if r.random() < .95 else "a\\x41").encode() + b"\n"
    if n == "unicodestringnl": return r.choice([b"abc", b"\\u0041", b"\\U0001f600", b"\\\\u0041", b"\\u00", b"\xe9", b"", b"a\\b", b"\\ud800", b"\\U00110000"]) + b"\n"
    payload = text(r).encode("utf-8", "surrogatepass") if "unicode" in n else r.randbytes(r.randrange(6))
    if "unicode" in n and r.random() < .05: payload = b"\xff\xfe"
    if n in ("string1", "bytes1", "unicodestring1"): return bytes([len(payload)]) + payload
    if n in ("string4", "bytes4", "unicodestring4"): return struct.pack("<i", len(payload) if r.random() > .03 else -1) + payload
    if n in ("bytes8", "unicodestring8", "bytearray8"): return struct.pack("<Q", len(payload) if r.random() > .03 else 2**63 + 5) + payload
    value = number(r)
    encoded = b"" if value == 0 else value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    if n == "long1": return bytes([len(encoded)]) + encoded
    if n == "long4": return struct.pack("<i", len(encoded) if r.random() > .05 else -3) + encoded
    raise ValueError(n)


def stream(r):
    data = b"".join(op.code.encode("latin-1") + operand(r, op) for op in r.choices([o for o in pickletools.opcodes if o.name != "STOP"], k=r.randrange(1, 14))) + b"."
    if r.random() < .5: return data
    data = bytearray(data)
    for _ in range(r.randrange(1, 4)):
        if not data: break
        at = r.randrange(len(data))
        kind = r.randrange(4)
        if kind == 0: data[at] = r.randrange(256)
        elif kind == 1: del data[at]
        elif kind == 2: data.insert(at, r.randrange(256))
        else: del data[at:]
    return bytes(data)


def shown(value):
    if value is None: return "-"
    if isinstance(value, (bool, int)): return "i%d" % value
    if isinstance(value, float): return "f%016x" % struct.unpack(">Q", struct.pack(">d", value))
    if isinstance(value, str): return "t" + value.encode("utf-8", "surrogatepass").hex()
    return "b" + bytes(value).hex()


def read(data):
    parts, at = [data.hex()], 0
    f = io.BytesIO(data)
    # One opcode at a time: pickletools tells where an opcode starts only once it could read it.
    while True:
        at = f.tell()
        code = f.read(1)
        if not code:
            parts.append(f"error:{at}:-:exhausted")
            break
        op = pickletools.code2op.get(code.decode("latin-1"))
        if op is None:
            parts.append(f"error:{at}:-:no opcode")
            break
        try:
            value = None if op.arg is None else op.arg.reader(f)
        except Exception as error:
            parts.append(f"error:{at}:{op.name}:{type(error).__name__} {str(error)[:40]}".replace("\t", " ").replace("\n", " "))
            break
        parts.append(f"{at}:{op.name}:{shown(value)}")
        if op.name == "STOP":
            parts.append("end")
            break
    return "\t".join(parts)


def check_genops(data):
    """The loop above is genops': the same positions, names and arguments, as far as both read."""
    ours = [p for p in read(data).split("\t")[1:] if not p.startswith(("error", "end"))]
    theirs = []
    try:
        for op, value, at in pickletools.genops(data): theirs.append(f"{at}:{op.name}:{shown(value)}")
    except Exception: pass
    if ours != theirs: raise SystemExit(f"the reader differs from genops on {data.hex()}")


r = random.Random(int(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    data = stream(r)
    check_genops(data)
    print(read(data))
