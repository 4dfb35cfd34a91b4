"""Finds addresses of the drawn city for an unmodified boto3 `geo-places` client.

Stands in for Amazon Location's Geocode. It does not verify signatures, correct spelling, complete addresses, or know
any place but the drawn city and three towns around it.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from local.city_plan import CityPlan
from local.listener import Answering, Listener, listen

# Towns outside the city's bounds, so that a page can be told "that is not in our city".
OUTSIDE = {"pine hollow": (32.7021, -93.9112), "eastport": (32.4410, -93.4875), "cane ferry": (32.2206, -93.7034)}
_ENDINGS = {"street": "St", "str": "St", "st": "St", "avenue": "Ave", "ave": "Ave", "av": "Ave"}
_LINE = re.compile(r"^\s*(\d{1,5})\s+(.+?)\s+(\w+)\.?\s*$")


def place_of(plan: CityPlan, city: dict[str, Any], query: str) -> dict[str, Any] | None:
    """The one result for a query, in the shape of the Geocode operation; None when nothing fits."""
    first, *rest = [part.strip() for part in query.split(",")]
    line = _LINE.match(first)
    if line is None:
        return None
    number, name, ending = int(line[1]), line[2].title(), _ENDINGS.get(line[3].lower())
    if ending is None:
        return None
    street = f"{name} {ending}"
    for town in (part.lower() for part in rest):
        if town in OUTSIDE:
            return _result(number, street, town.title(), city, OUTSIDE[town])
    found = plan.find(number, street if ending == "St" else street.lower().replace(" ave", " Ave"))
    return None if found is None else _result(found.number, found.street, city["name"], city, (found.lat, found.lon))


def _result(number: int, street: str, town: str, city: dict[str, Any], at: tuple[float, float]) -> dict[str, Any]:
    label = f"{number} {street}, {town}"
    return {
        "PlaceId": hashlib.sha256(label.encode()).hexdigest()[:32],
        "PlaceType": "PointAddress",
        "Title": label,
        "Address": {
            "Label": label,
            "Country": {"Code2": city["country"], "Name": "United States"},
            "Locality": town,
            "Street": street,
            "AddressNumber": str(number),
        },
        "Position": [at[1], at[0]],
        "MatchScores": {"Overall": 1.0},
    }


def start(plan: CityPlan, city: dict[str, Any]) -> Listener:
    """Listen for Geocode."""

    class Handler(Answering):
        def do_POST(self) -> None:
            """Answer POST /v2/geocode; anything else is not served here."""
            asked = self.body()
            if self.path.split("?")[0] != "/v2/geocode":
                return self.answer_json(404, {"message": "This stand-in serves Geocode only."})
            query = json.loads(asked or b"{}").get("QueryText")
            if not isinstance(query, str) or not 1 <= len(query) <= 200:
                return self.answer_json(
                    400, {"message": "QueryText is 1 to 200 characters."}, **{"x-amzn-ErrorType": "ValidationException"}
                )
            found = place_of(plan, city, query)
            bucket = {"x-amz-geo-pricing-bucket": "Stored"}
            return self.answer_json(200, {"ResultItems": [found] if found else []}, **bucket)

    return listen(Handler)
