"""Admission of a clip: what arrived is held against the digest that the box gave before it sent (P3.3)."""

from __future__ import annotations

from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.clips import store
from rtcc.clips.hearing import told
from rtcc.clips.model import Order, State
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.vault import scan
from rtcc.vault import service as vault
from rtcc.vault.model import Item, Origin
from rtcc.vault.model import State as ItemState
from rtcc.vault.scan import Scanned


def admit(actor: Actor, scanned: Scanned) -> Item | None:
    """Seal a scanned clip as evidence and write it down. None when that was done before.

    Raises NotFound for an object that no order speaks of, Conflict while the box has not said what it cut: the scan's
    result comes again.
    """
    scan.must_be_of_inbox(scanned)
    one = _behind(scanned.key)
    if vault.is_known(vault.id_for(one.id)):
        return None
    if one.state is not State.CUT or one.told_at is None:
        raise Conflict("The box has not said yet what it cut.")
    source = scan.must_stand(scanned)
    origin = Origin(one.incident_id, one.incident_number, clip_id=one.id, camera_id=one.camera_id)
    flaw = scanned.flaw or _beyond(one)
    item = vault.seal(source, origin, name=_name(one), declared=one.sha256, flaw=flaw, received_at=one.told_at)
    after = replace(one, state=State.ADMITTED if item.state is ItemState.SEALED else State.QUARANTINED, why=item.flaw)
    line = custody.line(actor, Action.ADMIT_CLIP, item.id, reason=one.incident_number, facts=_facts(one, item, scanned))
    transact(vault.adding(item), store.changing(one, after), line)
    return item


def spoken_of(key: str) -> str:
    """The number of the call that an inbox key of a clip was ordered for. Raises NotFound."""
    return _behind(key).incident_number


def _behind(key: str) -> Order:
    """The order that an inbox key `clips/<thing>/<order>.mp4` belongs to."""
    one = store.find(key.rpartition("/")[2].removesuffix(".mp4"))
    if one is None or one.object_key != key:
        raise NotFound("No order speaks of this object.")
    return one


def _beyond(one: Order) -> str:
    """What was not ordered is not shown: frames from before or after may be of what no owner allowed."""
    if one.first_frame_at is None or one.last_frame_at is None:
        return "the box gave no times"
    if one.first_frame_at < one.from_at or one.last_frame_at > one.to_at:
        return "it reaches beyond what was ordered"
    if one.strict and one.pre_roll_ms:
        return "it holds what lies before what was ordered"
    return ""


def _name(one: Order) -> str:
    return f"{one.camera_name} {one.from_at:%Y-%m-%d %H.%M.%S}Z.mp4"


def _facts(one: Order, item: Item, scanned: Scanned) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"order": one.id, "camera": one.camera_id, "case": one.case, "ordered_by": one.badge}
    facts |= {"from": clock.spell(one.from_at), "to": clock.spell(one.to_at)}
    return (
        facts
        | told(one)
        | {
            "inbox_version": scanned.version_id,
            "bucket": item.bucket,
            "key": item.key,
            "version": item.version_id,
            "bytes": item.bytes,
            "bytes_in": item.bytes,
            "sha256": item.sha256,
            "scan": scanned.verdict,
            "state": item.state.value,
            "flaw": item.flaw,
            "locked_until": clock.spell(item.locked_until),
            "hold": True,
        }
    )
