"""A new link for one that expired, and the same link for a computer (P7.3)."""

from __future__ import annotations

import segno

from rtcc.access.model import Action
from rtcc.aws import settings
from rtcc.canvass import renewals
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Reply, Text
from rtcc.http.visit import Visit

door = Door("citizen", "link")


class Expired(Body):
    """The token of a link that expired."""

    token: Text


class Sent(Reply):
    """Where the new link went, veiled."""

    to: str


class Picture(Reply):
    """The link as a QR code."""

    svg: str


@door.route(
    "POST",
    "/links/renewal",
    action=Action.RENEW_LINK,
    sign_in=SignIn.NOBODY,
    record=Record.ACT,
    body=Expired,
    reply=Sent,
)
def renew(visit: Visit, *, body: Expired) -> tuple[Sent, int]:
    """Send a new link to the address that the registrant proved."""
    return Sent(to=renewals.renew(visit.actor, body.token)), 202


@door.route("GET", "/request/qr", action=Action.HAND_OVER_LINK, sign_in=SignIn.LINK, record=Record.OPEN, reply=Picture)
def picture(visit: Visit) -> Picture:
    """Draw the link with which one came, for the computer on which the footage lies."""
    drawn = segno.make(f"{settings.site()}/r#{visit.token}", error="m", micro=False)
    return Picture(svg=drawn.svg_inline(scale=6, border=4, dark="#000", light="#fff"))
