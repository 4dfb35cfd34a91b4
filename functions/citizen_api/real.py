"""Is this real? Whoever got a message asks by its code, and learns nothing else (abuse 82)."""

from __future__ import annotations

from typing import Literal

from rtcc.access.model import Action
from rtcc.aws import settings
from rtcc.canvass import codes
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit

door = Door("citizen", "real")


class Real(Reply):
    """A message of ours: whose it is, whom to call, and when it was sent."""

    real: Literal[True]
    agency: str
    phone: str
    sent_at: Instant


@door.route("GET", "/real/{code}", action=Action.CHECK_CODE, sign_in=SignIn.NOBODY, record=Record.OPEN, reply=Real)
def check(_visit: Visit, code: str) -> Real:
    """Say that a message is real, if its code is."""
    city, request = settings.city(), codes.find(code)
    return Real(real=True, agency=city.agency, phone=city.phone, sent_at=request.invited_at)
