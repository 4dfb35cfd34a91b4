"""Evidence on the console: the list, the item with what the store says of it, and a short way to its bytes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from functions.console_api.custody import LineReply, line_reply
from functions.console_api.kept import Checked, HoldReply, checked_reply, hold_reply
from functions.console_api.looks import Judged, Probe, judged_reply, probe_reply
from rtcc.access.model import Action
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid
from rtcc.http import cursors
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply
from rtcc.http.visit import Visit
from rtcc.incidents import service as incidents
from rtcc.preview import service as previews
from rtcc.vault import service as vault
from rtcc.vault import sieve
from rtcc.vault.model import Item, State
from rtcc.vault.sieve import Kept, Sieve

door = Door("console", "evidence")

_HELD = {"": None, "yes": True, "no": False}


class ItemReply(Reply):
    """One evidence item, and what keeps it. `standing` is its state, or `released` once an agency has custody of it."""

    id: str
    name: str
    bytes: int
    sha256: str
    declared: str
    state: str
    standing: str
    flaw: str
    incident_id: str
    incident_number: str
    received_at: Instant
    verdict: str | None = None  # the newest
    kind: str  # of case; empty while nobody said
    keep_until: Instant | None = None  # missing while no schedule lets it go
    held: bool  # whether anything holds it


class Items(Reply):
    """A page of items; `next` is the cursor to go on with."""

    items: list[ItemReply]
    next: str | None = None


class Storage(Reply):
    """What the store itself says of the exact version, asked just now."""

    bucket: str
    key: str
    version_id: str
    mode: str
    until: Instant | None
    hold: bool
    read_at: Instant


class Source(Reply):
    """Where an item comes from: `submission` (of a registrant) or `clip` (of a box's camera), each with its ids."""

    kind: str
    canvass_id: str | None = None
    request_id: str | None = None
    submission_id: str | None = None
    clip_id: str | None = None
    camera_id: str | None = None


class WholeItem(ItemReply):
    """One item with everything that shows it is what it was. `account` is what its sender said of it.

    `released_to` is the ORI of the agency that has custody of it now.
    """

    storage: Storage
    source: Source
    account: dict[str, Any] | None = None
    probe: Probe
    triage: Judged | None = None
    released_to: str | None = None
    holds: list[HoldReply]
    fixity: Checked | None = None
    custody: list[LineReply]


class Reason(Body):
    """Why somebody wants the bytes: the number of a case or call. It stands in the record for ever, so no story."""

    reason: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z ./-]{0,39}$")]


class Download(Reply):
    """A URL for five minutes."""

    url: str
    expires_at: Instant


@door.route(
    "GET",
    "/incidents/{incident_id}/evidence",
    action=Action.LIST_EVIDENCE,
    sign_in=SignIn.STAFF,
    record=Record.WATCH,
    reply=Items,
)
def of_incident(_visit: Visit, incident_id: str) -> Items:
    """The items of one call."""
    one = incidents.incident(incident_id)
    return Items(items=[_reply(item) for item in vault.of_incident(one.id)])


@door.route("GET", "/evidence", action=Action.LIST_EVIDENCE, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Items)
def page(visit: Visit) -> Items:
    """A page of all items (`?cursor=` goes on), or of those that `?standing=`, `?held=` and `?kept=` let through.

    `held` is `yes` or `no`; `kept` is `running`, `over` or `none`. A page may be short before the list's end.
    """
    place = cursors.opened(visit.actor, "evidence", visit.query.get("cursor", ""))
    found, following = sieve.page(_sieve(visit), place)
    following = cursors.sealed(visit.actor, "evidence", following)
    return Items(items=[_reply(item) for item in found], next=following or None)


@door.route(
    "GET",
    "/evidence/{item_id}",
    action=Action.READ_EVIDENCE,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=WholeItem,
)
def read(visit: Visit, item_id: str) -> WholeItem:
    """One item, its lock read back from the store, its custody from the first byte on."""
    one = vault.item(item_id)
    visit.reason = one.incident_number
    lock = vault.lock_of(one)
    return WholeItem(
        **_reply(one).model_dump(),
        storage=Storage(
            bucket=one.bucket,
            key=one.key,
            version_id=one.version_id,
            mode=lock.mode,
            until=lock.until,
            hold=lock.hold,
            read_at=clock.now(),
        ),
        source=_source(one),
        account=dict(one.account) or None,
        probe=probe_reply(previews.of(one)),
        triage=judged_reply(one),
        released_to=one.released_to or None,
        holds=[hold_reply(hold) for hold in one.holds],
        fixity=checked_reply(one.fixity),
        custody=[line_reply(line) for line in custody.lines(one.id)],
    )


@door.route(
    "POST",
    "/evidence/{item_id}/download",
    action=Action.DOWNLOAD_EVIDENCE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Reason,
    reply=Download,
)
def download(visit: Visit, item_id: str, *, body: Reason) -> Download:
    """A short way to the exact version, written down first."""
    url, expires_at = vault.download(visit.actor, item_id, reason=body.reason)
    return Download(url=url, expires_at=expires_at)


def _sieve(visit: Visit) -> Sieve:
    """What the query asks for; a word that is none of these is told."""
    standing, held, kept = (visit.query.get(name, "") for name in ("standing", "held", "kept"))
    words = (*(state.value for state in State), "released")
    if standing not in ("", *words) or held not in _HELD or kept not in ("", *(one.value for one in Kept)):
        raise Invalid("This filter is not one of ours.", slug="bad-filter")
    return Sieve(standing, _HELD[held], Kept(kept) if kept else None)


def _reply(one: Item) -> ItemReply:
    names = ItemReply.model_fields.keys() - {"state", "verdict", "held"}
    verdict = one.verdict.value if one.verdict else None
    told = {name: getattr(one, name) for name in names} | {"state": one.state.value, "held": bool(one.holds)}
    # What a court ordered gone keeps its digest and its lines; what its sender called it goes with it.
    return ItemReply(**told | ({"name": ""} if one.state is State.EXPUNGED else {}), verdict=verdict)


def _source(one: Item) -> Source:
    if one.clip_id:
        return Source(kind="clip", clip_id=one.clip_id, camera_id=one.camera_id)
    return Source(
        kind="submission", canvass_id=one.canvass_id, request_id=one.request_id, submission_id=one.submission_id
    )
