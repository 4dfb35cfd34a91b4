"""A clip order: a stretch of what a box recorded of one camera, asked for by somebody for one call (P3.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid

LONGEST_SECONDS = 600  # of one clip
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_GAPS = 50
CODECS = ("h264", "h265")
_LONGEST_WHY = 120


class State(StrEnum):
    """Where an order stands."""

    ORDERED = "ordered"
    CUT = "cut"  # the box has said what it cut, and sends it
    ADMITTED = "admitted"  # it is evidence
    QUARANTINED = "quarantined"  # kept, locked, not shown
    NONE = "none"  # the box has no recording of that time
    REFUSED = "refused"  # the box did not obey
    FAILED = "failed"  # the box could not do it


OVER = frozenset({State.ADMITTED, State.QUARANTINED, State.NONE, State.REFUSED, State.FAILED})


@dataclass(frozen=True, slots=True)
class Claim:
    """What the box says of a clip before it sends it. Times are the recorder's; `gaps` are stretches without frames."""

    sha256: str
    bytes: int
    from_at: datetime
    to_at: datetime
    first_frame_at: datetime
    last_frame_at: datetime
    frames: int
    offset_ms: int  # how far the camera's clock was ahead of the box's
    chain: tuple[str, str]  # the first and the last link of the recorder's hash chain that the clip spans
    gaps: tuple[tuple[str, str], ...]
    codec: str = ""
    pre_roll_ms: int = 0  # of pictures from before the first one shown, without which it could not be decoded
    box_ahead_ms: int | None = None  # how far the box's clock was ahead of the center's, give or take `within_ms`
    within_ms: int | None = None
    manifest_sha256: str = ""  # of the manifest inside the clip, by which the clip proves itself


@dataclass(frozen=True, slots=True)
class Order:
    """One order, with the box's claim once there is one (then `sha256` is not empty)."""

    id: str
    key: str
    camera_id: str
    camera_name: str
    thing: str
    site_id: str
    incident_id: str
    incident_number: str
    case: str
    from_at: datetime
    to_at: datetime
    actor: str
    badge: str
    ordered_at: datetime
    state: State = State.ORDERED
    why: str = ""  # there is no clip, as half a sentence
    command: str = ""  # the id of the command that carried it to the box; empty while none went out
    sha256: str = ""
    bytes: int = 0
    clip_from_at: datetime | None = None
    clip_to_at: datetime | None = None
    first_frame_at: datetime | None = None
    last_frame_at: datetime | None = None
    frames: int = 0
    offset_ms: int = 0
    chain: tuple[str, ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()
    told_at: datetime | None = None  # when the center heard the claim
    strict: bool = False  # nothing from before `from_at` may be in the file, not even what is not shown
    priority: int = 4  # of its call: the box sends the most urgent first
    codec: str = ""
    pre_roll_ms: int = 0
    box_ahead_ms: int | None = None
    within_ms: int | None = None
    manifest_sha256: str = ""

    @property
    def object_key(self) -> str:
        """Where in the inbox the box puts the clip; its role reaches no other box's place."""
        return f"clips/{self.thing}/{self.id}.mp4"


@dataclass(frozen=True, slots=True)
class Report:
    """What a box says of an order. `claim` is there when the state is `cut`."""

    order: str
    camera: str
    state: str
    why: str
    claim: Claim | None


def read_report(facts: Mapping[str, Any]) -> Report:
    """The `clip` event that a box sent. Raises Invalid for what cannot be read."""
    try:
        state = facts["state"]
        if state not in {"cut", "sent", "none", "failed", "refused"}:
            raise ValueError("state")
        claim = _claim(facts) if state == "cut" else None
        return Report(str(facts["order"]), str(facts["camera"]), state, words(facts.get("why", "")), claim)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Invalid("What the box says of a clip cannot be read.", slug="unreadable-report") from None


def _claim(facts: Mapping[str, Any]) -> Claim:
    chain = facts.get("chain") or {}
    gaps = tuple((clock.read(start), clock.read(end)) for start, end in facts.get("gaps") or ())
    if len(gaps) > _MOST_GAPS:
        raise ValueError("gaps")
    return Claim(
        sha256=_digest(facts["sha256"]),
        bytes=_count(facts["bytes"], least=1),
        from_at=clock.read(facts["from"]),
        to_at=clock.read(facts["to"]),
        first_frame_at=clock.read(facts["first_frame_at"]),
        last_frame_at=clock.read(facts["last_frame_at"]),
        frames=_count(facts["frames"], least=1),
        offset_ms=_count(facts.get("offset_ms", 0), least=-(10**9)),
        chain=(_digest(chain["first"]), _digest(chain["last"])),
        gaps=tuple((clock.spell(start), clock.spell(end)) for start, end in gaps),
        **_more(facts),
    )


def _more(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What not every box tells of every clip."""
    if facts.get("codec", "") not in {"", *CODECS}:
        raise ValueError("codec")
    clocks = {name: _count(facts[name], least=-(10**12)) for name in ("box_ahead_ms", "within_ms") if name in facts}
    manifest = {"manifest_sha256": _digest(facts["manifest_sha256"])} if facts.get("manifest_sha256") else {}
    told = {"codec": facts.get("codec", ""), "pre_roll_ms": _count(facts.get("pre_roll_ms", 0), least=0)}
    return told | clocks | manifest


def _digest(value: object) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise ValueError("digest")
    return value


def _count(value: object, *, least: int) -> int:
    if type(value) is not int or not least <= value <= 10**12:
        raise ValueError("number")
    return int(value)


def words(told: object) -> str:
    """A box's reason as it may be shown: printable, short."""
    return "".join(letter for letter in str(told) if letter.isprintable())[:_LONGEST_WHY]
