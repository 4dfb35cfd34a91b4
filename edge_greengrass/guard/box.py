"""Puts the guard together from its settings, and keeps it going."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from edge_greengrass.guard.addresses import Rules
from edge_greengrass.guard.allowing import Allowing
from edge_greengrass.guard.cameras import Cameras
from edge_greengrass.guard.center import Center
from edge_greengrass.guard.clock import BoxClock
from edge_greengrass.guard.commands import Commands
from edge_greengrass.guard.discovery import Discovery
from edge_greengrass.guard.echo import EVERY, Echo, GoneDeaf
from edge_greengrass.guard.events import Events
from edge_greengrass.guard.grants_log import GrantsLog
from edge_greengrass.guard.handing import Handing
from edge_greengrass.guard.lease import Lease
from edge_greengrass.guard.leaving import Leaving
from edge_greengrass.guard.looking import Looking
from edge_greengrass.guard.owner import Owner
from edge_greengrass.guard.page import Page
from edge_greengrass.guard.pins import Pins
from edge_greengrass.guard.refreshing import Refreshing
from edge_greengrass.guard.reviewing import Reviewing
from edge_greengrass.guard.server import Server
from edge_greengrass.guard.spool import Spool
from edge_greengrass.guard.states import States
from edge_greengrass.guard.visits import Visits
from edge_greengrass.guard.watching import Watching
from edge_greengrass.kit import trusted
from edge_greengrass.kit.line import Line
from edge_greengrass.kit.settings import Settings
from rtcc.commands.model import Kind, command_topic
from rtcc.foundation import clock

TICK = 0.5  # seconds
KEEP_TIME = 60.0  # seconds: how often the other components are told at least how wrong the box's clock is
LAST_WORDS = 2.0  # seconds that an ending guard takes to say that its views ended

log = logging.getLogger(__name__)


class Box:
    """Everything that the guard consists of, and nothing that decides."""

    def __init__(
        self,
        line: Line,
        settings: Settings,
        *,
        ticks: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = clock.now,
    ) -> None:
        home, thing = settings.home, settings.thing
        home.mkdir(parents=True, exist_ok=True)
        self.line, self.settings, self.thing = line, settings, thing
        rules = Rules.read(settings.text("camera_subnet"), settings.text("camera_ports", "554"))
        commands = Commands(home / "window.json", thing=thing, key=settings.text("command_key"))
        self.time = BoxClock(commands.last_signed, wall=wall, ticks=ticks)
        self.cameras = Cameras(home / "cameras.json", rules, most=settings.number("most_cameras", 4))
        self.grants = GrantsLog(home / "grants.log")
        self.events = Events(line, Spool(home / "spool.jsonl"), thing=thing)
        self.states = States(ticks)
        zone = ZoneInfo(settings.text("zone", "UTC"))
        self.visits = Visits(home / "visits.jsonl")
        reviewing = Reviewing(line, self.grants, self.events, self.time, self.visits)
        watching = Watching(line, self.grants, self.events, self.time, self.visits, reviewing, zone=zone)
        self.looking = Looking(watching, reviewing)
        self.refreshing = Refreshing(home / "refreshed.json", self.time)
        self.leaving = Leaving(home / "leaving.json", home / "ring")
        self.allowing = Allowing(
            line, self.cameras, self.grants, self.looking, self.events, self.time, self.refreshing, self.leaving
        )
        self.lease = Lease(self.cameras, self.grants, self.states, self.refreshing, self.time, ticks=ticks)
        handing = Handing(line, home / "handed.json", ticks=ticks)
        self.center = Center(
            commands,
            self.grants,
            handing,
            self.looking,
            self.allowing,
            self.events,
            self.time,
            self.refreshing,
            self.lease,
            self.visits,
            thing=thing,
        )
        self.echo = Echo(line, home / "exits.json", thing=thing)
        owner = Owner(
            self.cameras,
            self.grants,
            self.allowing,
            self.states,
            watching.views,
            self.events,
            self.time,
            self.refreshing,
            reviewing,
            self.visits,
            Discovery(rules, ports=settings.text("onvif_ports", "80,8080,8000,2020,8899")),
            rings=home / "ring",
        )
        self.page = Page(owner, Pins(settings.text("pin", ""), ticks))
        self.server = Server(self.page.answer)
        self._sent: asyncio.Queue[bytes] = asyncio.Queue()

    async def open(self) -> int:
        """Come to life: nobody watches, the page is up, the center knows what is in force. Returns the page's port."""
        port = await self.server.open(
            self.settings.text("page_host", "127.0.0.1"), self.settings.number("page_port", 8443)
        )
        await self.line.hear("rtcc/local/recorder/evt", self.states.hear)
        await self.line.hear("rtcc/local/relay/evt", self.looking.hear_relay)
        await self.line.hear("rtcc/local/cut/evt", self.center.hear_cutter)
        await self.looking.end_all([camera.id for camera in self.cameras.all()], "box")
        await self.line.hear_center(command_topic(self.thing), self._sent.put_nowait)
        await self.echo.listen()
        self.visits.end_open(at=self.time.now(), why="box")
        self.allowing.tell_all()
        return port

    async def run(self, ended: asyncio.Event) -> None:
        """Go on until `ended` is set. Raises GoneDeaf (in a group) when only a new process may help."""
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(work)
                for work in (
                    self.line.keep(),
                    self.events.pump(),
                    self._obey(),
                    _every(TICK, self.tick),
                    _every(self.settings.number("lease_seconds", 4), self._tell_lease),
                    _every(EVERY, self.echo.beat),
                    _every(KEEP_TIME, self.keep_time),
                )
            ]
            await ended.wait()
            for task in tasks:
                task.cancel()

    async def tick(self) -> None:
        """What time brings: views that are over, and grants that nobody refreshed for a day (P4.3)."""
        if why := self.refreshing.why:
            await self.looking.end_all([], why)
        await self.looking.tick()
        await self.center.hand_again()

    async def keep_time(self) -> None:
        """Tell the other components how this clock stands, and let lapse what nobody refreshed for a week (P4.3)."""
        self._tell_time()
        if self.events.take_loss():
            self.allowing.tell_all()
        await asyncio.to_thread(self.leaving.forget, is_recorded=lambda one: bool(self.states.said(one)))
        if self.refreshing.is_overdue:
            await self.allowing.void(at=self.time.now())

    async def close(self) -> None:
        """End every view and say so, if the line still carries it; Lite runs no shutdown step, so this is it."""
        await self.server.close()
        await self.looking.end_all([camera.id for camera in self.cameras.all()], "box")
        await asyncio.sleep(0)
        self.looking.part_all()
        try:
            async with asyncio.timeout(LAST_WORDS):
                await self.events.flush()
        except TimeoutError:
            log.warning("the line did not take the last words; they wait on disk")
        await self.line.close()

    async def _obey(self) -> None:
        while True:
            sent = await self._sent.get()
            try:
                await self.center.obey(sent)
            except Exception:
                log.exception("a command failed")
            self._tell_time()

    def _tell_time(self) -> None:
        offset = self.time.offset()
        if offset is None:
            return
        try:
            trusted.tell(
                self.settings.home, box_ahead_ms=offset.ahead_ms, within_ms=offset.within_ms, at_ticks=offset.ticks
            )
        except OSError:
            log.warning("the disk does not take what the time is")

    async def _tell_lease(self) -> None:
        await self.allowing.tell_cutter()
        lease = self.lease.facts()
        if await self.events.tell_now(Kind.LEASE, lease) and "key" in lease:
            self.lease.key_was_told()


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except GoneDeaf:
            raise
        except Exception:
            log.exception("a regular task failed")
        await asyncio.sleep(seconds)
