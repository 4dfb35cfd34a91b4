"""Changes what is allowed: the owner may do anything on the box's page, the center may only narrow (P2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from edge_greengrass.guard.cameras import Camera, Cameras
from edge_greengrass.guard.clock import BoxClock
from edge_greengrass.guard.events import Events
from edge_greengrass.guard.grants_log import VOID, Change, GrantsLog
from edge_greengrass.guard.leaving import Leaving
from edge_greengrass.guard.looking import Looking
from edge_greengrass.guard.refreshing import Refreshing
from edge_greengrass.kit.line import Line, LineDown
from rtcc.commands.model import Command, Kind, Unacceptable
from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid, Unavailable
from rtcc.grants import spelling
from rtcc.grants.model import Grant, is_no_wider, why_no_recall

RECORDER = "rtcc/local/recorder"
RECALL = "rtcc/local/recall"


class Allowing:
    """The one way in which a grant comes into force."""

    def __init__(
        self,
        line: Line,
        cameras: Cameras,
        grants: GrantsLog,
        looking: Looking,
        events: Events,
        time: BoxClock,
        refreshing: Refreshing,
        leaving: Leaving,
    ) -> None:
        self._line, self._cameras, self._grants = line, cameras, grants
        self._looking, self._events, self._time, self._refreshing = looking, events, time, refreshing
        self._leaving = leaving

    async def add(self, *, name: str, address: str, user: str, password: str) -> Camera:
        """A new camera, on which nothing is allowed. Raises Invalid, Conflict, OSError."""
        camera = self._cameras.add(name=name, address=address, user=user, password=password)
        change = self._grants.prepared(camera.id, Grant(), at=self._time.now(), name=camera.name)
        self._grants.write(change)
        self._tell(change)
        await self._tell_recorder()
        return camera

    async def remove(self, camera: str, *, is_kept: bool) -> None:
        """Take a camera off the box: first nothing is allowed on it, then it is no more. Footage that is kept stays
        until its days are over.

        Raises NotFound, OSError or Unavailable from the disk; then it may be there yet, with nothing allowed.
        """
        await self.change(camera, Grant(days_stored=self._cameras.get(camera).days_stored))
        if not is_kept:
            self._leaving.add(camera)
        self._cameras.remove(camera)
        await self._tell_recorder()

    async def sign_in(self, camera: str, *, user: str, password: str) -> None:
        """How the recorder signs in to a camera from now on. Raises NotFound, Invalid, OSError."""
        self._cameras.sign_in(camera, user=user, password=password)
        await self._tell_recorder()

    async def change(
        self, camera: str, grant: Grant, *, name: str | None = None, sound: bool | None = None, command: str = ""
    ) -> Change:
        """Put a grant in force; views that it does not allow end before anything else is done.

        Raises NotFound, Invalid, OSError (nothing changed) or Unavailable (narrower: it holds, but not on disk).
        """
        after = self._cameras.changed(camera, name=name, days_stored=grant.days_stored, sound=sound)
        change = self._grants.prepared(camera, grant, at=self._time.now(), name=after.name, command=command)
        is_written = self._put_in_force(change)
        await self._looking.recheck(camera, "owner")
        await self.tell_cutter()
        if is_written:
            self._cameras.keep(after)
        self._tell(change)
        await self._tell_recorder()
        if not is_written:
            raise Unavailable("It holds, but the box could not write it down: its disk is full or broken.")
        return change

    async def narrow(self, command: Command) -> None:
        """Obey `camera.narrow`. Raises Unacceptable for a grant that is wider in anything, or none at all."""
        camera = str(command.body["camera"])
        try:
            grant = spelling.read(command.body["grant"])
        except Invalid as error:
            raise Unacceptable(f"no grant: {error.slug}") from None
        if not is_no_wider(grant, self._grants.grant(camera)):
            raise Unacceptable("wider")
        try:
            await self.change(camera, grant, command=command.id)
        except (OSError, Unavailable):
            raise Unacceptable("the box cannot write to its disk") from None

    async def void(self, *, at: datetime) -> None:
        """Let lapse what nobody refreshed for 7 days, until the owner allows it again (P4.3).

        Footage is kept as long as the owner said. Raises OSError or Unavailable from the disk; then say it again.
        """
        for camera in self._cameras.all():
            before = self._grants.in_force(camera.id)
            if before and not before.grant.is_nothing and self._refreshing.is_void(before.at, at=at):
                await self.change(camera.id, Grant(days_stored=camera.days_stored), command=VOID)

    def tell_all(self) -> None:
        """Say for every camera what is in force: at the start, for a center that may have missed something."""
        for camera in self._cameras.all():
            self._tell(self._grants.in_force(camera.id) or Change(camera.id, 0, Grant(), self._time.now()))

    async def tell_cutter(self) -> None:
        """Say from which cameras footage may be fetched now, from when on, and how many hours before it was asked for:
        of all others what is here stays here.

        Said again every few seconds: a cutter that was away sends nothing before it has heard it. `is_sure` is whether
        the center has said the time since this start. Until then a grant's own hours say neither yes nor no, and the
        cutter does not go on with what it did before.
        """
        now, is_sure = self._time.now(), self._time.is_signed
        allowed: dict[str, dict[str, Any]] = {}
        for camera in [] if self._refreshing.why else self._cameras.all():
            grant, since = self._grants.grant(camera.id), self._grants.recall_since(camera.id)
            why = why_no_recall(grant, start=now, at=now, case="any") if is_sure else ""
            if since is not None and not why:
                from_when_on = clock.spell(max(since, grant.starts_at or since))
                allowed[camera.id] = {"from": from_when_on, "hours": grant.depth_hours}
        try:
            await self._line.publish(RECALL, {"allowed": allowed, "is_sure": is_sure})
        except LineDown:
            return

    def _put_in_force(self, change: Change) -> bool:
        try:
            self._grants.write(change)
        except OSError:
            if not is_no_wider(change.grant, self._grants.grant(change.camera)):
                raise
            self._grants.remember(change)  # a "no" does not wait for a disk
            return False
        return True

    def _tell(self, change: Change) -> None:
        is_nothing = change.grant.is_nothing
        facts: dict[str, Any] = {"camera": change.camera, "epoch": change.epoch}
        facts["grant"] = spelling.spell(Grant() if is_nothing else change.grant)
        if not is_nothing:
            facts["name"] = self._cameras.get(change.camera).name
        if change.command:
            facts["command"] = change.command
        self._events.tell(Kind.GRANT, facts)

    async def _tell_recorder(self) -> None:
        facts: Mapping[str, Any] = {"do": "cameras"}
        try:
            await self._line.publish(RECORDER, facts)
        except LineDown:
            return  # it reads the list again when it starts
