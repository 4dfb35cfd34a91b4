"""The inventory on the console: every stored object beside the act that made it, and what is amiss (P3.2)."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.http import cursors
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit
from rtcc.inventory import service
from rtcc.inventory.model import Act, Held, Stock

door = Door("console", "inventory")


class Counts(Reply):
    """What the newest sweep counted. `due`: no hold and no schedule keeps it. `objects` are those of all buckets."""

    taken_at: Instant
    items: int
    bytes: int
    by_state: dict[str, int]
    held: int
    due: int
    quarantined: int
    objects: int
    unspoken: int
    discrepancies: int


class ActReply(Reply):
    """The line of the act that made an object."""

    event: str
    at: Instant
    actor: str
    badge: str
    subject: str
    seq: int


class HeldReply(Reply):
    """One version of one object; without an act nothing in the record speaks of it."""

    bucket: str
    key: str
    version_id: str
    bytes: int
    written_at: Instant
    what: str
    item_id: str | None = None
    act: ActReply | None = None


class Found(Reply):
    """One thing amiss between the stores and the record."""

    kind: str
    about: str
    subject: str
    seen_at: Instant


class Inventory(Reply):
    """A page of objects (`?cursor=` goes on); counts and discrepancies are the newest sweep's, missing before it."""

    counts: Counts | None = None
    objects: list[HeldReply]
    discrepancies: list[Found]
    next: str | None = None


@door.route(
    "GET", "/inventory", action=Action.READ_INVENTORY, sign_in=SignIn.STAFF, record=Record.READ, reply=Inventory
)
def page(visit: Visit) -> Inventory:
    """Some of what lies in the stores, with its acts."""
    place = cursors.opened(visit.actor, "inventory", visit.query.get("cursor", ""))
    objects, following = service.page(place)
    stock = service.newest()
    return Inventory(
        counts=_counts(stock) if stock else None,
        objects=[_held(one) for one in objects],
        discrepancies=_found(stock) if stock else [],
        next=cursors.sealed(visit.actor, "inventory", following) or None,
    )


def _counts(one: Stock) -> Counts:
    return Counts(taken_at=one.taken_at, by_state=dict(one.by_state), **one.counts)


def _found(one: Stock) -> list[Found]:
    return [
        Found(kind=each.kind, about=each.about, subject=each.subject, seen_at=one.taken_at)
        for each in one.discrepancies
    ]


def _held(one: Held) -> HeldReply:
    told = ("bucket", "key", "version_id", "bytes", "written_at", "what")
    act = _act(one.act) if one.act else None
    return HeldReply(**{each: getattr(one, each) for each in told}, item_id=one.item_id or None, act=act)


def _act(one: Act) -> ActReply:
    return ActReply(event=one.event, at=one.at, actor=one.actor, badge=one.badge, subject=one.subject, seq=one.seq)
