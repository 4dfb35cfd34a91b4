"""Reads what Kinesis Video says while we send: JSON objects one behind the other, cut anywhere; and what each means."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

_LONGEST = 16 * 1024


class Means(StrEnum):
    """What an error asks of us."""

    AGAIN = "again"  # connect again after a pause and go on from the newest key frame
    PLANNED = "planned"  # the request was open as long as one may be: the next one at once
    SHORTEN = "shorten"  # the fragment was too long or too large: smaller ones from now on
    ANCHOR = "anchor"  # times went back: a new request counts anew
    HEADER = "header"  # what stands before the first fragment was not understood: send it anew
    CLOCK = "clock"  # the box's clock is wrong: count by the service's
    OVER = "over"  # the view is over
    BLOCKED = "blocked"  # no further try helps: a key, a right


# The numbers of the service's own producers; what is not here is tried again.
_MEANING = {
    4001: Means.SHORTEN,  # MAX_FRAGMENT_SIZE_REACHED
    4002: Means.SHORTEN,  # MAX_FRAGMENT_DURATION_REACHED
    4003: Means.PLANNED,  # MAX_CONNECTION_DURATION_REACHED
    4004: Means.ANCHOR,  # FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS
    4005: Means.HEADER,  # MORE_THAN_ALLOWED_TRACKS_FOUND
    4006: Means.HEADER,  # INVALID_MKV_DATA
    4007: Means.CLOCK,  # INVALID_PRODUCER_TIMESTAMP
    4008: Means.OVER,  # STREAM_NOT_ACTIVE
    4009: Means.HEADER,  # FRAGMENT_METADATA_LIMIT_REACHED
    4010: Means.HEADER,  # TRACK_NUMBER_MISMATCH
    4011: Means.HEADER,  # FRAMES_MISSING_FOR_TRACK
    4012: Means.HEADER,  # MORE_THAN_ALLOWED_TRACKS_FOUND, as newer producers number it
    4507: Means.OVER,  # STREAM_DELETED
} | dict.fromkeys(range(4500, 4507), Means.BLOCKED)  # KMS_KEY_…
_GONE = {"RESOURCE_NOT_FOUND", "STREAM_DELETED", "STREAM_NOT_ACTIVE"}
_SAID = {
    Means.OVER: "The stream is gone.",
    Means.BLOCKED: "The stream's key does not work (error {}).",
    Means.CLOCK: "The stream does not take this box's time (error {}).",
    Means.PLANNED: "The request was open as long as one may be (error {}).",
    Means.SHORTEN: "A fragment was too long (error {}).",
}


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
        return Means.OVER if self.code in _GONE else _MEANING.get(self.error, Means.AGAIN)

    @property
    def why(self) -> str:
        """A sentence for people."""
        return _SAID.get(self.means, "The stream broke (error {}).").format(self.error)


class Unreadable(ValueError):
    """What came are no acknowledgments."""


class Acks:
    """Feed it what was received; it gives the acknowledgments that became complete."""

    def __init__(self) -> None:
        self._waiting = b""
        self._decoder = json.JSONDecoder()

    def feed(self, data: bytes) -> list[Ack]:
        """Raises Unreadable when an object is longer than any acknowledgment, or nested like none."""
        self._waiting += data
        found: list[Ack] = []
        while self._waiting:
            text = self._waiting.decode("latin-1").lstrip()
            try:
                facts, end = self._decoder.raw_decode(text)
            except RecursionError:
                raise Unreadable("these are no acknowledgments") from None
            except ValueError:
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
    timecode, error = facts.get("FragmentTimecode"), str(facts.get("ErrorId", 0))
    return Ack(
        kind=str(facts.get("EventType", "")),
        timecode=timecode if type(timecode) is int else None,
        error=int(error) if error.isascii() and error.isdecimal() and len(error) < 9 else 0,
        code=str(facts.get("ErrorCode", "")),
    )
