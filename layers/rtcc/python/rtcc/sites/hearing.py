"""Hearing a box: that it is here, what is in force in it, what it would not do, and that it is gone (P2.1, P4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rtcc.access.model import Action, Actor, system
from rtcc.aws.table import transact
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Refused
from rtcc.grants import spelling
from rtcc.grants.model import is_no_wider
from rtcc.sites import narrowing, reading, refreshing, service, store
from rtcc.sites.model import Box, Camera, Lease, Report

LEASE_SECONDS = 8
_MOST_KNOWN = 256  # cameras, of one box, allowed or not, that were ever heard of
_TRIES = 3
_REMIND = timedelta(seconds=300)  # by then a narrowing that was sent is no longer good
_LOOKED_BACK = 25  # lines of a box, for a refusal that was written down already
_PRESENCE_LAG = timedelta(seconds=2)  # a lease that was on its way when the line broke
_REFUSED = {
    Verb.NARROW.value: Action.NARROW_CAMERA,
    Verb.CUT_CLIP.value: Action.CUT_CLIP,
    Verb.START_REVIEW.value: Action.REVIEW_FOOTAGE,
    Verb.TURN_REVIEW.value: Action.TURN_REVIEW,
    Verb.TELL_NOTICE.value: Action.DELAY_NOTICE,
    Verb.REFRESH.value: Action.REPORT_BOX,
}
_self = system("hear_box")


def hear_lease(actor: Actor, thing: str, event: Mapping[str, Any]) -> bool:
    """Count the box as here for 8 seconds more; False for a lease that is older than one that was heard.

    Coming back is a custody line, staying is none; what is heard keeps its grants alive (P4.3). Raises NotFound for a
    box that is not enrolled, Invalid.
    """
    before, now = service.box(thing), clock.now()
    cameras = [one for one in store.cameras(thing) if not one.grant.is_nothing]
    lease = _of_allowed(reading.lease(event), cameras)
    until = clock.after(_heard(event, now), seconds=LEASE_SECONDS)
    if until <= now:
        return False  # it has run out on its way
    write = store.renewing(before, lease, now=now, until=until)
    refreshing.lapse(before, now)
    was_here = before.is_online(now)
    if was_here:
        heard = store.renew(write)
    else:
        facts: dict[str, Fact] = {"online": True, "last_seen": clock.spell(before.seen_at) if before.seen_at else ""}
        heard = _committed(write, custody.line(actor, Action.REPORT_BOX, thing, facts=facts))
    for one in cameras if heard else ():
        if one.hold is not None and _is_due(one, now, came_back=not was_here):
            narrowing.pass_on(_self, one)
    if heard and refreshing.is_due(before, lease, now):
        refreshing.send(before, lease, now)
    return heard


def _heard(event: Mapping[str, Any], now: datetime) -> datetime:
    """When the line heard the box: a lease that waited on the way to us is no longer than one that did not."""
    told = event.get("heard_ms")
    return min(now, datetime.fromtimestamp(told / 1000, UTC)) if type(told) is int else now


def hear_grant(actor: Actor, thing: str, event: Mapping[str, Any]) -> bool:
    """Take over what the box says is in force for one camera; False for old news.

    An epoch counts once: what is not above the stored one changes no grant. Raises NotFound for a box that is not
    enrolled, Refused for a camera of another box, Invalid.
    """
    report = reading.report(event)
    box = service.box(thing)
    for _ in range(_TRIES):
        try:
            return _take(actor, box, report)
        except Conflict:
            continue  # the owner narrowed at the same moment
    raise Conflict("This camera keeps changing. Please look again.")


def refused(actor: Actor, thing: str, event: Mapping[str, Any]) -> None:
    """Write down that the box did not obey a command, and why. A hold stays: in the center it holds all the same."""
    service.box(thing)
    action = _REFUSED.get(str(event.get("verb")), Action.VIEW_LIVE)
    told = {name: reading.words(event.get(name)) for name in ("command", "verb", "why", "view", "order", "camera")}
    facts: dict[str, Fact] = {name: value for name, value in told.items() if value}
    # An event that comes again, for its first hearing died on the way, has its line already (abuse 85).
    if told["command"] and any(line.facts == facts for line in custody.newest(thing, _LOOKED_BACK)):
        return
    transact(custody.line(actor, action, thing, outcome=Outcome.REFUSED, facts=facts))


def gone(actor: Actor, thing: str, event: Mapping[str, Any]) -> bool:
    """The broker lost the box: its lease ends now (P4.1). False when it has spoken since, for the news can be late.

    `event` is AWS IoT's presence event; its `timestamp` is in milliseconds. Raises NotFound.
    """
    told = event.get("timestamp")
    at = datetime.fromtimestamp(told / 1000, UTC) if isinstance(told, int) else None
    for _ in range(_TRIES):
        before = service.box(thing)
        if before.lease_until is None:
            return True
        if at is not None and before.seen_at is not None and before.seen_at > at + _PRESENCE_LAG:
            return False
        if _committed(store.losing(before), custody.line(actor, Action.REPORT_BOX, thing, facts={"online": False})):
            return True
    return False


def _take(actor: Actor, box: Box, report: Report) -> bool:
    before = store.camera(report.camera_id)
    if before is None:
        return _meet(actor, box, report)
    if before.thing != box.thing:
        raise Refused("This camera belongs to another box.", slug="another-box")
    is_news = report.epoch > before.epoch or _is_nameless(before, report)
    falls = before.hold is not None and _is_done(before, report, is_news=is_news)
    if not is_news and not falls:
        return False
    after = _reported(before, report) if is_news else before
    if falls:
        after = replace(after, hold=None, hold_command="", hold_sent_at=None)
    elif after.is_hidden:
        after = replace(after, name="")
    facts = _facts(report) | {"hold_fell": falls, "applied": is_news}
    transact(store.changing(before, after), custody.line(actor, Action.CHANGE_GRANT, before.id, facts=facts))
    return True


def _meet(actor: Actor, box: Box, report: Report) -> bool:
    known = store.cameras(box.thing)
    allowed = sum(not one.grant.is_nothing for one in known) + (not report.grant.is_nothing)
    if allowed > box.most_cameras or len(known) >= _MOST_KNOWN:
        raise Refused("This box carries no more cameras.", slug="too-many-cameras")
    empty = Camera(report.camera_id, box.thing, box.site_id, report.grant, report.epoch, in_force_at=clock.now())
    line = custody.line(actor, Action.CHANGE_GRANT, report.camera_id, facts=_facts(report) | {"new": True})
    transact(*store.meeting(_reported(empty, report)), line)
    return True


def _reported(before: Camera, report: Report) -> Camera:
    return replace(before, grant=report.grant, epoch=report.epoch, name=report.name, in_force_at=clock.now())


def _is_done(before: Camera, report: Report, *, is_news: bool) -> bool:
    """Whether the box has carried out what its owner narrowed: by that very command, or by something no wider."""
    if report.command and report.command == before.hold_command:
        return True
    is_narrow = report.grant.is_nothing or (before.hold is not None and is_no_wider(report.grant, before.hold))
    return is_news and is_narrow


def _is_nameless(before: Camera, report: Report) -> bool:
    """Whether this very grant is known and the name was taken away under a hold that has fallen since."""
    same = (report.epoch, report.grant) == (before.epoch, before.grant)
    return same and not before.is_hidden and not before.name


def _facts(report: Report) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"epoch": report.epoch, "grant": spelling.text(report.grant)}
    return facts | ({"command": report.command} if report.command else {})


def _of_allowed(lease: Lease, cameras: list[Camera]) -> Lease:
    """The lease without a word of any camera that the center may not know of."""
    allowed = {one.id for one in cameras if not one.is_hidden}
    return replace(lease, states={id_: told for id_, told in lease.states.items() if id_ in allowed})


def _is_due(one: Camera, now: datetime, *, came_back: bool) -> bool:
    return came_back or one.hold_sent_at is None or now > one.hold_sent_at + _REMIND


def _committed(*writes: Any) -> bool:
    try:
        transact(*writes)
    except Conflict:
        return False
    return True
