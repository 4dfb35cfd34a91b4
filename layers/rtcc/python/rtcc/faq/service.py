"""The answers as they hold today: words from the file beside this one, figures from the city's settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from rtcc.aws import settings
from rtcc.faq.model import Entry, Faq

_WORDS = Path(__file__).with_name("entries.json")
# The boxes that are sold unless a city says otherwise (P1.2): cameras at most, dollars once.
_CATALOG = '[{"cameras": 4, "dollars": 200}, {"cameras": 16, "dollars": 600}]'
_BOX = {"en": "${dollars} for up to {cameras} cameras", "es": "${dollars} para hasta {cameras} cámaras"}
_OR = {"en": " or ", "es": " o "}


def read(**figures: str) -> Faq:
    """Today's questions and answers. `figures` are those that the caller's own room knows (the most files, say)."""
    told = _told()
    said = _figures() | figures
    entries = tuple(
        Entry(one["id"], one["topic"], _filled(one["question"], said), _filled(one["answer"], said))
        for one in told["entries"]
        if said.get(one.get("needs", "phone"))
    )
    return Faq(told["version"], told["dated"], entries, tuple(told["unreviewed"]))


def version() -> str:
    """The version of today's words."""
    return str(_told()["version"])


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_WORDS.read_text(encoding="utf-8"))
    return found


def _filled(by_language: Mapping[str, str], figures: Mapping[str, str]) -> dict[str, str]:
    return {
        language: text.format(**figures, boxes=_boxes(language)) if "{" in text else text
        for language, text in by_language.items()
    }


def _figures() -> dict[str, str]:
    city = settings.city()
    return {
        "city": city.name,
        "agency": city.agency,
        "phone": city.phone,
        "site": settings.site(),
        "lock_days": str(settings.lock_days("LOCK_DAYS", 14)),
        "link_days": str(settings.number("LINK_DAYS", 10)),
    }


def _boxes(language: str) -> str:
    catalog = json.loads(settings.perhaps("BOX_CATALOG") or _CATALOG)
    return _OR[language].join(_BOX[language].format(**{k: f"{v:,}" for k, v in box.items()}) for box in catalog)
