"""Asking for a release and deciding on it: whoever asks is never who approves (P3.4, abuse 30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, Field, Invalid, NotFound, Refused
from rtcc.release import agencies, store
from rtcc.release.model import MOST_BYTES, MOST_ITEMS, Piece, Release, State
from rtcc.vault import service as vault


def ask(
    actor: Actor, *, key: str, item_ids: Sequence[str], ori: str, recipient: str, case: str, reason: str
) -> tuple[Release, bool]:
    """Ask that items go to one person at one agency; returns the release and whether it is new.

    The same key asks once. Raises Refused for an agency that is not on the list, NotFound for an item that does not
    exist, Conflict for one in quarantine, Invalid for too many items or too many bytes.
    """
    release_id = ids.derived("rel", actor.id, key)
    known = store.find(release_id)
    if known is not None:
        return known, False
    agency = agencies.agency(ori)
    one = Release(
        id=release_id,
        items=_pieces(item_ids),
        ori=ori,
        agency=agency.name,
        recipient=recipient,
        case=case,
        reason=reason,
        state=State.ASKED,
        asked_by_id=actor.id,
        asked_by=actor.badge,
        asked_at=clock.now(),
    )
    told: dict[str, Fact] = {"release": one.id, "ori": ori, "recipient": recipient}
    lines = [custody.line(actor, Action.ASK_RELEASE, piece.id, reason=case, facts=told) for piece in one.items]
    transact(store.asking(one), custody.line(actor, Action.ASK_RELEASE, one.id, reason=case, facts=_facts(one)), *lines)
    return one, True


def approve(actor: Actor, release_id: str) -> Release:
    """Approve what another person asked for. Saying it twice approves once.

    Raises Refused for one's own request: by a look first, so that the sentence is a plain one, and by the table's own
    condition, which holds whatever happens between look and act.
    """
    one = release(release_id)
    if one.decided_by_id == actor.id and one.state is not State.DENIED:
        return one
    _must_wait(one, actor)
    agencies.agency(one.ori)
    after = _decided(one, actor, State.APPROVED)
    line = custody.line(actor, Action.APPROVE_RELEASE, one.id, reason=one.case, facts=_facts(one))
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


def _must_wait(one: Release, actor: Actor) -> None:
    """Raises Refused to whoever asked, by id or badge: roles may overlap; Conflict when it was decided before."""
    if actor.id == one.asked_by_id or actor.badge == one.asked_by:
        raise Refused("You asked for this release yourself. Another person must approve it.", slug="own-request")
    if one.state is not State.ASKED:
        raise _decided_already(one)


def _decided_already(one: Release) -> Conflict:
    return Conflict(f"This release does not wait for a decision any more: it is {one.state.value}.", slug="not-waiting")


def _decided(one: Release, actor: Actor, state: State) -> Release:
    return replace(one, state=state, decided_by_id=actor.id, decided_by=actor.badge, decided_at=clock.now())


def _pieces(item_ids: Sequence[str]) -> tuple[Piece, ...]:
    """The items, each sealed."""
    if not 1 <= len(set(item_ids)) == len(item_ids) <= MOST_ITEMS:
        raise _wrong(f"A release carries 1 to {MOST_ITEMS} items, each once.")
    items = [vault.released(item_id) for item_id in item_ids]
    if sum(one.bytes for one in items) > MOST_BYTES:
        raise _wrong(f"Together these items are larger than {MOST_BYTES // 10**9} GB. Please ask for them in parts.")
    return tuple(Piece(one.id, one.name, one.bytes, one.sha256) for one in items)


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, fields=(Field("item_ids", sentence),))


def _facts(one: Release) -> dict[str, Fact]:
    """What both lines say, so that whoever approves is seen to approve just this."""
    return {
        "ori": one.ori,
        "recipient": one.recipient,
        "items": ",".join(piece.id for piece in one.items),
        "sha256": ",".join(piece.sha256 for piece in one.items),
    }
