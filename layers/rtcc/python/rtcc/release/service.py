"""Asking for a release and deciding on it: whoever asks is never who approves (P3.4, abuse 30)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, NotFound, Refused
from rtcc.release import agencies, store
from rtcc.release.drafting import Terms, asking, draft, facts
from rtcc.release.model import Method, Release, State
from rtcc.vault import service as vault
from rtcc.vault.programs import is_program


def ask(actor: Actor, *, key: str, item_ids: Sequence[str], terms: Terms) -> tuple[Release, bool]:
    """Ask that items go to one person at one agency; returns the release and whether it is new.

    The same key asks once. Raises Refused for an agency that is not on the list, NotFound for an item that does not
    exist, Conflict for one in quarantine, Invalid for too many items or too many bytes.
    """
    release_id = ids.derived("rel", actor.id, key)
    known = store.find(release_id)
    if known is not None:
        return known, False
    one = draft(actor, release_id, item_ids=item_ids, terms=terms)
    transact(*asking(actor, one, Action.ASK_RELEASE))
    return one, True


def approve(actor: Actor, release_id: str, *, with_programs: bool = False) -> Release:
    """Approve what another person asked for. Saying it twice approves once.

    Raises Refused for one's own request: by a look first, so that the sentence is a plain one, and by the table's own
    condition, which holds whatever happens between look and act. Raises Conflict `programs` when there is a program
    among the items and whoever approves did not say that they know (abuse 19).
    """
    one = release(release_id)
    if one.decided_by_id == actor.id and one.state is not State.DENIED:
        return one
    _must_wait(one, actor)
    agencies.agency(one.ori)
    told = _must_know(one, with_programs=with_programs)
    after = _decided(one, actor, State.APPROVED)
    line = custody.line(actor, Action.APPROVE_RELEASE, one.id, reason=one.case, facts=facts(one) | told)
    try:
        transact(store.approving(after), line)
    except Conflict:
        _must_wait(release(release_id), actor)
        raise
    return after


def deny(actor: Actor, release_id: str, *, why: str) -> Release:
    """Say no, and why."""
    one = release(release_id)
    if one.state is not State.ASKED:
        raise _decided_already(one)
    after = replace(_decided(one, actor, State.DENIED), why=why)
    transact(store.denying(after), custody.line(actor, Action.DENY_RELEASE, one.id, reason=one.case))
    return after


def release(release_id: str) -> Release:
    """One release. Raises NotFound."""
    found = store.find(release_id)
    if found is None:
        raise NotFound("There is no such release.")
    return found


def releases() -> list[Release]:
    """The newest releases, newest first."""
    return store.newest()


def named(release_ids: Iterable[str]) -> dict[str, Release]:
    """Those of these releases that there are, by their ids."""
    return store.named(release_ids)


def _must_wait(one: Release, actor: Actor) -> None:
    """Raises Refused to whoever asked, by id or badge: roles may overlap; Conflict when it was decided before."""
    if actor.id == one.asked_by_id or actor.badge == one.asked_by:
        raise Refused("You asked for this release yourself. Another person must approve it.", slug="own-request")
    if one.inquiry_id and (actor.id == one.inquiry_by_id or actor.badge == one.inquiry_by):
        raise Refused("This release answers your own inquiry. Another person must approve it.", slug="own-request")
    if one.state is not State.ASKED:
        raise _decided_already(one)


def _must_know(one: Release, *, with_programs: bool) -> dict[str, Fact]:
    """What the approval says of programs among the items. Raises Conflict while they were not confirmed."""
    if one.method is Method.VIEW:  # then no original byte leaves the house
        return {}
    found = [piece for piece in one.items if is_program(piece.name, vault.preview_of(piece.id))]
    if found and not with_programs:
        names = ", ".join(piece.name for piece in found)
        raise Conflict(
            f"{names}: a program, not a recording. Whoever starts it may harm their computer. It leaves only when you "
            "confirm that this is meant.",
            slug="programs",
        )
    return {"programs": ",".join(piece.id for piece in found)} if found else {}


def _decided_already(one: Release) -> Conflict:
    return Conflict(f"This release does not wait for a decision any more: it is {one.state.value}.", slug="not-waiting")


def _decided(one: Release, actor: Actor, state: State) -> Release:
    return replace(one, state=state, decided_by_id=actor.id, decided_by=actor.badge, decided_at=clock.now())
