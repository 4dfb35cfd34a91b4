"""What the sender says of a file: where it comes from, how wrong the camera's clock was, what they cut away. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from rtcc.foundation import clock


class Source(StrEnum):
    """What the file was exported from."""

    RING = "ring"
    NEST = "nest"
    BLINK = "blink"
    ARLO = "arlo"
    EUFY = "eufy"
    WYZE = "wyze"
    RECORDER = "recorder"  # a recorder (NVR) with a USB stick
    PHONE = "phone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the camera's clock showed, without a zone as clocks are, and the true moment at which somebody read it."""

    shown: datetime
    seen_at: datetime

    def offset_s(self, zone: str) -> int:
        """By how many seconds the camera's clock is ahead (behind: negative), taken as a clock of this zone.

        A clock that was never set to daylight time shows an hour here; who reads the offset sees both times beside it.
        """
        return round((self.shown.replace(tzinfo=ZoneInfo(zone)) - self.seen_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Trimmed:
    """That the sender cut the file in the page: the stretch that was kept, in ms, and the file that it was cut from."""

    from_ms: int
    to_ms: int
    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Account:
    """All that the sender says of one file. Nobody has checked it."""

    source: Source | None = None
    clock: Shown | None = None
    trimmed: Trimmed | None = None

    def spelled(self, zone: str) -> dict[str, Any]:
        """As it is kept with the file and with the evidence; what was not said is left out."""
        said: dict[str, Any] = {"source": self.source.value} if self.source else {}
        if self.clock:
            said["clock"] = {
                "shown": f"{self.clock.shown:%Y-%m-%dT%H:%M:%S}",
                "seen_at": clock.spell(self.clock.seen_at),
                "offset_s": self.clock.offset_s(zone),
            }
        if self.trimmed:
            cut = self.trimmed
            said["trimmed"] = {"from_ms": cut.from_ms, "to_ms": cut.to_ms, "name": cut.name, "bytes": cut.bytes}
        return said


def facts(spelled: Mapping[str, Any]) -> dict[str, str | int | bool]:
    """What custody keeps of it: no name of a file, for a name may tell of a person."""
    said: dict[str, str | int | bool] = {"source": spelled["source"]} if "source" in spelled else {}
    if "clock" in spelled:
        told = spelled["clock"]
        said |= {"clock_shown": told["shown"], "clock_seen_at": told["seen_at"], "clock_offset_s": told["offset_s"]}
    if "trimmed" in spelled:
        cut = spelled["trimmed"]
        said |= {"trimmed": True, "trimmed_from_ms": cut["from_ms"], "trimmed_to_ms": cut["to_ms"]}
    return said
