"""How the console is told what is known of an item: what the probe found, and what somebody said of it."""

from __future__ import annotations

from rtcc.http.forms import Instant, Reply
from rtcc.preview.model import Preview
from rtcc.vault.model import Item


class Probe(Reply):
    """`pending`, `ready`, or `none` with the reason in plain words; dimensions in pixels, time in seconds."""

    state: str
    why: str | None = None
    kind: str | None = None
    codec: str | None = None
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    frames: int | None = None
    flags: list[str]


class Judged(Reply):
    """The newest verdict: `accept`, `not_needed` or `duplicate` (`of`: the item that has the same to show)."""

    verdict: str
    of: str | None = None
    note: str | None = None
    at: Instant
    by: str


def probe_reply(one: Preview) -> Probe:
    """The findings as the console shows them; what is not known is left out."""
    return Probe(
        state=one.state.value,
        why=one.why or None,
        kind=one.kind or None,
        codec=one.codec or None,
        width=one.width or None,
        height=one.height or None,
        duration_s=round(one.duration_ms / 1000, 1) or None,
        frames=one.frames or None,
        flags=list(one.flags),
    )


def judged_reply(one: Item) -> Judged | None:
    """The verdict on an item, if there is one."""
    if one.verdict is None or one.judged_at is None:
        return None
    of, note = one.duplicate_of or None, one.judged_note or None
    return Judged(verdict=one.verdict.value, of=of, note=note, at=one.judged_at, by=one.judged_by)
