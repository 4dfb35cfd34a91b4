"""From the digest of an exhibit to the item or package that it is of, and on to everybody who touched it (P10.2)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rtcc.access.model import Action
from rtcc.foundation.errors import NotFound
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit
from rtcc.inventory import tracing
from rtcc.inventory.model import Did, Toucher
from rtcc.release import digests
from rtcc.release import service as releases
from rtcc.release.model import Release
from rtcc.vault import service as vault
from rtcc.vault.model import Item, State

door = Door("console", "tracing")

_HEX = frozenset("0123456789abcdef")


class TracedItem(Reply):
    """An item to which a digest led.

    `matched`: it is the `item`'s own, a `derivative`'s, that of a copy `marked` for a share, or of a `package`.
    """

    id: str
    name: str | None = None  # of what a court expunged, nobody is told it
    bytes: int
    sha256: str
    standing: str
    incident_number: str
    received_at: Instant
    matched: str


class TracedRelease(Reply):
    """A release whose package, or a copy marked for it, has the digest."""

    id: str
    state: str
    case: str
    ori: str
    agency: str
    recipient: str
    packed_at: Instant | None = None


class Traced(Reply):
    """What a digest is of; two empty lists when nothing here has it."""

    items: list[TracedItem]
    releases: list[TracedRelease]


class DidReply(Reply):
    """What one person did of one kind."""

    event: str
    count: int
    first_at: Instant
    last_at: Instant
    outcomes: list[str]


class Person(Reply):
    """Somebody whose acts stand in the item's chains. Only people have a badge; functions, boxes, senders have none."""

    actor: str
    badge: str
    role: str
    ori: str
    acts: list[DidReply]


class Proof(Reply):
    """Whether the record holds: each chain in itself, and every line of it in the log that nobody can unwrite."""

    log_size: int
    unsealed: int
    holds: bool
    faults: Annotated[list[str], Field(max_length=1000)]


class People(Reply):
    """Everybody, the chains and lines that were read, and the proof."""

    people: list[Person]
    chains: list[str]
    lines: int
    proof: Proof


@door.route(
    "GET",
    "/evidence/by-digest/{sha256}",
    action=Action.TRACE_EVIDENCE,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=Traced,
)
def by_digest(_visit: Visit, sha256: str) -> Traced:
    """What has this SHA-256 (hex): an item, something made of one, or a package."""
    wanted = sha256.strip().lower()
    if len(wanted) != 64 or not _HEX.issuperset(wanted):
        raise NotFound("This is not a SHA-256 in hexadecimal: it has 64 signs, 0 to 9 and a to f.")
    found = {
        item.id: _item(item, "item" if item.sha256 == wanted else "derivative") for item in vault.of_digest(wanted)
    }
    release_id, item_id = digests.named(wanted)
    packed = [releases.release(release_id)] if release_id else []
    if item_id:
        found.setdefault(item_id, _item(vault.known(item_id), "marked"))
    for piece in (piece for one in packed for piece in one.items if not item_id):
        found.setdefault(piece.id, _item(vault.known(piece.id), "package"))
    return Traced(items=list(found.values()), releases=[_release(one) for one in packed])


@door.route(
    "GET",
    "/evidence/{item_id}/people",
    action=Action.TRACE_EVIDENCE,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=People,
)
def people(visit: Visit, item_id: str) -> People:
    """Everybody who ever touched an item, refusals too."""
    item = vault.known(item_id)
    visit.reason = item.incident_number
    found = tracing.trace(item)
    return People(
        people=[_person(one) for one in found.touchers],
        chains=list(found.chains),
        lines=found.lines,
        proof=Proof(
            log_size=found.log_size,
            unsealed=found.unsealed,
            holds=not found.faults,
            faults=list(found.faults[:1000]),
        ),
    )


def _item(one: Item, matched: str) -> TracedItem:
    told = ("id", "bytes", "sha256", "standing", "incident_number", "received_at")
    name = None if one.state is State.EXPUNGED else one.name
    return TracedItem(**{each: getattr(one, each) for each in told}, name=name, matched=matched)


def _release(one: Release) -> TracedRelease:
    told = ("id", "case", "ori", "agency", "recipient", "packed_at")
    return TracedRelease(**{each: getattr(one, each) for each in told}, state=one.state.value)


def _person(one: Toucher) -> Person:
    return Person(actor=one.actor, badge=one.badge, role=one.role, ori=one.ori, acts=[_did(each) for each in one.acts])


def _did(one: Did) -> DidReply:
    return DidReply(
        event=one.event,
        count=one.count,
        first_at=one.first_at,
        last_at=one.last_at,
        outcomes=list(one.outcomes),
    )
