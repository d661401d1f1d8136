"""Sigstore bundles v0.3 with a DSSE envelope, read strictly, and whether a trusted key signed."""

import base64
import binascii
import hashlib
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json"
IN_TOTO = "application/vnd.in-toto+json"
MOST_BYTES = 64 << 20
_HASHES = {"secp256r1": hashes.SHA256, "secp384r1": hashes.SHA384, "secp521r1": hashes.SHA512}


class Refused(Exception):
    """A passport or a model that does not hold; ``reason`` is stable, the message is for people."""

    def __init__(self, reason, message):
        super().__init__(message)
        self.reason = reason


def parse(text):
    """JSON without duplicate keys and without numbers that are none."""

    def once(pairs):
        found = dict(pairs)
        if len(found) != len(pairs):
            raise Refused("not-a-bundle", "a key stands twice in one object")
        return found

    def number(text):
        raise Refused("not-a-bundle", f"{text} is not JSON")

    if len(text) > 3 * MOST_BYTES:
        raise Refused("not-a-bundle", "it is too large")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        return json.loads(text, object_pairs_hook=once, parse_constant=number)
    except (ValueError, RecursionError) as e:
        raise Refused("not-a-bundle", f"it is not JSON: {e}") from e


def read_keys(pem):
    """Public keys of a PEM text (bytes): ECDSA on P-256, P-384 or P-521."""
    begin, end = b"-----BEGIN PUBLIC KEY-----", b"-----END PUBLIC KEY-----"
    keys = []
    at = pem.find(begin)
    while at >= 0:
        stop = pem.find(end, at)
        if stop < 0:
            raise Refused("key-type", "a PUBLIC KEY block has no end")
        try:
            key = serialization.load_pem_public_key(pem[at : stop + len(end)] + b"\n")
        except ValueError as e:
            raise Refused("key-type", "a PUBLIC KEY block cannot be read") from e
        if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name not in _HASHES:
            raise Refused("key-type", "a key is not ECDSA on P-256, P-384 or P-521")
        keys.append(key)
        at = pem.find(begin, stop)
    if not keys:
        raise Refused("key-type", "there is no PUBLIC KEY block in it")
    return keys


def hint(key):
    """What model signatures call a key: SHA-256 of its PEM text."""
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(pem).hexdigest()


def _only(value, known, what):
    if not isinstance(value, dict):
        raise Refused("not-a-bundle", f"{what} is not an object")
    unknown = set(value) - set(known)
    if unknown:
        raise Refused("not-a-bundle", f"{what} has an unknown member {sorted(unknown)[0]!r:.80}")
    return value


def _base64(value, name):
    text = value.get(name)
    if not isinstance(text, str):
        raise Refused("not-a-bundle", f"{name!r} is missing")
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as e:
        raise Refused("not-a-bundle", f"{name!r} is not base64") from e
    if base64.b64encode(raw).decode() != text:
        raise Refused("not-a-bundle", f"{name!r} is not canonical base64")
    return raw


def payload(bundle, keys):
    """The statement that one of the keys signed, and that key's hint."""
    if isinstance(bundle, dict) and bundle.get("mediaType") != MEDIA_TYPE:
        raise Refused("media-type", f"the bundle's media type is not {MEDIA_TYPE}")
    _only(bundle, ("mediaType", "verificationMaterial", "dsseEnvelope"), "the bundle")
    envelope = _only(
        bundle.get("dsseEnvelope"), ("payload", "payloadType", "signatures"), "the envelope"
    )
    if envelope.get("payloadType") != IN_TOTO:
        raise Refused("payload-type", "the envelope does not hold an in-toto statement")
    signatures = envelope.get("signatures")
    if not isinstance(signatures, list) or len(signatures) != 1:
        raise Refused("signature-count", "an envelope must carry exactly one signature")
    signature = _base64(_only(signatures[0], ("sig", "keyid"), "the signature"), "sig")
    raw = _base64(envelope, "payload")
    material = _only(
        bundle.get("verificationMaterial"),
        ("publicKey", "tlogEntries", "timestampVerificationData"),
        "the verification material",
    )
    named = _only(material.get("publicKey"), ("hint",), "the public key").get("hint")
    candidates = [key for key in keys if not named or hint(key) == named]
    if not candidates:
        raise Refused("key-hint", f"signed with a key that is not trusted here ({named!s:.80})")
    head = f"DSSEv1 {len(IN_TOTO)} {IN_TOTO} {len(raw)} ".encode()
    for key in candidates:
        try:
            key.verify(signature, head + raw, ec.ECDSA(_HASHES[key.curve.name]()))
            return parse(raw), hint(key)
        except InvalidSignature:
            continue
    raise Refused("signature", "the signature does not match the payload")
