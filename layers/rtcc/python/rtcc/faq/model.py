"""Questions and answers, in every language of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and its answer, by language."""

    id: str
    topic: str  # sight, requests, footage, privacy, money
    question: Mapping[str, str]
    answer: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Faq:
    """All of them. `version` and `dated` change with the words; `unreviewed` are languages that nobody certified."""

    version: str
    dated: str
    entries: tuple[Entry, ...]
    unreviewed: tuple[str, ...]
