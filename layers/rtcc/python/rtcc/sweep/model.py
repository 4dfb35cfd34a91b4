"""What can be amiss between the stores and the record, and one finding of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

MINUTES = 15  # from one sweep to the next: a deletion is told of within this time (abuse 31)


class Amiss(StrEnum):
    """What is not as it should be. Each has a metric of its own, and an alarm at the first."""

    UNJOINED = "unjoined"  # the sender said that is all, and the parts were never joined: they are now
    UNADMITTED = "unadmitted"  # it arrived, was scanned, and nobody admitted it: admission is asked again (abuse 27)
    UNSCANNED = "unscanned"  # it arrived, and no scan's verdict stands on it
    UNSPOKEN = "unspoken"  # an object of the inbox or of the vault that nothing in the record speaks of
    VANISHED = "vanished"  # the sender has a receipt for a file of which the store holds nothing
    MARKED = "marked"  # a delete marker lies over it (abuse 31)
    STRAY = "stray"  # a version under an item's key that is not the item's, or not of its size (abuse 25)
    MISSING = "missing"  # an item whose version the vault does not hold
    UNLOCKED = "unlocked"  # an item's version without the lock or the hold that it must have: they are put again
    REWRITTEN = "rewritten"  # an item's row says what none of its custody lines says
    UNPROBED = "unprobed"  # sealed evidence that nobody looked at: the probe is asked again
    UNDONE = "undone"  # an errand or an approved release that nobody took up: the stream is asked to bring it again
    UNSHOWN = "unshown"  # an item of a share to look at, without its marked copy: that is asked for again

    @property
    def metric(self) -> str:
        """The metric's name."""
        return f"Found{self.value.title()}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing amiss: whose chain it is told in, about which object or version, and what sets it right."""

    amiss: Amiss
    subject: str
    about: str
    reason: str = ""
    cure: Callable[[], object] | None = None
