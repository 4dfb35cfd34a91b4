"""The agencies that may receive evidence: a setting of the city, read at every step and not only at the first."""

from __future__ import annotations

import json
from collections.abc import Mapping

from rtcc.aws import settings
from rtcc.foundation.errors import Refused
from rtcc.release.parties import Agency, Audience


def agencies() -> tuple[Agency, ...]:
    """All of them."""
    return tuple(_agency(one) for one in json.loads(settings.need("AGENCIES")))


def agency(ori: str) -> Agency:
    """The agency with that identifier. Raises Refused for one that may not receive evidence, or no longer."""
    for one in agencies():
        if one.ori == ori:
            return one
    raise Refused("This agency is not among those that may receive evidence.", slug="unknown-agency")


def may_receive(ori: str) -> bool:
    """Whether the agency is still on the list: whoever is taken off it fetches nothing more (abuse 40)."""
    return any(one.ori == ori for one in agencies())


def _agency(told: Mapping[str, object]) -> Agency:
    """One entry of the setting; who says no kind is an agency."""
    return Agency(str(told["ori"]), str(told["name"]), Audience(str(told.get("kind") or Audience.AGENCY)))
