"""C2PA sidecars: what the center says of each MP4 that it hands on unchanged, in a form that others' programs read."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from rtcc.aws import seals, settings
from rtcc.foundation import c2pa, clock, der, issuing
from rtcc.foundation.cbor import Value

FOLDER, CHAIN = "c2pa/", "c2pa/chain.pem"
_GENERATOR = "open-rtcc"
_INGREDIENT, _ACTIONS, _BOUND = "c2pa.ingredient.v3", "c2pa.actions.v2", "c2pa.hash.data"
_CUSTODY = "org.open-rtcc.custody"
# Of files that begin like an MP4 those that are no video, by their brand: pictures, sound.
_OTHERS = frozenset(
    ("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis", "crx", "M4A", "M4B", "M4P")
)
_HEAD = 12
_log = logging.getLogger(__name__)


class Glance:
    """Looks at the first bytes of a file as it goes by: `format` is `video/mp4`, `video/quicktime`, or empty."""

    def __init__(self) -> None:
        self._head = b""

    def over(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces as they are."""
        for piece in pieces:
            if len(self._head) < _HEAD:
                self._head = (self._head + piece[:_HEAD])[:_HEAD]
            yield piece

    @property
    def format(self) -> str:
        """By the file's own bytes, never by its name (ISO/IEC 14496-12, section 4.3)."""
        brand = self._head[8:].decode("latin-1").strip()
        if len(self._head) < _HEAD or self._head[4:8] != b"ftyp" or brand in _OTHERS:
            return ""
        return "video/quicktime" if brand == "qt" else "video/mp4"


def files(account: Mapping[str, Any], formats: Mapping[str, str], *, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each sidecar, and of the certificates that they are signed under; nothing without an MP4.

    `account` is what custody.json says; `formats` has the format of each item that is one, by its id.
    """
    items = [item for item in account["items"] if formats.get(item["id"])]
    if not items:
        return
    known = _chain(at)
    for item in items:
        told = _assertions(item, formats[item["id"]], account["release"]["id"], at)
        title = item["file"].rpartition("/")[2]
        about = "\n".join((account["release"]["id"], item["id"], clock.spell(at)))  # a renewed package says it anew
        claim = c2pa.Claim(about, title, _GENERATOR, told)
        yield f"{FOLDER}{item['id']}.c2pa", c2pa.store(claim, known, lambda one: issuing.plain(seals.sign(one)))
    yield CHAIN, der.pem(known)


def _assertions(item: Mapping[str, Any], kind: str, release: str, at: datetime) -> list[tuple[str, Value]]:
    """Opened as it came, and nothing else: `allActionsIncluded` is the word for unchanged.

    `c2pa.published` would say that it is there for everybody: evidence is not.
    """
    title = item["file"].rpartition("/")[2]
    received: Value = {
        "relationship": "parentOf",
        "dc:title": title,
        "dc:format": kind,
        "instanceID": c2pa.instance(item["id"]),
    }
    which: Value = {"ingredients": [c2pa.reference(_INGREDIENT, received)]}
    when = clock.spell(at)
    opened: Value = {"action": "c2pa.opened", "when": when, "parameters": which}
    actions: dict[str, Value] = {"actions": [opened], "allActionsIncluded": True}
    return [
        (_INGREDIENT, received),
        (_ACTIONS, actions),
        (_BOUND, c2pa.bound(item["sha256"])),
        (_CUSTODY, _custody(item, release, when)),
    ]


def _custody(item: Mapping[str, Any], release: str, when: str) -> Value:
    city, chain = settings.city(), item["chain"]
    return {
        "release": release,
        "item": item["id"],
        "sha256": item["sha256"],
        "bytes": item["bytes"],
        "received_at": item["received_at"],
        "custody_lines": len(chain),
        "custody_head": chain[-1]["hash"] if chain else "",
        "packed_by": {"agency": city.agency, "ori": city.ori},
        "packed_at": when,
    }


def _chain(at: datetime) -> list[bytes]:
    """The city's certificates for the seal key (setting C2PA_CHAIN), or those that the key makes for itself."""
    public_key, given = seals.public_key(), settings.perhaps("C2PA_CHAIN").split()
    try:
        known = [base64.b64decode(one, validate=True) for one in given]
        keys = [der.certificate_of(one).key for one in known]
        if keys[:1] == [public_key]:
            return known
    except ValueError:
        pass
    if given:
        _log.error("c2pa_chain does not begin with a certificate for the seal key: the center's own is used.")
    return issuing.chain(settings.city().agency, public_key, at=at, sign=seals.sign)
