"""Letting people in the same day and out at once (P10.3, PS-4)."""

from __future__ import annotations

from rtcc.access import store
from rtcc.access.model import Action, Actor, Role, Staff
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, NotFound


def enroll(
    actor: Actor, *, identity: str, name: str, badge: str, role: Role, agency: str, ori: str, site: str = ""
) -> Staff:
    """Give an identity a role. Raises Conflict when it has one.

    `identity` is `staff:<sub>`, `owner:<sub>`, `agency:<sub>` or `iam:<role name>`; `site` is the one establishment
    that an owner speaks for.
    """
    staff = Staff(identity, ids.new("usr"), name, badge, role, agency, ori, clock.now(), site=site)
    facts = {"role": role.value, "badge": badge, "ori": ori} | ({"site": site} if site else {})
    line = custody.line(actor, Action.ENROLL_STAFF, staff.id, facts=facts)
    put = store.adding(staff, error=Conflict("This identity already has a role here."))
    transact(put, line)
    return staff


def suspend(actor: Actor, identity: str, *, reason: str) -> None:
    """Take all rights from an identity, from its very next request on. Raises NotFound."""
    staff = store.find(identity)
    if staff is None:
        raise NotFound("Nobody is enrolled under this identity.")
    line = custody.line(actor, Action.SUSPEND_STAFF, staff.id, reason=reason)
    transact(store.suspending(staff, at=clock.now()), line)
