"""Which area an asking means, whether it lies here, and what is written down of it."""

from __future__ import annotations

from rtcc.aws import settings
from rtcc.foundation import shapes
from rtcc.foundation.errors import Field, Invalid
from rtcc.foundation.shapes import Circle, Polygon, Shape
from rtcc.incidents.model import Incident


def asked(incident: Incident, radius_m: int, area: Shape | None) -> Shape:
    """The area that was drawn, else the circle around the call.

    Raises Invalid for an area that lies elsewhere: latitude and longitude in each other's place, or none (abuse 97).
    """
    if area is None:
        return Circle(incident.at, radius_m)
    city = settings.city()
    if not city.bounds.holds(shapes.middle(area)):
        sentence = f"This area lies outside {city.name}."
        raise Invalid(sentence, slug="outside-city", fields=(Field("area", sentence),))
    return area


def facts(incident: Incident, area: Shape) -> dict[str, str | int | bool]:
    """The area for the custody line, whole: a free shape could be drawn around one home."""
    if isinstance(area, Circle) and area.center == incident.at and area.radius_m == int(area.radius_m):
        return {"radius_m": int(area.radius_m)}
    points = " ".join(f"{at.lat},{at.lon}" for at in area.corners)
    if isinstance(area, Polygon):
        return {"polygon": points}
    if isinstance(area, Circle):
        return {"circle": points, "radius_m": str(area.radius_m)}
    return {"corridor": points, "width_m": str(area.width_m)}
