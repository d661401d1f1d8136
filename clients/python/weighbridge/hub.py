"""``snapshot_download`` that verifies: needs the ``hub`` extra, and ``HF_ENDPOINT`` at a gate."""

import os
import urllib.parse
import urllib.request

import huggingface_hub

from ._bundle import MOST_BYTES, Refused
from ._verify import verify


def snapshot_download(repo_id, *, key=None, ignore=(), **options):
    """Downloads a snapshot and verifies it; returns its path.

    ``key`` is the file of the gate's public keys (default: ``WEIGHBRIDGE_KEY``). Other arguments
    are those of :func:`huggingface_hub.snapshot_download`, but for ``allow_patterns`` and
    ``ignore_patterns``: a passport speaks of a whole revision.
    """
    if options.get("allow_patterns") or options.get("ignore_patterns"):
        raise ValueError("a passport speaks of a whole revision; leave the patterns out")
    path = huggingface_hub.snapshot_download(repo_id, **options)
    endpoint = options.get("endpoint") or huggingface_hub.constants.ENDPOINT
    local = options.get("local_dir") is not None
    commit = (
        huggingface_hub.HfApi(endpoint=endpoint, token=options.get("token"))
        .repo_info(repo_id, revision=options.get("revision"))
        .sha
        if local
        else os.path.basename(os.path.realpath(path))
    )
    token = options.get("token")
    if not isinstance(token, str):
        token = huggingface_hub.get_token()
    verify(
        path,
        passport=_fetch(endpoint, f"passports/{repo_id}/{commit}", token),
        revocations=_fetch(endpoint, "revocations", token),
        key=key,
        ignore=tuple(ignore) + ((".cache/huggingface",) if local else ()),
    )
    return path


def _fetch(endpoint, what, token):
    url = endpoint.rstrip("/") + "/api/weighbridge/" + urllib.parse.quote(what)
    request = urllib.request.Request(url)
    if token:
        request.add_unredirected_header("Authorization", "Bearer " + token)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            body = answer.read(3 * MOST_BYTES + 1)
    except OSError as e:
        raise Refused("not-a-bundle", f"no {what.split('/')[0]} at {endpoint}: {e}") from e
    return body
