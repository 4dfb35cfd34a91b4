"""What boxes say of views: that one started, that one ended and with how many frames, that one was refused."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.commands.model import OPEN_ALREADY, Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.live import ending, store
from rtcc.live.model import State, View
from rtcc.live.reading import Report, read_report, words

# A box's one-word reasons, as its viewer and its owner read them.
_REASONS = {
    "box": "the box started anew",
    "camera": "the camera gave no picture",
    "end of recording": "the recording ends here",
    "hours": "the owner allows it at other hours only",
    "lease": "nobody renewed it",
    "owner": "the owner no longer allows it",
    "time": "its time was over",
}


def hear(actor: Actor, thing: str, facts: Mapping[str, Any]) -> View:
    """Take a `view` event of that box. Saying it twice changes nothing and writes no second line.

    Raises Invalid for what cannot be read, NotFound for a view of another box or camera.
    """
    report = read_report(facts)
    view = _of_box(thing, report.view)
    if view.camera_id != report.camera:
        raise NotFound("This box has no such view.")
    if report.has_ended and view.state is State.OPEN:
        return ending.finish(actor, view, _why(report), report=report)
    after = _with(view, report)
    if after == view:
        return view
    if report.state == "at":
        return _playing(view, after)
    line = custody.line(actor, Action.REPORT_BOX, view.camera_id, reason=view.incident_number, facts=_facts(report))
    try:
        transact(store.changing(view, after), line)
    except Conflict:
        return hear(actor, thing, facts)
    return after


def hear_refusal(actor: Actor, thing: str, facts: Mapping[str, Any]) -> View | None:
    """Take a `refused` event: a view that it names has ended, for the box does not carry it. None when it names none.

    A review that the box would not turn goes on where it was. Raises NotFound for a view of another box.
    """
    view_id, why = facts.get("view"), words(facts.get("why", ""))
    if not view_id:
        return None
    view = _of_box(thing, str(view_id))
    if why == OPEN_ALREADY:
        return view
    if facts.get("verb") != Verb.TURN_REVIEW.value:
        return ending.finish(actor, view, f"the box refused it: {why}")
    return _playing(view, replace(view, refusal=why or "the box gave no reason"))


def _why(report: Report) -> str:
    told = f"the box ended it: {report.why}" if report.why else "the box ended it"
    return _REASONS.get(report.why, told)


def _playing(before: View, after: View) -> View:
    """Keep where a review is. It needs no line: what was asked for has one, and the end says what was shown."""
    if before.state is not State.OPEN or after == before:
        return before
    with suppress(Conflict):  # the next word comes in two seconds
        transact(store.changing(before, after))
    return after


def _with(view: View, report: Report) -> View:
    if report.state == "at":
        return ending.played(view, report.at) if view.is_review and view.state is State.OPEN else view
    if report.has_ended:
        if view.told_at is not None:
            return view
        return ending.counted(view, report)
    return view if view.started_at is not None else replace(view, started_at=report.at)


def _facts(report: Report) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"view": report.view, "state": report.state}
    facts["at"] = clock.spell(report.at)
    if report.has_ended:
        facts |= {"frames": report.frames, "why": report.why}
    if report.last_frame_at is not None:
        facts["last_frame_at"] = clock.spell(report.last_frame_at)
    return facts


def _of_box(thing: str, view_id: str) -> View:
    view = store.find(view_id)
    if view is None or view.thing != thing:
        raise NotFound("This box has no such view.")
    return view
