"""What tests of retention arrange: supervisors, items of some age and kind, a schedule in force."""

from dataclasses import replace

from rtcc.access.model import Actor, Role, system
from rtcc.foundation import clock, ids
from rtcc.retention import classifying, disposals, expunging, service
from rtcc.retention.model import DEFAULT, Kind
from rtcc.vault import service as vault
from rtcc.vault.model import admission_hold
from rtcc.vault.store import ItemRow

SUPERVISOR = Actor("usr_supervisor", Role.SUPERVISOR, badge="5", ori="LA0", how="cognito+totp")
SECOND = Actor("usr_second", Role.SUPERVISOR, badge="6", ori="LA0", how="cognito+totp")
THIRD = Actor("usr_third", Role.SUPERVISOR, badge="8", ori="LA0", how="cognito+totp")
DETECTIVE = Actor("usr_detective", Role.DETECTIVE, badge="21", ori="LA0", how="cognito+totp")
RETIRING = system("retire_evidence")
THE_SAME = (
    SUPERVISOR,
    replace(SUPERVISOR, badge="99"),
    replace(SECOND, badge=SUPERVISOR.badge),
)
NAMES = ["themselves", "under another badge", "with another account"]


def kinds(**days):
    """The kinds of the schedule that the system comes with, some of them kept another number of days."""
    return [replace(one, days=days.pop(one.kind, one.days)) for one in DEFAULT.kinds] + [
        Kind(name, name.title(), count, "the city's own rule") for name, count in days.items()
    ]


def aged(item, *, days, kind="misdemeanor", held=False):
    """The item as if it had come some days ago, with its lock over; said to be of that kind."""
    row = ItemRow.get(item.id)
    row.received_at = clock.after(clock.now(), days=-days)
    row.locked_until = clock.after(clock.now(), days=-1)
    row.holds = (admission_hold(item.id, case="26-1", at=clock.now()),) if held else ()
    row.save()
    return classifying.classify(DETECTIVE, item.id, kind=kind, case="26-1") if kind else vault.item(item.id)


def proposed(*, key="key-00001", actor=SUPERVISOR, why="the archive's new rule", **days):
    return service.propose(actor, key=key, kinds=kinds(**days), why=why)[0]


def asked(*items, actor=SUPERVISOR, key=None, is_early=False):
    told = {"item_ids": [one.id for one in items], "why": "its time is over", "is_early": is_early}
    return disposals.ask(actor, key=key or ids.new("key"), **told)[0]


def approved(*items, **more):
    return disposals.approve(SECOND, asked(*items, **more).id)


def ordered(*items, actor=SUPERVISOR, key=None):
    told = {"item_ids": [one.id for one in items], "order_number": "26-CR-118", "court": "First District Court"}
    return expunging.ask(actor, key=key or ids.new("key"), why="acquitted", **told)[0]


def expunged(*items, **more):
    return expunging.approve(SECOND, ordered(*items, **more).id)
