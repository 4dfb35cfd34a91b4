"""What is asked for, before anybody decides on it: the items as they are, the terms, the lines that say both."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from rtcc.access.model import Action, Actor
from rtcc.aws.table import Put
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Field, Invalid
from rtcc.release import agencies, store
from rtcc.release.model import MOST_BYTES, MOST_ITEMS, Method, Piece, Release, State
from rtcc.vault import service as vault


@dataclass(frozen=True, slots=True)
class Terms:
    """To whom, for what, how, and what was agreed about it: the same when a release is asked for or assembled."""

    ori: str
    recipient: str
    case: str
    reason: str
    method: Method = Method.DOWNLOAD
    limits: str = ""


def draft(actor: Actor, release_id: str, *, item_ids: Sequence[str], terms: Terms) -> Release:
    """A release that the actor asks for, not written yet.

    Raises Refused for an agency that is not on the list, NotFound for an item that does not exist, Conflict for one in
    quarantine, Invalid for too many items or too many bytes.
    """
    agency = agencies.agency(terms.ori)
    return Release(
        id=release_id,
        items=_pieces(item_ids),
        ori=agency.ori,
        agency=agency.name,
        audience=agency.kind,
        recipient=terms.recipient,
        case=terms.case,
        reason=terms.reason,
        method=terms.method,
        limits=terms.limits,
        state=State.ASKED,
        asked_by_id=actor.id,
        asked_by=actor.badge,
        asked_at=clock.now(),
    )


def asking(actor: Actor, one: Release, action: Action) -> list[Put | custody.Draft]:
    """A drafted release as writes: its row, its line, and a line of each item."""
    told: dict[str, Fact] = {"release": one.id, "ori": one.ori, "recipient": one.recipient}
    lines = [custody.line(actor, action, piece.id, reason=one.case, facts=told) for piece in one.items]
    return [store.asking(one), custody.line(actor, action, one.id, reason=one.case, facts=facts(one)), *lines]


def facts(one: Release) -> dict[str, Fact]:
    """What both lines say, so that whoever approves is seen to approve just this."""
    told: dict[str, Fact] = {
        "ori": one.ori,
        "recipient": one.recipient,
        "items": ",".join(piece.id for piece in one.items),
        "sha256": ",".join(piece.sha256 for piece in one.items),
        "method": one.method.value,
        "audience": one.audience.value,
    }
    if one.inquiry_id:
        told["inquiry"] = one.inquiry_id
    return told | ({"limits_sha256": hashlib.sha256(one.limits.encode()).hexdigest()} if one.limits else {})


def _pieces(item_ids: Sequence[str]) -> tuple[Piece, ...]:
    """The items, each sealed."""
    if not 1 <= len(set(item_ids)) == len(item_ids) <= MOST_ITEMS:
        raise _wrong(f"A release carries 1 to {MOST_ITEMS} items, each once.")
    items = [vault.released(item_id) for item_id in item_ids]
    if sum(one.bytes for one in items) > MOST_BYTES:
        raise _wrong(f"Together these items are larger than {MOST_BYTES // 10**9} GB. Please ask for them in parts.")
    return tuple(Piece(one.id, one.name, one.bytes, one.sha256) for one in items)


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, fields=(Field("item_ids", sentence),))
