"""Who lives around a call in the drawn city: their homes, what they enter at sign-up, who of them may be asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from local import call
from local.city_plan import CityPlan
from local.play.world import World
from local.seed import CAMERAS

CALL_AT = "412 Alder St"  # where the story's first call is


def homes_near(world: World, address: str) -> list[str]:
    """The homes of the drawn city, nearest to an address first."""
    plan = CityPlan(tuple(world.city["city"]["bounds"]))
    at = call.call_at(world.city, address, priority=1, kind="robbery")
    by_distance = sorted(plan.gazetteer, key=lambda home: (home.lat - at["lat"]) ** 2 + (home.lon - at["lon"]) ** 2)
    return [home.line for home in by_distance]


def person(number: int, home: str) -> dict[str, Any]:
    """What somebody enters at sign-up, but for the consent."""
    return {
        "kind": "resident",
        "name": f"Resident {number}",
        "email": f"story-{number}@example.com",
        "phone": f"+131855501{80 + number}",
        "address": home,
        "cameras": [CAMERAS],
        "language": "en",
        "safe_word": "blue heron",
    }


def askable(world: World) -> list[str]:
    """Whom the center's own search would ask now, around the call of this story."""
    world.as_the_center()
    from rtcc.foundation.geo import Point
    from rtcc.foundation.shapes import Circle
    from rtcc.registry import service as registry

    at = call.call_at(world.city, CALL_AT, priority=1, kind="robbery")
    return [one.id for one in registry.askable_within(Circle(Point(at["lat"], at["lon"]), 400))]


def spell(at: datetime) -> str:
    """A time as the doors take it, to the second."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
