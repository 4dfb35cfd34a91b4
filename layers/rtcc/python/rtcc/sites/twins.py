"""Two boxes under one name: a stolen certificate, or a copied disk. It is written down, and somebody looks (abuse 60).

Nothing is cut off by it: whoever could fake a second key could then silence the true box.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from rtcc.access.model import Action, Actor
from rtcc.aws.table import Update, transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.sites import reading, service, store
from rtcc.sites.model import Box, Lease

_AGAIN = timedelta(hours=1)


def look(actor: Actor, thing: str, event: Mapping[str, Any]) -> bool:
    """Keep the first key that a box tells; True when this lease says that another box speaks, once an hour.

    Another is known by another key, or by a start that was over: two that are at it in turn throw each other off the
    line, and none goes back to an earlier start of its own. Meant for before the lease is taken. Raises as that does.
    """
    before, lease, now = service.box(thing), reading.lease(event), clock.now()
    why = _why(before, lease)
    if not why:
        _keep(actor, before, lease)
        return False
    if before.twin_at is not None and now - before.twin_at < _AGAIN:
        return False
    facts: dict[str, Fact] = {"why": why}
    if lease.key:
        facts["key"] = fingerprint(lease.key)
    line = custody.line(actor, Action.REPORT_BOX, before.thing, outcome=Outcome.REFUSED, facts=facts)
    return _written(store.doubting(before, at=now), line)


def fingerprint(key: str) -> str:
    """A key as people compare it: the first 16 digits of the SHA-256 of its spelling."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _why(before: Box, lease: Lease) -> str:
    if lease.key and before.key and lease.key != before.key:
        return "another key under this name"
    is_back = before.boot_before and lease.boot == before.boot_before != before.boot
    # What is older than the newest lease was only late on its way.
    if is_back and before.said_at is not None and lease.at > before.said_at:
        return "two boxes in turn under this name"
    return ""


def _keep(actor: Actor, before: Box, lease: Lease) -> None:
    if lease.key and not before.key:
        facts: dict[str, Fact] = {"key": fingerprint(lease.key)}
        _written(store.keying(before, lease.key), custody.line(actor, Action.REPORT_BOX, before.thing, facts=facts))


def _written(*writes: Update | custody.Draft) -> bool:
    try:
        transact(*writes)
    except Conflict:
        return False
    return True
