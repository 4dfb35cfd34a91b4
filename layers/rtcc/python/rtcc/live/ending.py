"""How views end: once, with a line; then the box is told, and after the last viewer the stream is gone (P4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws import streams
from rtcc.aws.table import transact
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, RtccError
from rtcc.live import permission, store
from rtcc.live.model import State, View, review_seats
from rtcc.live.reading import Report
from rtcc.live.seats import Seat
from rtcc.sites import service as sites

_STOP_SECONDS = 30
_TRIES = 5


def finish(actor: Actor, view: View, why: str, *, report: Report | None = None) -> View:
    """End a view; returns it as it ended, which somebody else may have done first. `report` is the box's word.

    The row, the seat and the line are one act. Telling the box and taking the stream away follow; when they fail, the
    lease ends the one within seconds and `close_views` does the other within a minute.
    """
    for _ in range(_TRIES):
        if view.state is not State.OPEN:
            return view
        left = _stream_of(view)
        after, seat = _ended(view, why, report), Seat(view, leaves=True)
        try:
            transact(store.changing(view, after), seat, _line(actor, after))
        except Conflict:
            view = store.find(view.id) or after
            continue
        if report is None:
            _stop(after)
        if left and (seat.is_alone or view.is_review):
            with suppress(RtccError):
                streams.remove(left)
        return after
    raise Conflict("This view changed at the same moment. Please try again.")


def close_box(actor: Actor, thing: str, why: str) -> list[View]:
    """End all views through a box that is gone; returns them (P4.1)."""
    return [finish(actor, view, why) for view in store.open_views() if view.thing == thing]


def recheck_camera(actor: Actor, camera_id: str) -> list[View]:
    """Ask anew of each open view of a camera whether it still may be, and end what may not; returns those (P2.3)."""
    whys = [(view, permission.why_no_longer(view)) for view in viewers(camera_id)]
    return [finish(actor, view, why) for view, why in whys if why]


def recheck(actor: Actor, view: View) -> View:
    """The same of one view."""
    why = permission.why_no_longer(view)
    return finish(actor, view, why) if why else view


def left_behind() -> Iterator[str]:
    """The addresses of streams that nobody watches: whoever should have removed them was cut off."""
    for name, arn in streams.every():
        if not _is_watched(name.rpartition("-")[2]):
            yield arn


def take_away(arn: str) -> None:
    """Remove a stream that was left behind. Raises Unavailable."""
    streams.remove(arn)


def viewers(camera_id: str) -> list[View]:
    """Who looks through one camera, or at what it recorded, as it is at this moment."""
    taken = store.seats(camera_id).taken + store.seats(review_seats(camera_id)).taken
    found = (store.find(view_id) for view_id, _ in taken)
    return [view for view in found if view is not None and view.state is State.OPEN]


def played(view: View, at: datetime) -> View:
    """The review, when its box says what of the recording it plays."""
    shown = (view.shown_from or at, view.shown_to or at)
    return replace(view, shown_at=at, shown_from=min(at, shown[0]), shown_to=max(at, shown[1]))


def counted(view: View, report: Report) -> View:
    """The view, when its box has counted what it sent. A review's last picture is one of the recording, too."""
    after = replace(view, frames=report.frames, last_frame_at=report.last_frame_at, told_at=clock.now())
    return played(after, report.last_frame_at) if view.is_review and report.last_frame_at else after


def _is_watched(last: str) -> bool:
    """Whether somebody watches the stream whose name ends so: with a camera's id, or with that of a review."""
    if ids.is_id(last, "viw"):
        review = store.find(last)
        return review is not None and review.state is State.OPEN
    return bool(store.seats(last).taken)


def _ended(view: View, why: str, report: Report | None) -> View:
    after = replace(view, state=State.ENDED, ended_at=clock.now(), why=why)
    if report is None:
        return after
    return counted(after, report)


def _line(actor: Actor, after: View) -> custody.Draft:
    facts: dict[str, Fact] = {
        "view": after.id,
        "seconds": after.seconds(clock.now()),
        "frames": after.frames,
        "why": after.why,
    }
    facts |= shown(after)
    return custody.line(actor, Action.END_VIEW, after.camera_id, reason=after.incident_number, facts=facts)


def shown(view: View) -> dict[str, Fact]:
    """What of the recording was played, as facts of a line; nothing of a live view."""
    if view.shown_from is None or view.shown_to is None:
        return {}
    return {"shown_from": clock.spell(view.shown_from), "shown_to": clock.spell(view.shown_to)}


def _stop(view: View) -> None:
    with suppress(RtccError):
        sites.order(view.thing, Verb.STOP_VIEW, {"view": view.id, "why": view.why}, seconds=_STOP_SECONDS)


def _stream_of(view: View) -> str:
    """The address of the stream as it is now, asked before the seat is given back: the next viewer makes another."""
    with suppress(RtccError):
        return streams.find(view.stream)
    return ""
