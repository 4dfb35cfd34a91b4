"""Takes the probe's findings into the record: whose they are, that the derivatives are what they say, and a line."""

from __future__ import annotations

from rtcc.access.model import Action, Actor
from rtcc.aws import blobs, derivatives, settings
from rtcc.aws.blobs import Stored
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Invalid, NotFound
from rtcc.preview import telling
from rtcc.preview.making import key_of, place_of
from rtcc.preview.model import MOVIE, SHEET, TOLD, Derivative, Preview
from rtcc.vault import service as vault
from rtcc.vault.model import Item

_STARTS = {SHEET: (0, b"\xff\xd8\xff"), MOVIE: (4, b"ftyp")}


def admit(actor: Actor, *, bucket: str, key: str, version_id: str) -> Preview | None:
    """Write down what a probe left. None when an item has its preview already.

    An event that names no version means the newest: findings are written once. Raises NotFound for what belongs to no
    item, Invalid or Conflict for findings that are not of this item's bytes.
    """
    item = _item(bucket, key)
    version_id = version_id or blobs.stored(bucket, key).version_id
    if vault.preview_of(item.id):
        return None
    told = telling.parsed(derivatives.start_of(Stored(bucket, key, version_id, 0), telling.MOST_TOLD + 1))
    if (told.get("item"), told.get("parent"), told.get("parent_version")) != (item.id, item.sha256, item.version_id):
        raise Conflict("These findings are not of this item's bytes.")
    found = telling.read(told["preview"])
    for made in found.derivatives:
        _must_be_so(bucket, item, made)
    line = custody.line(actor, Action.ADMIT_PREVIEW, item.id, reason=item.incident_number, facts=_facts(item, found))
    digests = {one.name: one.sha256 for one in found.derivatives}
    seen = {"sheet": digests.get(SHEET, ""), "movie": digests.get(MOVIE, "")}
    transact(vault.previewing(item.id, telling.spell(found), **seen), line)
    return found


def _item(bucket: str, key: str) -> Item:
    names = key.split("/")
    if bucket != settings.need("BUCKET_PREVIEW") or len(names) != 3 or key != key_of(names[1], TOLD):
        raise NotFound("No item speaks of this object.")
    return vault.item(names[1])


def _must_be_so(bucket: str, item: Item, made: Derivative) -> None:
    kept = Stored(bucket, place_of(item.id, made), made.version_id, made.bytes)
    at, start = _STARTS[made.name]
    if derivatives.start_of(kept, 16)[at : at + len(start)] != start or blobs.digest(kept) != made.sha256:
        raise Invalid("A derivative is not what its findings say.")


def _facts(item: Item, found: Preview) -> dict[str, str | int | bool]:
    facts: dict[str, str | int | bool] = {
        "parent": item.sha256,
        "parent_version": item.version_id,
        "state": found.state.value,
        "why": found.why,
        "flags": "; ".join(found.flags),
        "tool": found.tool,
        "confined": found.is_closed,
    }
    for made in found.derivatives:
        facts |= {made.name: made.sha256, f"{made.name}.version": made.version_id, f"{made.name}.bytes": made.bytes}
        facts[f"{made.name}.how"] = made.how
    return facts
