"""Looking at a share: a way to what was made of an item, never to the item, and the mark that names who looks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, NamedTuple

from pydantic import Field

from rtcc.access.model import Action
from rtcc.foundation.errors import Conflict
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply
from rtcc.http.visit import Visit
from rtcc.preview import service as previews
from rtcc.preview.model import MOVIE, PICTURE, SHEET, Derivative
from rtcc.preview.service import Shown
from rtcc.release import marking, viewing
from rtcc.release.model import Method, Release
from rtcc.release.viewing import Sight
from rtcc.vault.model import Item

door = Door("agency", "views")
_KINDS = {MOVIE: "movie", SHEET: "sheet", PICTURE: "picture"}


class Looked(Body):
    """Which item."""

    item_id: Annotated[str, Field(pattern=r"^evi_[0-9a-z]{26}$")]


class Watermark(Reply):
    """Who looks, and when. `is_burned_in`: whether the pictures themselves name them; if not, the page lays it over."""

    text: str
    is_burned_in: bool


class View(Reply):
    """A way for minutes to a `movie`, a `picture`, or a contact `sheet` that was made of the item.

    `parent` is the item's digest. `missing` says what of the item is not shown; it is empty when all is.
    """

    url: str
    expires_at: Instant
    kind: str
    bytes: int
    sha256: str
    parent: str
    missing: str
    watermark: Watermark


@door.route(
    "POST",
    "/shares/{share_id}/view",
    action=Action.VIEW_SHARE,
    sign_in=SignIn.AGENCY,
    record=Record.ACT,
    body=Looked,
    reply=View,
)
def view(visit: Visit, share_id: str, *, body: Looked) -> View:
    """Look at one item, written down first. No original byte leaves the center."""
    one, item = viewing.must_be_viewable(visit.actor, share_id, body.item_id)
    visit.reason = one.case
    way = _marked(one, item) if one.method is Method.VIEW else _plain(item)
    kind = _KINDS[way.made.name]
    text = viewing.viewed(visit.actor, one, item, Sight(kind, way.made.sha256, way.made.bytes))
    return View(
        url=way.url,
        expires_at=way.expires_at,
        kind=kind,
        bytes=way.made.bytes,
        sha256=way.made.sha256,
        parent=item.sha256,
        missing=way.missing,
        watermark=Watermark(text=text, is_burned_in=one.method is Method.VIEW),
    )


class _Way(NamedTuple):
    made: Derivative
    url: str
    expires_at: datetime
    missing: str


def _marked(one: Release, item: Item) -> _Way:
    """What is only to be looked at is seen with its recipient in every picture, or not at all."""
    where, made, missing = marking.shown(one, item)
    url, expires_at = previews.way(where, made)
    return _Way(made, url, expires_at, missing)


def _plain(item: Item) -> _Way:
    """Who may fetch the evidence itself sees what the center sees."""
    found, shown, expires_at = previews.show(item)
    best = _best(shown)
    return _Way(best.made, best.url, expires_at, found.why if best.made.name == MOVIE else "")


def _best(shown: list[Shown]) -> Shown:
    for name in (MOVIE, SHEET):
        for one in shown:
            if one.made.name == name:
                return one
    raise Conflict("There is nothing to look at: no picture could be made of this item.", slug="no-preview")
