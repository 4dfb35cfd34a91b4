"""Views: opened for a call, renewed every few seconds, ended by whatever ends first; all of it written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from rtcc.access.model import Action, Actor, Role
from rtcc.aws.table import transact
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import NotFound
from rtcc.grants.model import Purpose
from rtcc.incidents import service as incidents
from rtcc.incidents import timing
from rtcc.incidents.model import Incident
from rtcc.live import ending, notices, permission, starting, store
from rtcc.live.ending import close_box as close_box
from rtcc.live.ending import left_behind as left_behind
from rtcc.live.ending import recheck as recheck
from rtcc.live.ending import recheck_camera as recheck_camera
from rtcc.live.ending import take_away as take_away
from rtcc.live.ending import viewers as viewers
from rtcc.live.hearing import hear as hear
from rtcc.live.hearing import hear_refusal as hear_refusal
from rtcc.live.media import Media, hand_out, is_due
from rtcc.live.model import LEASE_SECONDS, State, View
from rtcc.live.reviews import open_review as open_review
from rtcc.live.reviews import turn as turn
from rtcc.live.seats import Seat
from rtcc.sites import service as sites
from rtcc.sites.model import Camera


def open_view(actor: Actor, camera_id: str, *, incident_id: str, purpose: Purpose) -> tuple[View, Media]:
    """Give the actor a short view of one camera, for one call, and write it down either way (P5.1).

    Raises NotFound (call, or camera: the same words for unknown, not allowed, not connected), Conflict (call closed;
    `call-too-old`; `full`, naming who watches), Unavailable when stream or box cannot be had: then the view has ended
    again; Gone (`ended`) when it stopped being allowed meanwhile.
    """
    incident = incidents.must_be_open(incident_id)
    timing.must_be_of_now(incident)
    camera, meters = permission.camera_for(actor, camera_id, incident, purpose)
    starting.end_what_lapsed(camera.id)
    view = _view(actor, camera, incident, purpose)
    seat = Seat(view)
    facts = {"view": view.id, "incident": incident.id, "purpose": purpose.value, "ends_at": clock.spell(view.ends_at)}
    transact(
        store.opening(view),
        seat,
        *notices.joining(view),
        custody.line(actor, Action.VIEW_LIVE, camera.id, reason=incident.number, facts=facts),
    )
    body = {"purpose": view.purpose.value, "priority": incident.priority, "distance_m": meters}
    return starting.start(view, Verb.START_VIEW, body, anew=seat.is_alone)


def renew(actor: Actor, view_id: str) -> tuple[View, Media | None]:
    """Another lease, if all that allowed the view still holds; new credentials when the old ones run out soon.

    Raises NotFound for anybody else's view, Gone (`ended`) with the reason when it has ended, or ends now.
    """
    before = starting.own(actor, view_id)
    now = clock.now()
    view = replace(before, lease_until=min(clock.after(now, seconds=LEASE_SECONDS), before.ends_at))
    transact(store.changing(before, view))
    body = {"view": view.id, "lease_until": clock.spell(view.lease_until)}
    sites.order(view.thing, Verb.RENEW_VIEW, body, seconds=starting.ORDER_SECONDS)
    return hand_out(view) if is_due(view) else (view, None)


def end(actor: Actor, view_id: str) -> View:
    """End one's own view; a supervisor may end any. Ending twice is one ending."""
    view = read(actor, view_id)
    if view.state is not State.OPEN:
        return view
    return ending.finish(actor, view, "its viewer closed it" if view.actor == actor.id else "a supervisor ended it")


def read(actor: Actor, view_id: str) -> View:
    """One's own view; a supervisor may read any. Raises NotFound."""
    found = store.find(view_id)
    if found is None or (found.actor != actor.id and actor.role is not Role.SUPERVISOR):
        raise NotFound("There is no such view.")
    return found


def of_site(site_id: str) -> list[View]:
    """The views of an establishment's cameras, newest first: what its owner may know of each look by now (P2.4)."""
    return [view for view in store.of_site(site_id) if notices.is_due(view)]


def told_viewers(camera_id: str) -> list[View]:
    """Who looks through one camera now, or at what it recorded, as far as its owner may know by now (P2.4)."""
    return [view for view in ending.viewers(camera_id) if notices.is_due(view)]


def open_views() -> list[View]:
    """All views that are open now; one opened within the last second may not be among them."""
    return store.open_views()


def watching() -> Mapping[str, int]:
    """How many look through each camera now."""
    now = clock.now()
    return Counter(view.camera_id for view in store.open_views() if view.lease_until > now)


def _view(actor: Actor, camera: Camera, incident: Incident, purpose: Purpose) -> View:
    now, delay = clock.now(), notices.holding(incident)
    last = permission.ends_at(camera, now)
    return View(
        id=ids.new("viw"),
        camera_id=camera.id,
        camera_name=camera.name,
        thing=camera.thing,
        site_id=camera.site_id,
        incident_id=incident.id,
        incident_number=incident.number,
        purpose=purpose,
        actor=actor.id,
        badge=actor.badge,
        opened_at=now,
        lease_until=min(clock.after(now, seconds=LEASE_SECONDS), last),
        ends_at=last,
        notice_at=delay.until if delay else None,
    )
