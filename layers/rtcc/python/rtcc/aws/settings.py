"""What a function was told by its environment, read late: importing a module needs no environment."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache

from rtcc.foundation.geo import Bounds

MOST_LOCK_DAYS = 30


@dataclass(frozen=True, slots=True)
class City:
    """The city that this installation serves."""

    name: str
    state: str
    agency: str
    ori: str
    phone: str
    zone: str
    country: str
    bounds: Bounds


def need(name: str) -> str:
    """The value of an environment variable. Raises KeyError with its name when the deployment forgot it."""
    return os.environ[name]


def perhaps(name: str) -> str:
    """The value of an environment variable that a deployment may leave out; then empty."""
    return os.environ.get(name, "")


def number(name: str, default: int) -> int:
    """A whole number that a city may set, with the default that holds otherwise."""
    return int(os.environ.get(name, default))


def lock_days(name: str, default: int) -> int:
    """How long a first lock lasts: never more than 30 days, for COMPLIANCE cannot be undone by anybody."""
    return min(number(name, default), MOST_LOCK_DAYS)


def site() -> str:
    """The one origin of all pages, without a slash at its end; links are built from this alone (abuse 9)."""
    return need("SITE_ORIGIN").rstrip("/")


def city() -> City:
    """The city's name, agency, telephone and bounds."""
    return _city(need("CITY"))


@lru_cache(maxsize=4)
def _city(text: str) -> City:
    told = json.loads(text)
    south, west, north, east = told["bounds"]
    words = {key: str(told[key]) for key in ("name", "state", "agency", "ori", "phone", "zone", "country")}
    return City(**words, bounds=Bounds(south, west, north, east))


class Late:
    """A class attribute whose value is an environment variable, read each time it is looked at."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, _instance: object, _owner: type) -> str:
        return need(self.name)
