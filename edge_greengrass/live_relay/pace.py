"""How long a relay waits for what: in seconds, so that tests can turn the clock faster."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """The service cuts a request at 45 min; an ended view must be silent within 250 ms (P2.3)."""

    rotate: float = 40 * 60.0
    goodbye: float = 0.15  # for the service's last word when a view ends
    between: float = 2.0  # for the service's last word when another request follows
    answer: float = 0.5  # for the service's first word, before frames of a rotation are trusted to a request
    deaf: float = 30.0  # without any acknowledgment of what was sent, a request is given up
    first_pause: float = 0.25
    longest_pause: float = 5.0
    fresh: float = 60.0  # so long before its credentials end a request is followed by another
    told: float = 2.0  # how often a review says where it stands
