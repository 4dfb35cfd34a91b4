"""Where views rest: one row a view, and one a camera that counts who watches it."""

from __future__ import annotations

from typing import cast

from pynamodb.expressions.update import Action

from rtcc.aws.table import Put, Update
from rtcc.foundation import ids
from rtcc.foundation.errors import Conflict
from rtcc.live.model import Seats, State, View
from rtcc.live.rows import SITE_INDEX, STATE_INDEX, SeatsRow, ViewRow

HASH_KEY = "id"
INDEXES = {SITE_INDEX: ("site_id", "opened_at"), STATE_INDEX: ("state", "lease_until")}
_MAY_CHANGE = (
    "lease_until",
    "state",
    "ended_at",
    "why",
    "frames",
    "started_at",
    "last_frame_at",
    "told_at",
    "keys_until",
    "from_at",
    "turned_at",
    "speed",
    "is_paused",
    "shown_at",
    "shown_from",
    "shown_to",
    "refusal",
)
_MOST = 200  # views that an owner's list shows at once


def find(view_id: str) -> View | None:
    """One view, read strongly."""
    if not ids.is_id(view_id, "viw"):
        return None  # the row of a camera's seats is no view; and what a box made up is no key
    try:
        return cast(View, ViewRow.get(view_id, consistent_read=True).to_entity())
    except ViewRow.DoesNotExist:
        return None


def seats(seats_id: str) -> Seats:
    """Who watches a camera live, or what it recorded, read strongly."""
    try:
        return cast(Seats, SeatsRow.get(seats_id, consistent_read=True).to_entity())
    except SeatsRow.DoesNotExist:
        return Seats(seats_id)


def of_site(site_id: str) -> list[View]:
    """The newest 200 views of an establishment's cameras, newest first."""
    rows = ViewRow.by_site.query(site_id, scan_index_forward=False, limit=_MOST)
    return [cast(View, row.to_entity()) for row in rows]


def open_views() -> list[View]:
    """All open views, the longest unrenewed first; one opened within the last second may not be among them."""
    return [cast(View, row.to_entity()) for row in ViewRow.by_state.query(State.OPEN)]


def opening(view: View) -> Put:
    """Write a new view."""
    return Put(ViewRow.of(view), ViewRow.id.does_not_exist())


def changing(before: View, after: View) -> Update:
    """Write what became of a view, unless it ended (or the box spoke of it) since we looked."""
    told = ViewRow.told_at.does_not_exist() if before.told_at is None else ViewRow.told_at.exists()
    same = (ViewRow.state == before.state) & told
    moved = Conflict("This view changed at the same moment. Please look again.", slug="view-moved")
    return Update(ViewRow.of(before), _differences(before, after), same, moved)


def _differences(before: View, after: View) -> list[Action]:
    return [
        getattr(ViewRow, name).set(getattr(after, name))
        for name in _MAY_CHANGE
        if getattr(after, name) != getattr(before, name)
    ]


def seating(before: Seats, taken: tuple[tuple[str, str], ...]) -> Update:
    """Write who watches now, unless somebody came or went since we looked."""
    same = (SeatsRow.version == before.version) if before.version else SeatsRow.version.does_not_exist()
    actions = [SeatsRow.taken.set(taken), SeatsRow.version.set(before.version + 1)]
    return Update(SeatsRow(before.id), actions, same)
