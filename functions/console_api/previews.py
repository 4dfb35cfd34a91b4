"""Looking at evidence without opening it, and saying what became of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.console_api.looks import Judged, Probe, judged_reply, probe_reply
from rtcc.access.model import Action
from rtcc.canvass import triage
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply
from rtcc.http.visit import Visit
from rtcc.preview import service as previews
from rtcc.preview.model import MOVIE, SHEET
from rtcc.preview.service import Shown
from rtcc.vault import service as vault
from rtcc.vault.model import Verdict

door = Door("console", "previews")


class Derivative(Reply):
    """Something that we made of an item, and a way to it. `how`: `drawn`, `copied`, or `encoded` again."""

    url: str
    bytes: int
    sha256: str
    how: str


class Look(Reply):
    """A contact sheet, and a movie where browsers play its codec; `parent` is the digest of the evidence."""

    probe: Probe
    parent: str
    tool: str
    sheet: Derivative | None = None
    movie: Derivative | None = None
    expires_at: Instant


class Judgment(Body):
    """A verdict. A duplicate names the item that it is of; the note stays with the item, not in the record."""

    verdict: Verdict
    of: Annotated[str, Field(pattern=r"^(evi_[0-9a-hjkmnp-tv-z]{26})?$")] = ""
    note: Annotated[
        str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]*$")
    ] = ""


@door.route(
    "GET",
    "/evidence/{item_id}/preview",
    action=Action.READ_PREVIEW,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=Look,
)
def look(visit: Visit, item_id: str) -> Look:
    """Ways to the derivatives, for five minutes, written down first. Never a way to the evidence (abuse 10)."""
    item = vault.item(item_id)
    visit.reason = item.incident_number
    one, shown, expires_at = previews.show(item)
    visit.bytes_out = sum(each.made.bytes for each in shown)
    found = {each.made.name: _derivative(each) for each in shown}
    return Look(
        probe=probe_reply(one),
        parent=item.sha256,
        tool=one.tool,
        sheet=found.get(SHEET),
        movie=found.get(MOVIE),
        expires_at=expires_at,
    )


@door.route(
    "POST",
    "/evidence/{item_id}/triage",
    action=Action.TRIAGE_EVIDENCE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Judgment,
    reply=Judged,
)
def judge(visit: Visit, item_id: str, *, body: Judgment) -> Judged:
    """Say what became of an item."""
    said = judged_reply(triage.judge(visit.actor, item_id, body.verdict, of=body.of, note=body.note))
    assert said is not None
    return said


def _derivative(one: Shown) -> Derivative:
    return Derivative(url=one.url, bytes=one.made.bytes, sha256=one.made.sha256, how=one.made.how)
