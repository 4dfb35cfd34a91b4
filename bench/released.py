"""What the bench of packages packs: items that lie in a real store, a release that was approved, chains of lines."""

from __future__ import annotations

import hashlib

from rtcc.aws import blobs
from rtcc.custody.model import FIRST, Fact, Line, Outcome
from rtcc.foundation import clock
from rtcc.release.model import Piece, Release
from rtcc.release.model import State as ReleaseState
from rtcc.vault.model import Item, State

ITEMS, LINES = 50, 60
_HEAD = b"\0\0\0\x14ftypisom\0\0\2\0mp41"  # as an MP4 begins: each gets a sidecar for readers of C2PA


def body(size: int, number: int) -> bytes:
    """The bytes of one item."""
    return _HEAD + bytes([number]) * (size // ITEMS - len(_HEAD))


def name(size: int) -> str:
    """The id of the release of that size."""
    return f"rel_{size:026d}"


def key(size: int, number: int) -> str:
    """Where an item lies in the vault."""
    return f"evidence/evi_{size + number:026d}"


def item(size: int, number: int) -> Item:
    """An item as its row would be, of what lies in the store."""
    kept = blobs.stored("vault", key(size, number))
    digest, at = _digest(size // ITEMS, number), clock.now()
    return Item(
        id=kept.key.rpartition("/")[2],
        incident_id="inc_1",
        incident_number="26-1",
        canvass_id="can_1",
        request_id="req_1",
        submission_id=f"sub_{number}",
        name=f"street {number}.mp4",
        bytes=kept.bytes,
        sha256=digest,
        declared=digest,
        state=State.SEALED,
        flaw="",
        bucket=kept.bucket,
        key=kept.key,
        version_id=kept.version_id,
        locked_until=at,
        received_at=at,
    )


def release(size: int, items: list[Item]) -> Release:
    """A release that two people agreed to."""
    pieces = tuple(Piece(one.id, one.name, one.bytes, one.sha256) for one in items)
    at = clock.now()
    return Release(
        id=name(size),
        items=pieces,
        ori="TX1",
        agency="Bexley County Sheriff",
        recipient="4411",
        case="26-000123",
        reason="burglary",
        state=ReleaseState.APPROVED,
        asked_by_id="usr_1",
        asked_by="21",
        asked_at=at,
        decided_by_id="usr_2",
        decided_by="5",
        decided_at=at,
    )


def lines(subject: str) -> list[Line]:
    """A chain as a busy case leaves it."""
    found: list[Line] = []
    for number in range(1, LINES + 1):
        previous = found[-1].hash if found else FIRST
        told: dict[str, Fact] = {"release": subject, "bytes_out": 40_000_000, "version": "3sL4kqtJlcpXroDTDmJ+rmSpXd3d"}
        line = Line(
            subject=subject,
            seq=number,
            at=clock.now(),
            event="evidence.read",
            outcome=Outcome.DONE,
            actor="usr_detective",
            role="detective",
            badge="21",
            ori="LA0",
            how="cognito+totp",
            reason="26-000123",
            facts=told,
            previous=previous,
            address="203.0.113.7",
            clock="lambda",
        )
        found.append(line.sealed())
    return found


def _digest(size: int, number: int) -> str:
    """What `body` has, without holding it: the packer alone is to be measured."""
    flat, million = hashlib.sha256(_HEAD), bytes([number]) * 10**6
    for _ in range((size - len(_HEAD)) // 10**6):
        flat.update(million)
    flat.update(million[: (size - len(_HEAD)) % 10**6])
    return flat.hexdigest()
