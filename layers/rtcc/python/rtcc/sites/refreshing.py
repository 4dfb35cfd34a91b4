"""What a box allows holds while the center hears of it: refreshed every hour, void after a week of silence (P4.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from rtcc.access.model import Action, system
from rtcc.aws.table import transact
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Unavailable
from rtcc.grants import spelling
from rtcc.grants.model import Grant
from rtcc.sites import service, store
from rtcc.sites.model import VOID_AFTER, Box, Lease

_EVERY, _AGAIN = timedelta(hours=1), timedelta(minutes=1)
_SECONDS = 60  # that the box may still obey
_self = system("hear_box")


def is_due(before: Box, lease: Lease, now: datetime) -> bool:
    """Whether the box is to be refreshed: each hour, at each new start, and each minute while it says it was not."""
    if before.refreshed_at is None or before.refreshed_boot != lease.boot:
        return True
    since = now - before.refreshed_at
    return since > _EVERY or (since > _AGAIN and bool(lease.health.get("suspended")))


def send(before: Box, lease: Lease, now: datetime) -> None:
    """Refresh the grants of a box. It is told which lease this answers, to judge its own clock by the answer.

    When the line does not take it, the next lease brings it again; twice is as good as once.
    """
    try:
        service.order(before.thing, Verb.REFRESH, {"said": clock.spell(lease.at)}, seconds=_SECONDS)
    except Unavailable:
        return
    store.refreshed(before, boot=lease.boot, at=now)


def lapse(before: Box, now: datetime) -> None:
    """Let the center's own copies lapse of a box that was silent for a week, before its return is written down.

    The epoch stays: only a newer word of the box, which takes its owner's act there, opens a camera again.
    """
    if not before.is_silent(now, VOID_AFTER):
        return
    for one in store.cameras(before.thing):
        if one.grant.is_nothing:
            continue
        nothing = Grant(days_stored=one.grant.days_stored)
        after = replace(one, grant=nothing, name="", in_force_at=now)
        facts: dict[str, Fact] = {"epoch": one.epoch, "grant": spelling.text(nothing), "lapsed": True}
        transact(store.changing(one, after), custody.line(_self, Action.CHANGE_GRANT, one.id, facts=facts))
