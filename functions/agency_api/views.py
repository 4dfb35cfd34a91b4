"""Looking at a share: a way to what was made of an item, never to the item, and the mark that is laid over it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rtcc.access.model import Action
from rtcc.foundation.errors import Conflict
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply
from rtcc.http.visit import Visit
from rtcc.preview import service as previews
from rtcc.preview.model import ENCODED, MOVIE, SHEET
from rtcc.preview.service import Shown
from rtcc.release import viewing
from rtcc.release.model import Method
from rtcc.release.viewing import Sight

door = Door("agency", "views")
_KINDS = {MOVIE: "movie", SHEET: "sheet"}


class Looked(Body):
    """Which item."""

    item_id: Annotated[str, Field(pattern=r"^evi_[0-9a-z]{26}$")]


class Watermark(Reply):
    """What the page lays over what it shows. `is_burned_in`: whether the picture itself bears it."""

    text: str
    is_burned_in: bool


class View(Reply):
    """A way for minutes, to a `movie` or a contact `sheet` that was made of the item; `parent` is the item's digest."""

    url: str
    expires_at: Instant
    kind: str
    bytes: int
    sha256: str
    parent: str
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
    _, shown, expires_at = previews.show(item)
    best = _best(shown, one.method)
    kind = _KINDS[best.made.name]
    text = viewing.viewed(visit.actor, one, item, Sight(kind, best.made.sha256, best.made.bytes))
    return View(
        url=best.url,
        expires_at=expires_at,
        kind=kind,
        bytes=best.made.bytes,
        sha256=best.made.sha256,
        parent=item.sha256,
        watermark=Watermark(text=text, is_burned_in=False),
    )


def _best(shown: list[Shown], method: Method) -> Shown:
    """The movie, unless its pictures are the evidence's own bytes in another file: those leave in a package alone."""
    for one in shown:
        if one.made.name == MOVIE and (method is Method.DOWNLOAD or one.made.how == ENCODED):
            return one
    for one in shown:
        if one.made.name == SHEET:
            return one
    raise Conflict("There is nothing to look at: no picture could be made of this item.", slug="no-preview")
