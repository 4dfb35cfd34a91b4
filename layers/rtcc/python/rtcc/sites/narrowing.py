"""What an owner does on their own page: see what the center sees, and allow less of it, at once (P2.1, P2.4)."""

from __future__ import annotations

from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import NotFound, Refused, Unavailable
from rtcc.grants import spelling
from rtcc.grants.model import Grant, is_no_wider
from rtcc.sites import service, store
from rtcc.sites.model import Box, Camera, Establishment

_SECONDS = 300  # that the box may still obey


def of_owner(actor: Actor) -> tuple[Establishment, Box, list[Camera]]:
    """What an owner speaks for: the same list that the center sees (P2.4). Raises NotFound."""
    where = service.site(actor.site)
    return where, service.box(where.thing), [one for one in store.cameras(where.thing) if not one.grant.is_nothing]


def narrow(actor: Actor, camera_id: str, grant: Grant) -> Camera:
    """Let a narrower grant hold in the center at once, whatever the box does. `pass_on` tells the box.

    Raises NotFound for a camera of another site, Refused for what would widen: that takes the owner's act at the box.
    """
    before = store.camera(camera_id)
    if before is None or not actor.site or before.site_id != actor.site or before.grant.is_nothing:
        raise NotFound(service.NO_CAMERA)
    if grant.is_nothing:
        # Switching off is not a word on how long the box keeps what it recorded.
        grant = Grant(days_stored=min(copy.days_stored for copy in before.copies))
    if grant == before.copies[-1]:
        return before
    if not all(is_no_wider(grant, copy) for copy in before.copies):
        raise Refused("On the box's own page you can allow more.", slug="wider")
    name = "" if grant.is_nothing else before.name
    after = replace(before, hold=grant, hold_command=ids.new("cmd"), hold_sent_at=None, name=name)
    facts = {"grant": spelling.text(grant), "command": after.hold_command}
    transact(store.changing(before, after), custody.line(actor, Action.NARROW_CAMERA, camera_id, facts=facts))
    return after


def pass_on(actor: Actor, one: Camera) -> None:
    """Tell the box what its owner narrowed. When the line does not take it, that is written down and tried again
    with the box's next lease: in the center the hold stands meanwhile.
    """
    if one.hold is None:
        return
    body = {"camera": one.id, "grant": spelling.spell(one.hold)}
    try:
        service.order(one.thing, Verb.NARROW, body, seconds=_SECONDS, command_id=one.hold_command)
    except Unavailable as failed:
        facts = {"command": one.hold_command, "why": failed.detail}
        transact(custody.line(actor, Action.NARROW_CAMERA, one.id, outcome=Outcome.FAILED, facts=facts))
        return
    store.told(one, at=clock.now())
