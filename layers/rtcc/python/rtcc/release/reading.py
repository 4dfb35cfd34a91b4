"""Reads the record of a chain: which line admitted the item, who has had it, what stands in each line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rtcc.foundation import clock

Facts = Mapping[str, Any]
_ADMITTED = ("evidence.admit", "clip.admit")


def is_clip(item: Facts) -> bool:
    """Whether a core box recorded it, and not some other camera."""
    return bool(item["source"]["kind"] == "clip")


def admitted(item: Facts) -> Facts:
    """The line by which it became evidence; empty when there is none, which the verifiers complain of."""
    return next((line for line in done(item, *_ADMITTED)), {})


def custodians(item: Facts, center: str) -> list[tuple[str, str]]:
    """Who has had custody since when: the center from its admission, then whoever gave a receipt for it."""
    line = admitted(item)
    passed = [(str(one["at"]), f"{one['ori']}, badge {one['badge']}") for one in done(item, "share.receipt")]
    return [(str(line.get("at", "not recorded")), center), *passed]


def events(chain: list[Facts]) -> Iterator[tuple[str, ...]]:
    """Rows of a chain: number, UTC time, who, what, reason, outcome with what the line says."""
    for line in chain:
        who = ", ".join(
            part
            for part in (
                f"badge {line['badge']}" if line["badge"] else line["actor"],
                line["ori"],
                line["role"],
                line["how"],
                line.get("address", ""),
            )
            if part
        )
        said = "; ".join(f"{name}: {value}" for name, value in sorted(line["facts"].items()) if value != "")
        yield (
            str(line["seq"]),
            line["at"],
            who,
            line["event"],
            line["reason"],
            f"{line['outcome'].upper()} {said}".strip(),
        )


def local(at: str, zone: str) -> str:
    """A time in UTC and in the city's own zone."""
    here = clock.read(at).astimezone(ZoneInfo(zone))
    return f"{at} ({_spelled(here)})"


def _spelled(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} {at.tzname()}, UTC{at:%z}"


def done(item: Facts, *names: str) -> Iterator[Facts]:
    """The lines of acts of these names that were done."""
    return (line for line in item["chain"] if line["event"] in names and line["outcome"] == "done")
