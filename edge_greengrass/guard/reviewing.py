"""Makes reviews real: each has its own stream, each seek is judged anew, what no longer holds ends at once (P9.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from edge_greengrass.guard.clock import BoxClock
from edge_greengrass.guard.events import Events, words
from edge_greengrass.guard.grants_log import GrantsLog
from edge_greengrass.guard.reviews import Review
from edge_greengrass.guard.states import time
from edge_greengrass.guard.visits import Visit, Visits
from edge_greengrass.kit.line import Line, LineDown
from rtcc.commands.model import OPEN_ALREADY, Kind, Unacceptable
from rtcc.foundation import clock

RELAY = "rtcc/local/relay"
MOST_OPEN = 16  # on one box
PARTING = 1.0  # seconds that an ended review waits for the relay's last count of frames


class Reviewing:
    """Every review of this box, from the center's wish to its end."""

    def __init__(self, line: Line, grants: GrantsLog, events: Events, time: BoxClock, visits: Visits) -> None:
        self._line, self._grants, self._events, self._time, self._visits = line, grants, events, time, visits
        self._open: dict[str, Review] = {}
        self._parting: dict[str, tuple[Review, str, datetime]] = {}
        self._unstopped: dict[str, Review] = {}  # whose relay has not taken our stop
        self._moved: set[str] = set()  # reviews whose place the center does not know yet

    def all(self) -> list[Review]:
        """Every open review, oldest first."""
        return list(self._open.values())

    def of(self, camera: str) -> list[Review]:
        """Who plays one camera."""
        return [one for one in self._open.values() if one.camera == camera]

    def has(self, view: object) -> bool:
        """Whether this is an open review."""
        return view in self._open

    async def begin(self, body: Mapping[str, Any], *, stream: str) -> None:
        """Obey `review.start`. Raises Unacceptable with the why; `stream` is the only one that it may feed."""
        now = self._time.now()
        one = Review.read(body, at=now)
        if one.stream != stream:
            raise Unacceptable("a foreign stream")
        if one.id in self._open:
            raise Unacceptable(OPEN_ALREADY)
        if len(self._open) >= MOST_OPEN:
            raise Unacceptable("too many views")
        if one.until <= now:
            raise Unacceptable("it is over before it begins")
        self._judge(one)
        await self._run(one)
        self._open[one.id] = one
        self._visits.begin(Visit.of_review(one))

    async def turn(self, body: Mapping[str, Any]) -> None:
        """Obey `review.turn`: judged anew. Raises Unacceptable; then it plays on as it did."""
        one = self._open.get(str(body["view"]))
        if one is None:
            raise Unacceptable("no such view")
        turned = one.turned(body, at=self._time.now())
        self._judge(turned)
        facts = {"do": "turn", "stream": one.stream, "speed": turned.speed}
        if body.get("from") is not None:
            facts["from"] = clock.spell(turned.start)
        if type(body.get("is_paused")) is bool:
            facts["is_paused"] = body["is_paused"]
        await self._say(facts)
        self._open[one.id] = turned
        self._visits.show(one.id, turned.start)

    async def renew(self, body: Mapping[str, Any]) -> None:
        """Obey `view.renew` of a review. Raises Unacceptable."""
        before = self._open[str(body["view"])]
        self._open[before.id] = before.renewed(clock.read(body["lease_until"]), at=self._time.now())
        await self._run(self._open[before.id])

    async def stop(self, body: Mapping[str, Any]) -> None:
        """Obey `view.stop` of a review."""
        await self._end([(self._open[str(body["view"])], words(body.get("why") or "stopped"))])

    async def recheck(self, camera: str, why: str) -> None:
        """End the reviews of a camera that its grant does not allow: at once (P2.3)."""
        await self._end([(one, why) for one in self.of(camera) if self._why_not(one)])

    async def tick(self) -> None:
        """What time brings; and where each review is goes to the center."""
        now = self._time.now()
        await self._end([(one, why) for one in self.all() if (why := one.why_over(now))])
        for camera in {one.camera for one in self.all()}:
            await self.recheck(camera, "hours")
        for view in [id_ for id_, (_, _, since) in self._parting.items() if (now - since).total_seconds() >= PARTING]:
            self._part(view, {})
        await self._stop([])
        for one in [self._open[view] for view in self._moved if view in self._open]:
            await self._events.tell_now(Kind.VIEW, self._facts(one, "at", one.at))
        self._moved.clear()

    async def end_all(self, why: str) -> None:
        """Nobody plays anything any more."""
        await self._end([(one, why) for one in self.all()])

    def part_all(self) -> None:
        """Tell of every ended review now, whatever the relay may still count."""
        for view in list(self._parting):
            self._part(view, {})

    def hear_relay(self, facts: Mapping[str, Any]) -> None:
        """The relay says that a review plays, where it is, or that it ended."""
        view, state = str(facts.get("view")), facts.get("state")
        one = self._open.get(view)
        if one and state in ("started", "at") and not one.is_started:
            self._open[view] = one = replace(one, is_started=True)
            self._events.tell(Kind.VIEW, self._facts(one, "started", self._time.now()))
        if one and state == "at" and (said := time(facts.get("at"))):
            self._open[view] = replace(one, at=clock.read(said))
            self._moved.add(view)
            self._visits.show(view, self._open[view].at)
        elif state == "ended":
            if one:
                self._leave([(one, words(facts.get("why") or "camera"))])
            self._part(view, facts)

    def _why_not(self, one: Review) -> str:
        grant, since = self._grants.grant(one.camera), self._since(one)
        return one.why_not(grant, since, at=self._time.now())

    def _since(self, one: Review) -> datetime | None:
        since, starts_at = self._grants.recall_since(one.camera), self._grants.grant(one.camera).starts_at
        return since if since is None or starts_at is None else max(since, starts_at)

    def _judge(self, one: Review) -> None:
        if why := self._why_not(one):
            raise Unacceptable(why)

    async def _run(self, one: Review) -> None:
        """Say `review` each time: for one that plays it is a renewal, and one that crashed begins where it was."""
        since = self._since(one)
        if since is None:
            raise Unacceptable("no such camera")
        self._unstopped.pop(one.id, None)
        await self._say(
            {
                "do": "review",
                "camera": one.camera,
                "stream": one.stream,
                "view": one.id,
                "until": clock.spell(self._time.on_the_wall(one.until)),
                "from": clock.spell(one.at),
                "not_before": clock.spell(since),
                "speed": one.speed,
            }
        )

    async def _say(self, facts: Mapping[str, Any]) -> None:
        try:
            await self._line.publish(RELAY, facts)
        except LineDown:
            raise Unacceptable("the box cannot reach its relay") from None

    async def _end(self, ending: Iterable[tuple[Review, str]]) -> None:
        ending = list(ending)
        self._leave(ending)
        await self._stop([one for one, _ in ending])

    def _leave(self, ending: Iterable[tuple[Review, str]]) -> None:
        for one, why in ending:
            if self._open.pop(one.id, None):
                self._parting[one.id] = (one, why, self._time.now())
                self._visits.end(one.id, at=self._time.now(), why=why)

    async def _stop(self, reviews: list[Review]) -> None:
        self._unstopped |= {one.id: one for one in reviews}
        for one in list(self._unstopped.values()):
            try:
                await self._line.publish(RELAY, {"do": "stop", "camera": one.camera, "stream": one.stream})
            except LineDown:
                return  # the relay ends by itself at its `until`, and the next tick tries again
            del self._unstopped[one.id]

    def _part(self, view: str, counted: Mapping[str, Any]) -> None:
        if view not in self._parting:
            return
        one, why, since = self._parting.pop(view)
        facts = self._facts(one, "ended", since) | {"why": why}
        if type(counted.get("frames")) is int:
            facts["frames"] = counted["frames"]
        if last := time(counted.get("last_frame_at")):
            facts["last_frame_at"] = last
        self._events.tell(Kind.VIEW, facts)

    @staticmethod
    def _facts(one: Review, state: str, at: datetime) -> dict[str, Any]:
        return {"view": one.id, "camera": one.camera, "state": state, "at": clock.spell(at)}
