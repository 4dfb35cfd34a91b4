"""Showing previews: where an item's stands, and short ways to what we made of it. Never a way to the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtcc.aws import derivatives, settings
from rtcc.aws.blobs import Stored
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.preview import telling
from rtcc.preview.making import place_of
from rtcc.preview.model import MOVIE, PICTURE, SHEET, Derivative, Preview, State
from rtcc.vault import service as vault
from rtcc.vault.model import Item
from rtcc.vault.model import State as Standing

_SECONDS = 300
_KINDS = {SHEET: "image/jpeg", PICTURE: "image/jpeg", MOVIE: "video/mp4"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One derivative and a way to it."""

    made: Derivative
    url: str


def of(item: Item) -> Preview:
    """Where the preview of an item stands. What is in quarantine has none and gets none."""
    if item.state is not Standing.SEALED:
        return Preview(State.NONE, why=f"it is in quarantine: {item.flaw}")
    told = vault.preview_of(item.id)
    return telling.read(told) if told else Preview(State.PENDING)


def show(item: Item) -> tuple[Preview, list[Shown], datetime]:
    """The derivatives, each for five minutes. Raises Conflict when there are none, and says why."""
    one = of(item)
    if one.state is not State.READY:
        raise Conflict(f"There is no preview: {one.why or 'it is still being made'}.", slug="no-preview")
    until = clock.after(clock.now(), seconds=_SECONDS)
    return one, [Shown(made, way(_stored(item, made), made)[0]) for made in one.derivatives], until


def way(where: Stored, made: Derivative) -> tuple[str, datetime]:
    """A way of five minutes to exactly that derivative, and when it ends."""
    name = "-".join(("preview", "of", where.key.split("/")[1], made.name))
    url = derivatives.look_url(where, kind=_KINDS[made.name], name=name, seconds=_SECONDS)
    return url, clock.after(clock.now(), seconds=_SECONDS)


def _stored(item: Item, made: Derivative) -> Stored:
    return Stored(settings.need("BUCKET_PREVIEW"), place_of(item.id, made), made.version_id, made.bytes)
