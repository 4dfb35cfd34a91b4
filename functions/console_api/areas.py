"""Areas as they come and go: a circle, a polygon, or a corridor along a line."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rtcc.foundation import shapes
from rtcc.foundation.shapes import MOST_BENDS, MOST_VERTICES, Shape
from rtcc.http.forms import Body, Reply


class At(Body):
    """A place: degrees north and east."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class _Drawing(Body):
    """What draws a shape."""

    @model_validator(mode="after")
    def _is_one_area(self) -> Self:
        self.shape()
        return self

    def shape(self) -> Shape:
        """The shape. Raises ValueError for what is not one area."""
        return shapes.read(self.model_dump())


class CircleArea(_Drawing):
    """All places within a distance."""

    kind: Literal["circle"]
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    radius_m: Annotated[float, Field(ge=20, le=5_000)]


class PolygonArea(_Drawing):
    """All places within a closed line; its edges are great circles."""

    kind: Literal["polygon"]
    points: Annotated[list[At], Field(min_length=3, max_length=MOST_VERTICES + 1)]  # the first may be named again


class CorridorArea(_Drawing):
    """All places along a line: half the width to either side."""

    kind: Literal["corridor"]
    points: Annotated[list[At], Field(min_length=2, max_length=MOST_BENDS)]
    width_m: Annotated[float, Field(ge=10, le=1_000)]


Area = Annotated[CircleArea | PolygonArea | CorridorArea, Field(discriminator="kind")]


class Drawn(Reply):
    """One area, as it goes out."""

    area: Area


def drawing(shape: Shape) -> Area:
    """A shape as it goes out: just what came in."""
    return Drawn.model_validate({"area": shapes.spell(shape)}).area
