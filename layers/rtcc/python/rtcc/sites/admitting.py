"""A machine that says it is a new core box: it becomes one only if its serial number is on the city's list (abuse 76).

The list says which name each serial gets, and each gets it once: whoever copies a claim certificate and a serial comes
too late, or is found out when the true box is turned away. A box that was set up anew gets a new name on the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Refused
from rtcc.sites import store
from rtcc.sites.model import THING

_SERIAL = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{3,39}")
_MOST_REFUSALS = 60  # lines an hour that strangers can fill; the rest is counted


def admit(actor: Actor, serial: object, *, listed: Mapping[str, object], certificate: str = "") -> str:
    """The thing that this machine becomes, `rtcc-box-…`; `listed` is the city's list, serial by thing.

    Written down either way, once for each `certificate` that AWS IoT made: whoever asks again with the same one was let
    in and never heard of it. Raises Refused for what is no serial, is not on the list, or was let in before.
    """
    thing = listed.get(serial) if isinstance(serial, str) and _SERIAL.fullmatch(serial) else None
    if not isinstance(thing, str) or not THING.fullmatch(thing):
        raise _refused(actor, serial, why="not on the city's list")
    if certificate and store.let_in_with(str(serial), thing) == certificate:
        return thing
    facts = {"serial": str(serial), "thing": thing}
    try:
        line = custody.line(actor, Action.ENROLL_BOX, thing, facts=facts)
        transact(store.claiming(str(serial), thing, certificate), line)
    except Conflict:
        raise _refused(actor, serial, why="let in before") from None
    return thing


def _refused(actor: Actor, serial: object, *, why: str) -> Refused:
    if custody.acts_this_hour(actor, Action.ENROLL_BOX) < _MOST_REFUSALS:
        subject = custody.hourly(actor, Action.ENROLL_BOX)
        custody.refuse(actor, Action.ENROLL_BOX, subject, why=why, asked=str(serial)[:40])
    return Refused(f"This machine was not let in: {why}.")
