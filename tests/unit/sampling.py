"""Short ways to a day with looks, and to its sample."""

from dataclasses import replace
from datetime import timedelta

from functions.draw_sample import handler
from rtcc.access.model import Action, Actor, Role, system
from rtcc.custody import sealing
from rtcc.custody import service as custody
from rtcc.foundation import clock
from tests.unit.city import ANALYST

SELF = system("draw_sample")
AUDITOR = Actor("usr_auditor", Role.AUDITOR, badge="90", ori="LA0", how="cognito+totp")
OTHER_AUDITOR = replace(AUDITOR, id="usr_second", badge="91")
ITEM = "evi_" + "0" * 25 + "{}"


def to_noon(later):
    """Noon of the next day: a day of a test is not over because this machine's is."""
    now = clock.now()
    at = now.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    later(seconds=(at - now).total_seconds())


def day_now():
    return f"{clock.now():%Y-%m-%d}"


def looked(actor=ANALYST, *, n=1, action=Action.READ_PREVIEW, subject=ITEM, reason="26-1", **facts):
    """So many looks of one person."""
    for at in range(n):
        custody.note(actor, action, subject.format(at % 10), reason=reason, facts=facts or None)


def looks(day):
    return custody.looks_of(day)


def next_day(later):
    """A day later, as far as the center knows; and the log goes on."""
    later(days=1)
    custody.note(SELF, Action.PROLONG_LOCK, "locks")
    sealing.seal(custody.lines("locks"))


def drawn():
    return handler.handle({}, None)
