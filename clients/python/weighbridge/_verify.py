"""Are these the bytes that a gate admitted, who admitted them, and does it still count."""

import hashlib
import os
import struct
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from . import _files
from ._bundle import Refused, parse, payload, read_keys

DECISION = "https://slsa.dev/verification_summary/v1"
REVOCATIONS = "https://weighbridge.io/revocations/v1"
EXTENSION = "https://weighbridge.io/decision/v1"
WHOLE = (
    "//weighbridge/identity/v1",
    "//oms/root/specification-order",
    "//oms/root/component-order",
)


@dataclass(frozen=True)
class Held:
    """A passport that holds for the files of a model."""

    resource: str
    admitted_by: str
    admitted: datetime
    expires: datetime
    policy: str
    key: str
    files: int
    unsigned: list = field(default_factory=list)

    def __str__(self):
        return (
            f"{self.files} files are what {self.admitted_by} admitted on {self.admitted.isoformat()}"
            f" as {self.resource}; it counts until {self.expires.isoformat()}"
        )


def verify(path, passport=None, key=None, revocations=None, ignore=(), now=None):
    """Verifies a model's folder against a gate's passport; returns :class:`Held`.

    ``passport`` is a file, or its bytes; by default ``passport.json`` beside the folder.
    ``key`` is a file of the gate's public keys in PEM, or its bytes; by default the file that
    ``WEIGHBRIDGE_KEY`` names. ``revocations`` is the gate's list of what it withdrew, as a file or
    bytes. ``ignore`` are relative paths that may be there without being in the passport.

    Raises :class:`Refused` when something does not hold, ``OSError`` when a file cannot be read.
    """
    now = now or datetime.now(timezone.utc)
    keys = read_keys(_bytes(key or _default_key()))
    document = parse(_bytes(passport or os.path.join(os.path.dirname(os.path.abspath(path)), "passport.json")))
    if "mediaType" not in document:
        if document.get("weighbridgePassport") != 1:
            raise Refused("not-a-bundle", "it is neither a passport nor a bundle")
        document = document.get("decision")
    statement, signer = payload(document, keys)
    wanted = _decision(statement, now)
    if revocations is not None:
        _not_revoked(parse(_bytes(revocations)), keys, wanted.pop("identity"), now)
    else:
        wanted.pop("identity")
    files, unsigned = _files.find(path, ignore)
    _compare(wanted.pop("files"), files)
    return Held(key=signer, files=len(files), unsigned=unsigned, **wanted)


def _default_key():
    found = os.environ.get("WEIGHBRIDGE_KEY")
    if not found:
        raise Refused("key-hint", "no key is trusted; pass key= or set WEIGHBRIDGE_KEY")
    return found


def _bytes(source):
    if isinstance(source, bytes):
        return source
    with open(source, "rb") as file:
        return file.read()


def _time(value):
    try:
        found = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except (AttributeError, ValueError) as e:
        raise Refused("statement", "a time in it cannot be read") from e
    if found.tzinfo is None:
        raise Refused("statement", "a time in it has no zone")
    return found


def _statement(statement, kind):
    if (
        not isinstance(statement, dict)
        or statement.get("_type") != "https://in-toto.io/Statement/v1"
        or statement.get("predicateType") != kind
        or not isinstance(statement.get("predicate"), dict)
        or not isinstance(statement.get("subject"), list)
    ):
        raise Refused("statement", f"the payload is not a statement of type {kind}")
    return statement["predicate"], statement["subject"]


def _decision(statement, now):
    predicate, subjects = _statement(statement, DECISION)
    ours = predicate.get(EXTENSION)
    if not isinstance(ours, dict):
        raise Refused("statement", "no Weighbridge made it")
    files, identity = _tree(subjects, ours.get("sizes"))
    if predicate.get("verificationResult") != "PASSED":
        raise Refused("not-passed", f"it records a refusal of {predicate.get('resourceUri')!s:.200}")
    if _time(predicate.get("timeVerified")) > now + timedelta(minutes=5):
        raise Refused("not-yet", "it is dated in the future; is this machine's clock right?")
    expires = _time(ours.get("expires"))
    if now >= expires:
        raise Refused("expired", f"it ended on {expires.isoformat()}; pull the model again")
    try:
        return {
            "resource": str(predicate["resourceUri"]),
            "admitted_by": str(predicate["verifier"]["id"]),
            "admitted": _time(predicate["timeVerified"]),
            "expires": expires,
            "policy": str(predicate["policy"]["digest"]["sha256"]),
            "files": files,
            "identity": identity,
        }
    except (KeyError, TypeError) as e:
        raise Refused("statement", f"it lacks {e}") from e


def _tree(subjects, sizes):
    """``{name: (size, sha256)}`` and the identity, which must follow from it."""
    try:
        pairs = [(subject["name"], subject["digest"]["sha256"]) for subject in subjects]
        listed, whole = pairs[:-3], dict(pairs[-3:])
        if len(listed) != len(sizes) or not listed or tuple(n for n, _ in pairs[-3:]) != WHOLE:
            raise Refused("statement", "it does not list files with their sizes")
        files = {}
        identity = hashlib.sha256(b"weighbridge model identity v1\n")
        for (name, digest), size in sorted(
            zip(listed, sizes), key=lambda item: item[0][0].encode("utf-8")
        ):
            parts = name.split("/")
            if name in files or any(part in ("", ".", "..") for part in parts):
                raise Refused("names", f"{name!r:.200} is not a plain name, or stands twice")
            raw = name.encode("utf-8")
            identity.update(struct.pack(">I", len(raw)) + raw + struct.pack(">Q", size))
            identity.update(bytes.fromhex(digest))
            files[name] = (size, digest)
    except (KeyError, TypeError, ValueError, struct.error) as e:
        raise Refused("statement", "its subjects are not those of a model") from e
    if identity.hexdigest() != whole[WHOLE[0]]:
        raise Refused("root-digest", "its digests do not follow from its files")
    return files, identity.hexdigest()


def _not_revoked(document, keys, identity, now):
    statement, _ = payload(document, keys)
    predicate, _ = _statement(statement, REVOCATIONS)
    if now >= _time(predicate.get("expires")):
        raise Refused("list-stale", "the revocation list is too old; fetch a newer one")
    revoked = predicate.get("revoked")
    if not isinstance(revoked, list):
        raise Refused("statement", "the revocation list has no entries")
    for entry in revoked:
        if not isinstance(entry, dict):
            raise Refused("statement", "an entry of the revocation list cannot be read")
        if entry.get("identity") == identity:
            raise Refused("revoked", f"withdrawn: {entry.get('reason')!s:.500}")


def _compare(wanted, files):
    missing = sorted(set(wanted) - set(files))
    if missing:
        raise Refused("missing-files", "missing: " + ", ".join(missing[:5]))
    added = sorted(set(files) - set(wanted))
    if added:
        notes = all(name.startswith(".cache/huggingface/") for name in added)
        hint = " (hf's own notes; pass ignore=['.cache/huggingface'] to accept them)" if notes else ""
        raise Refused("added-files", "not in the passport: " + ", ".join(added[:5]) + hint)
    changed = sorted(n for n in wanted if os.path.getsize(files[n]) != wanted[n][0])
    if not changed:
        found = _files.digests(files)
        changed = sorted(name for name in wanted if found[name] != wanted[name][1])
    if changed:
        raise Refused("changed-files", "changed: " + ", ".join(changed[:5]))
