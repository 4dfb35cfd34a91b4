"""More time for a share: its recipient asks, a supervisor gives it, and no request ends in nothing (P11.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.release import agencies, service, shares, store
from rtcc.release.model import PACKAGE_DAYS, SHARE_DAYS, Release, State
from rtcc.vault import service as vault

_A_MOMENT = timedelta(minutes=10)


def ask_for(actor: Actor, release_id: str, *, why: str) -> Release:
    """The recipient needs more time, and says why. Asked twice before somebody answers, it is one request.

    Raises NotFound for whoever it was not released to.
    """
    one = shares.share(actor, release_id)
    if one.renewal_asked_at is not None or one.state is State.RENEWED:
        return one
    after = replace(one, renewal_asked_at=clock.now(), renewal_why=why)
    try:
        transact(store.asking_renewal(after), custody.line(actor, Action.ASK_RENEWAL, one.id, reason=one.case))
    except Conflict:
        return shares.share(actor, release_id)  # the same was asked a moment ago
    return after


def renew(actor: Actor, release_id: str) -> Release:
    """Let its recipient have it for another `SHARE_DAYS`.

    A package, or marked copies, that the bucket would drop before that are made anew, under the same release. Raises
    Conflict for what is not shared or may no longer leave (in quarantine, expunged), Refused for an agency that is not
    on the list any more.
    """
    one = service.release(release_id)
    if one.state is State.RENEWED or _is_said_again(one, actor):
        return one
    if not one.is_shared:
        raise Conflict(f"There is nothing to give more time to: this release is {one.state.value}.", slug="not-shared")
    agencies.agency(one.ori)
    for piece in one.items:
        vault.released(piece.id)
    after = _renewed(actor, one)
    facts: dict[str, Fact] = {
        "until": clock.spell(cast(datetime, after.expires_at)),
        "anew": after.state is State.RENEWED,
    }
    transact(
        store.renewing(one, after), custody.line(actor, Action.RENEW_RELEASE, one.id, reason=one.case, facts=facts)
    )
    return after


def _is_said_again(one: Release, actor: Actor) -> bool:
    """Whether they gave it more time a moment ago, and never heard that it was done (abuse 85)."""
    just_now = one.renewed_at is not None and clock.now() - one.renewed_at < _A_MOMENT
    return just_now and one.renewed_by == actor.badge


def _renewed(actor: Actor, one: Release) -> Release:
    at = clock.now()
    until = clock.after(at, days=SHARE_DAYS)
    state = State.RENEWED if _outlives_its_package(one, until) else one.state
    told = replace(one, state=state, expires_at=until, renewed_at=at, renewed_by=actor.badge)
    return replace(told, renewal_asked_at=None, renewal_why="")


def _outlives_its_package(one: Release, until: datetime) -> bool:
    """A day early: what begins to be fetched in the last minute must be there to its end."""
    if one.packed_at is None:
        return False
    return until >= clock.after(one.packed_at, days=PACKAGE_DAYS - 1)
