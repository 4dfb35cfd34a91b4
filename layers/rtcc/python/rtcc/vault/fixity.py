"""Fixity: what is kept is read again to the last byte, the longest unread first, and what was found is said (P3.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rtcc.access.model import Action, Actor
from rtcc.aws import blobs, settings
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.vault import keeping, service, store
from rtcc.vault.model import Fixity, Found, Item

_BUDGET = 50_000_000_000  # bytes that one run reads at most
_DAYS = 14  # an item that was read within them waits; a city may set FIXITY_DAYS
_FLAW = "read again, it does not have the digest with which it was sealed"


@dataclass(slots=True)
class Checked:
    """How many were read and held, what differs or cannot be read (ids), and what failed as words for the log."""

    held: int = 0
    bytes: int = 0
    differs: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def check_all(actor: Actor, *, by: datetime) -> Checked:
    """Read what was not read for longest, within the budget of bytes (FIXITY_BYTES) and time."""
    told, budget = Checked(), settings.number("FIXITY_BYTES", _BUDGET)
    since = clock.now() - timedelta(days=settings.number("FIXITY_DAYS", _DAYS))
    for one in sorted((row.item for row in store.every() if row.item.is_here), key=read_at):
        if read_at(one) > since or told.bytes >= budget or clock.now() >= by:
            break
        try:
            found = check(actor, one)
        except Exception as trouble:  # noqa: BLE001 one that cannot be asked for now must not keep the rest unread
            told.failed.append(f"{one.id}: {type(trouble).__name__}: {trouble}")
            continue
        told.bytes += one.bytes
        if found.result is Found.HOLDS:
            told.held += 1
        else:
            told.differs.append(one.id)
    return told


def check(actor: Actor, one: Item) -> Fixity:
    """Read one item's exact version to its end and write down what was found.

    Other bytes put it in quarantine: from then on nobody is shown it, and nothing is deleted. What cannot be read at
    all is told of and stays what it is: the sweep says that it is missing. Raises what passes, such as a store that
    does not answer.
    """
    found = _look(one)
    flaw = _FLAW if found.result is Found.DIFFERS else ""
    outcome = Outcome.DONE if found.result is Found.HOLDS else Outcome.FAILED
    facts = {"result": found.result.value, "sha256": found.sha256, "bytes": found.bytes, "version": one.version_id}
    line = custody.line(actor, Action.CHECK_FIXITY, one.id, reason=one.incident_number, outcome=outcome, facts=facts)
    try:
        transact(keeping.checking(one, found, flaw=flaw), line)
    except Conflict:
        # It was released, judged or ended while it was read: what was found is said of what it is now.
        now = service.known(one.id)
        if now.is_here:
            transact(keeping.checking(now, found, flaw=flaw), line)
    return found


def _look(one: Item) -> Fixity:
    at = clock.now()
    try:
        kept = blobs.stored(one.bucket, one.key, version_id=one.version_id)
        digest = blobs.digest(kept)
    except Exception as refused:
        if not blobs.is_absent(refused):
            raise
        return Fixity(at, Found.UNREADABLE, "", 0)
    same = (kept.bytes, digest) == (one.bytes, one.sha256)
    return Fixity(at, Found.HOLDS if same else Found.DIFFERS, digest, kept.bytes)


def read_at(one: Item) -> datetime:
    """When it was read to its end last: admission reads it, too."""
    return one.fixity.checked_at if one.fixity else one.received_at
