"""What every view needs to begin and to go on, live or not: its stream, its box, credentials, its own viewer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rtcc.access.model import Actor, system
from rtcc.aws import streams
from rtcc.commands.model import Verb
from rtcc.foundation import clock
from rtcc.foundation.errors import Gone, NotFound, RtccError, Unavailable
from rtcc.live import ending, permission, store
from rtcc.live.media import Media, hand_out
from rtcc.live.model import State, View
from rtcc.sites import service as sites

ORDER_SECONDS = 30  # how long a box may still obey what concerns a view
SELF = system("live")


def start(view: View, verb: Verb, more: Mapping[str, Any], *, anew: bool) -> tuple[View, Media]:
    """The stream, then the box, then the viewer's credentials: what fails here is undone by ending the view.

    `more` is what the box must know besides the view. Raises Unavailable, or Gone when it stopped being allowed.
    """
    try:
        streams.create(view.stream, anew=anew)
        if why := permission.why_no_longer(view):  # the owner may have said no before this view could be seen to end it
            ending.finish(SELF, view, why)
            raise Gone(f"This view has ended: {why}.", slug="ended")
        sites.order(view.thing, verb, _body(view) | dict(more), seconds=ORDER_SECONDS)
        return hand_out(view)
    except Gone:
        raise
    except RtccError as failed:
        ending.finish(SELF, view, "it could not be started")
        raise Unavailable(failed.detail, slug=failed.slug) from failed


def own(actor: Actor, view_id: str) -> View:
    """One's own view that still may be, everything asked anew.

    Raises NotFound for anybody else's, Gone (`ended`) with the reason when it has ended, or ends now.
    """
    found = store.find(view_id)
    if found is None or found.actor != actor.id:
        raise NotFound("There is no such view.")
    if found.state is State.OPEN and (why := permission.why_no_longer(found)):
        found = ending.finish(SELF, found, why)
    if found.state is not State.OPEN:
        raise Gone(f"This view has ended: {found.why}.", slug="ended")
    return found


def end_what_lapsed(camera_id: str) -> None:
    """Nobody waits for a seat that only a view without a viewer holds."""
    for view in ending.viewers(camera_id):
        if clock.now() > view.lease_until:
            ending.finish(SELF, view, "nobody renewed it")


def _body(view: View) -> dict[str, Any]:
    body: dict[str, Any] = {
        "view": view.id,
        "camera": view.camera_id,
        "stream": view.stream,
        "lease_until": clock.spell(view.lease_until),
        "ends_at": clock.spell(view.ends_at),
        "incident": view.incident_number,
        "badge": view.badge,
    }
    return body | ({"notice_at": clock.spell(view.notice_at)} if view.notice_at else {})
