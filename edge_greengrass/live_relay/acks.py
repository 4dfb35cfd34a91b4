"""Reads what Kinesis Video says while we send: JSON objects one behind the other, cut anywhere; and what each means."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

_LONGEST = 16 * 1024


class Means(StrEnum):
    """What an error asks of us."""

    AGAIN = "again"  # connect again and go on from the newest key frame
    OVER = "over"  # the view is over
    BLOCKED = "blocked"  # no further try helps: a key, a right


@dataclass(frozen=True, slots=True)
class Ack:
    """One acknowledgment: BUFFERING, RECEIVED, PERSISTED, IDLE or ERROR (with its id and code)."""

    kind: str
    timecode: int | None = None
    error: int = 0
    code: str = ""

    @property
    def means(self) -> Means:
        """What to do about an error."""
        if self.error in (4008, 4507) or self.code in ("RESOURCE_NOT_FOUND", "STREAM_DELETED"):
            return Means.OVER
        return Means.BLOCKED if 4500 <= self.error <= 4506 else Means.AGAIN

    @property
    def why(self) -> str:
        """A sentence for people."""
        if self.means is Means.OVER:
            return "The stream is gone."
        if self.means is Means.BLOCKED:
            return f"The stream's key does not work (error {self.error})."
        return f"The stream broke (error {self.error})."


class Unreadable(ValueError):
    """What came are no acknowledgments."""


class Acks:
    """Feed it what was received; it gives the acknowledgments that became complete."""

    def __init__(self) -> None:
        self._waiting = b""
        self._decoder = json.JSONDecoder()

    def feed(self, data: bytes) -> list[Ack]:
        """Raises Unreadable when an object is longer than any acknowledgment."""
        self._waiting += data
        found: list[Ack] = []
        while self._waiting:
            text = self._waiting.decode("latin-1").lstrip()
            try:
                facts, end = self._decoder.raw_decode(text)
            except json.JSONDecodeError:
                if len(text) > _LONGEST or (text and not text.startswith("{")):
                    raise Unreadable("these are no acknowledgments") from None
                self._waiting = text.encode("latin-1")
                break
            self._waiting = text[end:].encode("latin-1")
            found.append(_ack(facts))
        return found


def _ack(facts: object) -> Ack:
    if not isinstance(facts, dict):
        raise Unreadable("these are no acknowledgments")
    timecode, error = facts.get("FragmentTimecode"), facts.get("ErrorId", 0)
    return Ack(
        kind=str(facts.get("EventType", "")),
        timecode=timecode if isinstance(timecode, int) else None,
        error=int(error) if str(error).isdecimal() else 0,
        code=str(facts.get("ErrorCode", "")),
    )
