"""The paper that stays when evidence ended: what it was, who asked, who agreed, by which rule, and what remains."""

from __future__ import annotations

from rtcc.aws import settings
from rtcc.foundation import clock
from rtcc.retention.ending import Disposal, Piece, What

_TITLES = {What.DISPOSAL: "CERTIFICATE OF DISPOSAL", What.EXPUNGING: "CERTIFICATE OF EXPUNGING"}


def text(one: Disposal) -> str:
    """The certificate of what was done, as plain text. The same facts always make the same text."""
    assert one.decided_at is not None
    assert one.done_at is not None
    agency = settings.city()
    lines = [
        _TITLES[one.what],
        f"{agency.agency} ({agency.ori})",
        "",
        f"Number: {one.id}",
        *_rule(one),
        f"Why: {one.why}",
        f"Asked for by badge {one.asked_by} on {clock.spell(one.asked_at)}",
        f"Approved by badge {one.decided_by}, another person, on {clock.spell(one.decided_at)}",
        f"Done on {clock.spell(one.done_at)}",
        "",
        *(line for number, piece in enumerate(one.pieces, start=1) for line in _of(one, number, piece)),
        "Each exact version that is named as gone was deleted, and the store was asked afterwards and has no such",
        "version. The record keeps that there was an item, its digest and all lines about it: a digest is not content,",
        "and without it nobody could show what was done. Times are UTC.",
    ]
    return "\n".join(lines) + "\n"


def _rule(one: Disposal) -> list[str]:
    if one.what is What.EXPUNGING:
        return [f"By order {one.order_number} of {one.court}"]
    words = "before its schedule ended, by the decision of two people" if one.is_early else "nothing kept it any more"
    return [f"Under version {one.schedule_version} of the schedule of retention: {words}"]


def _of(one: Disposal, number: int, piece: Piece) -> list[str]:
    left = one.left.get(piece.id)
    return [
        f"{number}. {piece.id}, call {piece.incident_number}, kind of case: {piece.kind or 'not said'}",
        f"   {piece.bytes} bytes, version {piece.version_id}",
        f"   SHA-256 {piece.sha256}",
        f"   Not done: {left}" if left else "   Gone.",
        "",
    ]
