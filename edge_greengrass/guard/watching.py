"""Makes views real: starts and stops the relay, ends what no longer holds at once, and tells the center."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from edge_greengrass.guard.clock import BoxClock
from edge_greengrass.guard.events import Events, words
from edge_greengrass.guard.grants_log import GrantsLog
from edge_greengrass.guard.reviewing import Reviewing
from edge_greengrass.guard.states import time
from edge_greengrass.guard.views import View, Views
from edge_greengrass.guard.visits import Visit, Visits
from edge_greengrass.kit.line import Line, LineDown
from rtcc.commands.model import Kind, Unacceptable
from rtcc.foundation import clock

RELAY = "rtcc/local/relay"
PARTING = 1.0  # seconds that an ended view waits for the relay's last count of frames


@dataclass(slots=True)
class Parting:
    """Views of one camera that have ended, while the relay still counts its last frames."""

    since: datetime
    views: list[tuple[View, str]] = field(default_factory=list)  # with the why


class Watching:
    """Every view of this box, from the center's wish to its end."""

    def __init__(
        self,
        line: Line,
        grants: GrantsLog,
        events: Events,
        time: BoxClock,
        visits: Visits,
        reviewing: Reviewing,
        *,
        zone: ZoneInfo,
    ) -> None:
        self._line, self._grants, self._events, self._time, self._zone = line, grants, events, time, zone
        self._visits, self._reviewing = visits, reviewing
        self.views = Views()
        self._parting: dict[str, Parting] = {}  # by camera
        self._streams: dict[str, str] = {}  # by camera: where its live pictures went last
        self._unstopped: set[str] = set()  # cameras whose relay has not taken our stop

    async def begin(self, body: Mapping[str, Any], *, stream: str) -> None:
        """Obey `view.start`. Raises Unacceptable with the why; `stream` is the only one this camera may feed."""
        wish = View.read(body)
        if wish.stream != stream:
            raise Unacceptable("a foreign stream")
        grant = self._grants.grant(wish.camera)
        view = self.views.open(wish, grant, at=self._time.now(), minute=self._time.minute(self._zone))
        try:
            await self._run(view)
        except LineDown:
            self.views.close(view.id)
            raise Unacceptable("the box cannot reach its relay") from None
        self._visits.begin(Visit.of_view(view))
        if view.is_started:
            self._tell_started(view)

    async def renew(self, body: Mapping[str, Any]) -> None:
        """Obey `view.renew`. Raises Unacceptable."""
        view = self.views.renew(str(body["view"]), clock.read(body["lease_until"]), at=self._time.now())
        try:
            await self._run(view)
        except LineDown:
            raise Unacceptable("the box cannot reach its relay") from None

    async def stop(self, body: Mapping[str, Any]) -> None:
        """Obey `view.stop`. Raises Unacceptable."""
        wanted = [view for view in self.views.all() if view.id == body["view"]]
        if not wanted:
            raise Unacceptable("no such view")
        await self._end([(view, words(body.get("why") or "stopped")) for view in wanted])

    async def recheck(self, camera: str, why: str) -> None:
        """End the views of a camera that its grant does not allow: at once, whatever they were promised (P2.3)."""
        grant, now = self._grants.grant(camera), self._time.now()
        unwelcome = self.views.unwelcome(camera, grant, at=now, minute=self._time.minute(self._zone))
        await self._end([(view, why) for view in unwelcome])

    async def tick(self) -> None:
        """What time brings: leases run out, hours end. Meant to be called about twice a second."""
        now = self._time.now()
        await self._end(self.views.over(now))
        for camera in {view.camera for view in self.views.all()}:
            await self.recheck(camera, "hours")
        for camera in [one for one, part in self._parting.items() if (now - part.since).total_seconds() >= PARTING]:
            self._part(camera, {})
        await self._stop_relay([])

    async def end_all(self, cameras: list[str], why: str) -> None:
        """Nobody watches this box any more, whatever the relay may still believe."""
        await self._end([(view, why) for view in self.views.all()])
        await self._stop_relay(cameras)

    def part_all(self) -> None:
        """Tell of every ended view now, whatever the relay may still count."""
        for camera in list(self._parting):
            self._part(camera, {})

    def hear_relay(self, facts: Mapping[str, Any]) -> None:
        """The relay says that frames flow, or that they ended."""
        camera, state = str(facts.get("camera")), facts.get("state")
        if state == "started":
            for view in self.views.start(camera):
                self._tell_started(view)
        elif state == "ended":
            if camera not in self._parting:
                why = words(facts.get("why") or "camera")
                self._leave([(view, why) for view in self.views.of(camera)])
                self._unstopped.add(camera)  # a renewal may have crossed this word and begun it anew
            self._part(camera, facts)

    async def _end(self, ending: list[tuple[View, str]]) -> None:
        self._leave(ending)
        unwatched = {view.camera for view, _ in ending if not self.views.of(view.camera)}
        await self._stop_relay(sorted(unwatched))
        for camera in {view.camera for view, _ in ending} - unwatched:
            self._part(camera, {})

    def _leave(self, ending: list[tuple[View, str]]) -> None:
        for view, why in ending:
            if self.views.close(view.id) is not None:
                self._parting.setdefault(view.camera, Parting(self._time.now())).views.append((view, why))
                self._visits.end(view.id, at=self._time.now(), why=why)

    def _part(self, camera: str, counted: Mapping[str, Any]) -> None:
        parting = self._parting.pop(camera, None)
        for view, why in parting.views if parting else ():
            at = clock.spell(parting.since if parting else self._time.now())
            facts: dict[str, Any] = {"view": view.id, "camera": camera, "state": "ended", "at": at, "why": why}
            if type(counted.get("frames")) is int:
                facts["frames"] = counted["frames"]
            if last := time(counted.get("last_frame_at")):
                facts["last_frame_at"] = last
            self._events.tell(Kind.VIEW, facts)

    def _tell_started(self, view: View) -> None:
        facts = {"view": view.id, "camera": view.camera, "state": "started", "at": clock.spell(self._time.now())}
        self._events.tell(Kind.VIEW, facts)

    async def _run(self, view: View) -> None:
        """Say `start` each time: for a relay that runs it is a renewal, and one that crashed begins again."""
        until = self._time.on_the_wall(self.views.until(view.camera) or view.until)
        self._unstopped.discard(view.camera)
        self._streams[view.camera] = view.stream
        facts = {"do": "start", "camera": view.camera, "stream": view.stream, "until": clock.spell(until)}
        await self._line.publish(RELAY, facts)

    async def _stop_relay(self, cameras: list[str]) -> None:
        self._unstopped |= set(cameras)
        for camera in list(self._unstopped):
            facts = {"do": "stop", "camera": camera}
            if self._reviewing.of(camera):  # its reviews go on: without a stream the word would be for them too
                facts["stream"] = self._streams.get(camera, "")
            try:
                await self._line.publish(RELAY, facts)
            except LineDown:
                return  # the relay ends by itself at its `until`, and the next tick tries again
            self._unstopped.discard(camera)
