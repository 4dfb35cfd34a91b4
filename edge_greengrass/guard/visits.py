"""Who looked, and when: the box's own log of views and reviews, for its owner, on its own disk (P2.4)."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from edge_greengrass.guard import disk
from edge_greengrass.guard.reviews import Review
from edge_greengrass.guard.views import View
from rtcc.foundation import clock

MOST = 1_000  # visits that are kept
LONGEST_DELAY = timedelta(hours=24)
FROM_PRIORITY = 1  # the only calls of which a supervisor may delay the notice

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visit:
    """One view or review, as the owner reads of it. Times are spelled; an empty one is not known yet."""

    view: str
    kind: str  # live, review
    camera: str
    badge: str
    incident: str
    since: str
    purpose: str = ""
    shown_from: str = ""  # of a review: the earliest and the latest moment of the recording that it came to
    shown_to: str = ""
    until: str = ""
    why: str = ""
    notice_at: str = ""  # a supervisor delayed the notice until then

    @classmethod
    def of_view(cls, view: View) -> Visit:
        """Of a live view that begins."""
        return cls(
            view.id,
            "live",
            view.camera,
            view.badge,
            view.incident,
            clock.spell(view.opened_at),
            purpose=view.purpose.value,
            notice_at=_delayed(view.notice_at, view.priority, view.opened_at),
        )

    @classmethod
    def of_review(cls, one: Review) -> Visit:
        """Of a review that begins."""
        start = clock.spell(one.start)
        return cls(
            one.id,
            "review",
            one.camera,
            one.badge,
            one.incident,
            clock.spell(one.opened_at),
            shown_from=start,
            shown_to=start,
            notice_at=_delayed(one.notice_at, one.priority, one.opened_at),
        )

    def is_secret(self, now: datetime) -> bool:
        """Whether a supervisor delayed the notice, and its time has not come."""
        return bool(self.notice_at) and clock.spell(now) < self.notice_at


class Visits:
    """The newest thousand, on disk: a line when one begins, one when it ends. A full disk costs lines, no view."""

    def __init__(self, path: Path) -> None:
        self._path, self._lines = path, 0
        self._all: dict[str, Visit] = {}
        for facts in _read(path):
            self._put(Visit(**facts))

    def shown(self, now: datetime) -> list[Visit]:
        """What the owner may read of now, newest first."""
        return [visit for visit in reversed(self._all.values()) if not visit.is_secret(now)]

    def secret(self, now: datetime) -> set[str]:
        """The views whose notice is delayed: the owner reads how many, and of which camera only later."""
        return {visit.view for visit in self._all.values() if visit.is_secret(now)}

    def begin(self, visit: Visit) -> None:
        """Somebody looks."""
        self._keep(visit)

    def show(self, view: str, at: datetime) -> None:
        """A review came to that moment of the recording. It is on disk when the review ends."""
        if visit := self._all.get(view):
            said = clock.spell(at)
            self._all[view] = replace(
                visit, shown_from=min(visit.shown_from or said, said), shown_to=max(visit.shown_to, said)
            )

    def end(self, view: str, *, at: datetime, why: str) -> None:
        """They look no more."""
        if visit := self._all.get(view):
            self._keep(replace(visit, until=clock.spell(at), why=why))

    def end_open(self, *, at: datetime, why: str) -> None:
        """Nobody looks any more: after a start, what was open has ended at some time that nobody saw."""
        for visit in list(self._all.values()):
            if not visit.until:
                self.end(visit.view, at=at, why=why)

    def tell(self, view: str) -> bool:
        """The owner may read of it from now on. False for a view that the box does not know."""
        visit = self._all.get(view)
        if visit is not None and visit.notice_at:
            self._keep(replace(visit, notice_at=""))
        return visit is not None

    def _keep(self, visit: Visit) -> None:
        self._put(visit)
        try:
            if self._lines > 2 * MOST:
                disk.write_whole(self._path, b"".join(_spell(one) for one in self._all.values()))
                self._lines = len(self._all)
            else:
                disk.append_line(self._path, _spell(visit))
        except OSError:
            log.warning("the disk does not take who looked")

    def _put(self, visit: Visit) -> None:
        self._lines += 1
        self._all[visit.view] = visit
        while len(self._all) > MOST:
            del self._all[next(iter(self._all))]


def _delayed(notice_at: datetime | None, priority: int, opened_at: datetime) -> str:
    if notice_at is None or priority != FROM_PRIORITY:
        return ""
    return clock.spell(min(notice_at, opened_at + LONGEST_DELAY))


def _spell(visit: Visit) -> bytes:
    return json.dumps({name: value for name, value in asdict(visit).items() if value}).encode() + b"\n"


def _read(path: Path) -> list[dict[str, Any]]:
    found = []
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            facts = json.loads(line)
            Visit(**facts)
        except (ValueError, TypeError, RecursionError):  # a torn line: of a view that the center knows all the same
            continue
        if all(isinstance(value, str) for value in facts.values()):
            found.append(facts)
    return found
