"""Lets the demo's establishment and its box in, as the administrator does; says the site's id."""

from __future__ import annotations

import json
import sys
from typing import Any

from rtcc.access import service as access
from rtcc.foundation.geo import Point
from rtcc.sites import service as sites
from rtcc.sites.service import Place


def main() -> None:
    """Enroll what stands on stdin: administrator, name, address, lat, lon, zone, thing, model and most_cameras."""
    told: dict[str, Any] = json.load(sys.stdin)
    place = Place(told["name"], told["address"], Point(told["lat"], told["lon"]), told["zone"])
    one = sites.enroll_box(
        access.recognize(f"staff:{told['administrator']}", how="cognito+totp"),
        place,
        thing=told["thing"],
        model=told["model"],
        most_cameras=told["most_cameras"],
    )
    print(one.id)


if __name__ == "__main__":
    main()
