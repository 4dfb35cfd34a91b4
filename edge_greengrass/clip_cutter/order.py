"""What was ordered: which stretch of which camera, and where the clip shall go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from edge_greengrass.kit import times
from rtcc.foundation import ids

LONGEST_MS = 10 * 60_000
MOST_URGENT, LEAST_URGENT = 1, 4


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the guard; times in ms since 1970. Footage from before `not_before` is not allowed to leave. How far
    back the owner lets footage be fetched counts from `asked_at`.

    A strict order's file begins with the first key frame of the stretch: not even what is not shown lies before it.
    The lowest `priority` is sent first.
    """

    id: str
    camera: str
    start: int
    end: int
    not_before: int
    bucket: str
    key: str
    is_strict: bool = False
    priority: int = LEAST_URGENT
    asked_at: int = 0

    @property
    def first(self) -> int:
        """The first millisecond that may be shown."""
        return max(self.start, self.not_before)


def read(facts: Mapping[str, Any]) -> Order:
    """The order in a message. Raises ValueError with the reason."""
    try:
        texts = [facts[name] for name in ("order", "camera", "from", "to", "bucket", "key", "asked_at")]
    except KeyError as missing:
        raise ValueError(f"The order lacks {missing.args[0]}.") from None
    if not all(isinstance(text, str) and text for text in texts):
        raise ValueError("The order has an empty field.")
    order, camera, start, end, bucket, key, asked = texts
    if not ids.is_id(order, "ord") or not ids.is_id(camera, "cam"):
        raise ValueError("The order has no order's id, or no camera's.")
    allowed = times.read(facts["not_before"]) if facts.get("not_before") else 0
    urgency = _priority(facts.get("priority", LEAST_URGENT))
    strict = facts.get("strict", False)
    if type(strict) is not bool:
        raise ValueError("The order does not say whether it is strict.")
    stretch = times.read(start), times.read(end), allowed
    found = Order(order, camera, *stretch, bucket, key, strict, urgency, times.read(asked))
    if not 0 < found.end - found.start <= LONGEST_MS:
        raise ValueError("A clip is longer than nothing and at most 10 minutes long.")
    return found


def _priority(told: object) -> int:
    if type(told) is not int or not MOST_URGENT <= told <= LEAST_URGENT:
        raise ValueError("The order has a priority that is none.")
    return told
