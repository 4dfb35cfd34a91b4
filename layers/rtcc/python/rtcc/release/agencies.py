"""The agencies that may receive evidence: a setting of the city, read at every step and not only at the first."""

from __future__ import annotations

import json

from rtcc.aws import settings
from rtcc.foundation.errors import Refused
from rtcc.release.model import Agency


def agencies() -> tuple[Agency, ...]:
    """All of them."""
    return tuple(Agency(str(one["ori"]), str(one["name"])) for one in json.loads(settings.need("AGENCIES")))


def agency(ori: str) -> Agency:
    """The agency with that identifier. Raises Refused for one that may not receive evidence, or no longer."""
    for one in agencies():
        if one.ori == ori:
            return one
    raise Refused("This agency is not among those that may receive evidence.", slug="unknown-agency")


def may_receive(ori: str) -> bool:
    """Whether the agency is still on the list: whoever is taken off it fetches nothing more (abuse 40)."""
    return any(one.ori == ori for one in agencies())
