"""What boxes say of views: that one started, that one ended and with how many frames, that one was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.live import ending, store
from rtcc.live.model import Report, State, View, read_report, words


def hear(actor: Actor, thing: str, facts: Mapping[str, Any]) -> View:
    """Take a `view` event of that box. Saying it twice changes nothing and writes no second line.

    Raises Invalid for what cannot be read; NotFound, with a refusal's line, for a view of another box or camera.
    """
    report = read_report(facts)
    view = _of_box(actor, thing, report.view)
    if view.camera_id != report.camera:
        raise _foreign(actor, report.view)
    if report.has_ended and view.state is State.OPEN:
        return ending.finish(
            actor, view, f"the box ended it: {report.why}" if report.why else "the box ended it", report=report
        )
    after = _with(view, report)
    if after == view:
        return view
    line = custody.line(actor, Action.REPORT_BOX, view.camera_id, reason=view.incident_number, facts=_facts(report))
    try:
        transact(store.changing(view, after), line)
    except Conflict:
        return hear(actor, thing, facts)
    return after


def hear_refusal(actor: Actor, thing: str, facts: Mapping[str, Any]) -> View:
    """Take a `refused` event that names a view: what the box would not do has ended."""
    view = _of_box(actor, thing, str(facts.get("view", "")))
    return ending.finish(actor, view, f"the box refused it: {words(facts.get('why', ''))}")


def _with(view: View, report: Report) -> View:
    now = clock.now()
    if report.has_ended:
        if view.told_at is not None:
            return view
        return replace(view, frames=report.frames, last_frame_at=report.last_frame_at, told_at=now)
    return view if view.started_at is not None else replace(view, started_at=report.at)


def _facts(report: Report) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"view": report.view, "state": "ended" if report.has_ended else "started"}
    facts["at"] = clock.spell(report.at)
    if report.has_ended:
        facts |= {"frames": report.frames, "why": report.why}
    if report.last_frame_at is not None:
        facts["last_frame_at"] = clock.spell(report.last_frame_at)
    return facts


def _of_box(actor: Actor, thing: str, view_id: str) -> View:
    view = store.find(view_id)
    if view is None or view.thing != thing:
        raise _foreign(actor, view_id)
    return view


def _foreign(actor: Actor, view_id: str) -> NotFound:
    under = custody.hourly(actor, Action.REPORT_BOX)
    custody.refuse(actor, Action.REPORT_BOX, under, why="no view of this box", asked=view_id[:200])
    return NotFound("There is no such view.")
