"""The gate to the geocoder (Amazon Location, geo-places): from an address to a point."""

from __future__ import annotations

from dataclasses import dataclass

from rtcc.aws import settings
from rtcc.aws.clients import client
from rtcc.foundation.geo import Point

_HOUSES = {"PointAddress", "InterpolatedAddress", "SecondaryAddress"}


@dataclass(frozen=True, slots=True)
class Place:
    """What the geocoder found: the address as it spells it, and where that is."""

    label: str
    at: Point


def find(address: str) -> Place | None:
    """The best match for an address, searched near the middle of the city; None when nothing fits."""
    bounds = settings.city().bounds
    answer = client("geo-places").geocode(
        QueryText=address,
        BiasPosition=[(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2],
        Filter={"IncludeCountries": [settings.city().country]},
        MaxResults=1,
        IntendedUse="Storage",
    )
    for item in answer.get("ResultItems", []):
        if item.get("PlaceType") not in _HOUSES:
            continue  # a street or a town is not where somebody's camera is
        lon, lat = item["Position"]
        return Place(label=item.get("Title") or item["Address"]["Label"], at=Point(lat, lon))
    return None
