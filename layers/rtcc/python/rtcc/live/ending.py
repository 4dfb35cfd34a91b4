"""How views end: once, with a line; then the box is told, and after the last viewer the stream is gone (P4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws import streams
from rtcc.aws.table import transact
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, RtccError
from rtcc.live import permission, store
from rtcc.live.model import Report, State, View
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
        if seat.is_alone and left:
            with suppress(RtccError):
                streams.remove(left)
        return after
    raise Conflict("This view changed at the same moment. Please try again.")


def close_box(actor: Actor, thing: str, why: str) -> list[View]:
    """End all views through a box that is gone; returns them (P4.1)."""
    return [finish(actor, view, why) for view in store.open_views() if view.thing == thing]


def review_camera(actor: Actor, camera_id: str) -> list[View]:
    """Ask anew of each open view of a camera whether it still may be, and end what may not; returns those (P2.3)."""
    whys = [(view, permission.why_no_longer(view)) for view in viewers(camera_id)]
    return [finish(actor, view, why) for view, why in whys if why]


def review(actor: Actor, view: View) -> View:
    """The same of one view."""
    why = permission.why_no_longer(view)
    return finish(actor, view, why) if why else view


def left_behind() -> Iterator[str]:
    """The addresses of streams that nobody watches: whoever should have removed them was cut off."""
    for name, arn in streams.every():
        if not store.seats(name.rpartition("-")[2]).taken:
            yield arn


def take_away(arn: str) -> None:
    """Remove a stream that was left behind. Raises Unavailable."""
    streams.remove(arn)


def viewers(camera_id: str) -> list[View]:
    """The open views of one camera, as they are at this moment."""
    found = (store.find(view_id) for view_id, _ in store.seats(camera_id).taken)
    return [view for view in found if view is not None and view.state is State.OPEN]


def _ended(view: View, why: str, report: Report | None) -> View:
    after = replace(view, state=State.ENDED, ended_at=clock.now(), why=why)
    if report is None:
        return after
    return replace(after, frames=report.frames, last_frame_at=report.last_frame_at, told_at=clock.now())


def _line(actor: Actor, after: View) -> custody.Draft:
    facts: dict[str, Fact] = {
        "view": after.id,
        "seconds": after.seconds(clock.now()),
        "frames": after.frames,
        "why": after.why,
    }
    return custody.line(actor, Action.END_VIEW, after.camera_id, reason=after.incident_number, facts=facts)


def _stop(view: View) -> None:
    with suppress(RtccError):
        sites.order(view.thing, Verb.STOP_VIEW, {"view": view.id, "why": view.why}, seconds=_STOP_SECONDS)


def _stream_of(view: View) -> str:
    """The address of the stream as it is now, asked before the seat is given back: the next viewer makes another."""
    with suppress(RtccError):
        return streams.find(view.stream)
    return ""
