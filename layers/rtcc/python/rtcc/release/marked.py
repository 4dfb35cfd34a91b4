"""Takes a marked copy into the record: that it is of this share's item, that it is what it says, and a line."""

from __future__ import annotations

from rtcc.access.model import Action, Actor
from rtcc.aws import blobs, derivatives, settings
from rtcc.aws.blobs import Stored
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, Invalid, NotFound
from rtcc.preview import telling
from rtcc.preview.marking import MADE, Order, name_of, place
from rtcc.preview.model import MARKED, MOVIE, Derivative
from rtcc.release import digests, marks, service
from rtcc.release.marking import order_for
from rtcc.release.marks import Mark
from rtcc.release.model import Method, Release, State
from rtcc.vault import service as vault
from rtcc.vault.model import Item

_STARTS = {MOVIE: (4, b"ftyp")}
_JPEG = (0, b"\xff\xd8\xff")
_OPEN = {State.APPROVED, State.RENEWED, State.PACKED}


def admit(actor: Actor, *, bucket: str, key: str, version_id: str) -> Mark | None:
    """Write down what the marker left, on the share's chain and on the item's. None when that was done, or is over.

    Raises NotFound for what belongs to no share, Invalid or Conflict for what is not of this share's item.
    """
    item_id, release_id, day = _named(bucket, key)
    one = service.release(release_id)
    if item_id not in {piece.id for piece in one.items} or one.method is not Method.VIEW:
        raise NotFound("No share speaks of this object.")
    known = marks.find(release_id, item_id)
    if known is not None and known.day >= day:
        return None
    try:
        item = vault.released(item_id)
    except Gone:
        return None  # it ended meanwhile: whoever ended it deletes this too
    if one.state not in _OPEN:
        raise Conflict(f"Nothing is shown under this release: it is {one.state.value}.")
    version_id = version_id or blobs.stored(bucket, key).version_id
    told = telling.parsed(derivatives.start_of(Stored(bucket, key, version_id, 0), telling.MOST_TOLD + 1))
    asked = order_for(one, item, day)
    said = tuple(told.get(name) for name in ("item", "parent", "parent_version", "share", "day", "words"))
    if said != (item.id, item.sha256, item.version_id, one.id, day, asked.words):
        raise Conflict("This was not made of this item's bytes for this share.")
    found = telling.read(told["preview"], names=MADE)
    for made in found.derivatives:
        _must_be_so(asked, made)
    return _write(actor, one, item, Mark(one.id, item.id, day, clock.now(), found))


def _write(actor: Actor, one: Release, item: Item, mark: Mark) -> Mark | None:
    facts = _facts(one, item, mark)
    outcome = Outcome.DONE if mark.found.derivatives else Outcome.FAILED
    lines = [
        custody.line(actor, Action.MARK_SHARE, subject, reason=one.case, outcome=outcome, facts=facts)
        for subject in (one.id, item.id)
    ]
    names = [digests.naming_copy(made.sha256, one.id, item.id) for made in mark.found.derivatives]
    try:
        transact(marks.marking(mark), *names, *lines)
    except Conflict:
        return None  # the same was written a moment ago
    return mark


def _facts(one: Release, item: Item, mark: Mark) -> dict[str, Fact]:
    found = mark.found
    facts: dict[str, Fact] = {"release": one.id, "item": item.id, "parent": item.sha256, "day": mark.day}
    facts |= {"parent_version": item.version_id, "why": found.why, "tool": found.tool, "confined": found.is_closed}
    for made in found.derivatives:
        facts |= {"made": made.name, "how": made.how, "sha256": made.sha256, "version": made.version_id}
        facts["bytes"] = made.bytes
    return facts


def _must_be_so(asked: Order, made: Derivative) -> None:
    where = place(asked.item_id, asked.share_id, asked.day, name_of(made))
    kept = Stored(settings.need("BUCKET_PREVIEW"), where, made.version_id, made.bytes)
    at, start = _STARTS.get(made.name, _JPEG)
    is_so = derivatives.start_of(kept, 16)[at : at + len(start)] == start and blobs.digest(kept) == made.sha256
    if not is_so or made.how != MADE[made.name]:
        raise Invalid("A marked copy is not what is said of it.")


def _named(bucket: str, key: str) -> tuple[str, str, str]:
    names = key.split("/")
    if (
        bucket != settings.need("BUCKET_PREVIEW")
        or len(names) != 5
        or key != place(names[1], names[2], names[3], MARKED)
    ):
        raise NotFound("No share speaks of this object.")
    return names[1], names[2], names[3]
