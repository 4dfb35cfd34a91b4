"""Draws the plan of the city as one MapLibre style that fetches nothing: no tiles, no glyphs, no sprites.

Stands in for Amazon Location's maps. Its labels are drawn by the browser's own fonts.
"""

from __future__ import annotations

from typing import Any

from local.city_drawing import layers
from local.city_plan import CityPlan


def style(plan: CityPlan) -> dict[str, Any]:
    """The whole style, with its data inside."""
    return {
        "version": 8,
        "name": "Rivermark",
        "sources": {name: {"type": "geojson", "data": data} for name, data in layers(plan).items()},
        "layers": [
            {"id": "ground", "type": "background", "paint": {"background-color": "#e4e8de"}},
            _fill("land", "#f4f1ea"),
            _fill("parks", "#cfe3c0"),
            _fill("water", "#a9cfe4"),
            _fill("buildings", "#e2dbd0", minzoom=14.2) | {"paint": _building_paint()},
            _line("casing", "#d8d0c4", 1.6),
            _line("streets", "#ffffff", 0),
            _label("street-names", "streets", {"symbol-placement": "line", "symbol-spacing": 320}, "#6b6459", 13),
            _label("park-names", "parks", {}, "#4d7040", 13),
            _label("river-name", "water", {"text-letter-spacing": 0.2}, "#33708f", 11),
        ],
    }


def _fill(source: str, color: str, *, minzoom: float = 0) -> dict[str, Any]:
    return {"id": source, "type": "fill", "source": source, "minzoom": minzoom, "paint": {"fill-color": color}}


def _building_paint() -> dict[str, Any]:
    return {"fill-color": "#e2dbd0", "fill-outline-color": "#cfc6b8"}


def _line(name: str, color: str, wider: float) -> dict[str, Any]:
    main = ["==", ["get", "main"], True]
    at = [12, ["case", main, 1.6 + wider, 0.8 + wider], 15, ["case", main, 7 + wider, 4 + wider]]
    far = [18, ["case", main, 30 + 2 * wider, 20 + 2 * wider]]
    return {
        "id": name,
        "type": "line",
        "source": "streets",
        "layout": {"line-cap": "round", "line-join": "round"},
        "paint": {"line-color": color, "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], *at, *far]},
    }


def _label(name: str, source: str, layout: dict[str, Any], color: str, minzoom: float) -> dict[str, Any]:
    size = ["interpolate", ["linear"], ["zoom"], 13, 10, 17, 14]
    return {
        "id": name,
        "type": "symbol",
        "source": source,
        "minzoom": minzoom,
        "layout": {"text-field": ["get", "name"], "text-size": size, **layout},
        "paint": {"text-color": color, "text-halo-color": "#ffffff", "text-halo-width": 1.4},
    }
