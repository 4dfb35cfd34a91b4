"""What the owner sees and does on the box's page, whichever way it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from edge_greengrass.guard import picture
from edge_greengrass.guard.allowing import Allowing
from edge_greengrass.guard.cameras import Camera, Cameras
from edge_greengrass.guard.clock import BoxClock
from edge_greengrass.guard.discovery import Discovery
from edge_greengrass.guard.events import Events
from edge_greengrass.guard.grants_log import VOID, GrantsLog
from edge_greengrass.guard.refreshing import Refreshing
from edge_greengrass.guard.reviewing import Reviewing
from edge_greengrass.guard.reviews import Review
from edge_greengrass.guard.states import States
from edge_greengrass.guard.views import View, Views
from edge_greengrass.guard.visits import Visits
from rtcc.foundation import clock
from rtcc.foundation.errors import Field, Invalid
from rtcc.grants import spelling
from rtcc.grants.model import Live, Recall

LINES = 200  # of the log, newest first


class Owner:
    """Who holds the PIN. All of it works while the line to the center is cut."""

    def __init__(
        self,
        cameras: Cameras,
        grants: GrantsLog,
        allowing: Allowing,
        states: States,
        views: Views,
        events: Events,
        time: BoxClock,
        refreshing: Refreshing,
        reviewing: Reviewing,
        visits: Visits,
        discovery: Discovery,
        *,
        rings: Path,
    ) -> None:
        self._rings, self._discovery = rings, discovery
        self._refreshing, self._reviewing, self._visits = refreshing, reviewing, visits
        self._cameras, self._grants, self._allowing = cameras, grants, allowing
        self._states, self._views, self._events, self._time = states, views, events, time

    def cameras(self) -> dict[str, Any]:
        """{cameras: [...], most, is_online, is_suspended, refreshed_at?, now}; a password is never shown."""
        refreshed = {"refreshed_at": clock.spell(self._refreshing.at)} if self._refreshing.at else {}
        return refreshed | {
            "cameras": [self._camera(camera) for camera in self._cameras.all()],
            "most": self._cameras.most,
            "is_online": self._events.is_online,
            "is_suspended": bool(self._refreshing.why),
            "health": dict(self._states.health()),
            "now": clock.spell(self._time.now()),
        }

    def now(self) -> dict[str, Any]:
        """{views: who watches or reviews what, now; delayed: how many notices a supervisor delays now}."""
        secret = self._visits.secret(self._time.now())
        return {"views": self._looks(secret), "delayed": len(secret), "now": clock.spell(self._time.now())}

    def log(self) -> dict[str, Any]:
        """{lines: every change of what is allowed; visits: who looked, from when to when; newest first}."""
        newest = reversed(self._grants.changes[-LINES:])
        visits = self._visits.shown(self._time.now())[:LINES]
        return {
            "visits": [{name: value for name, value in asdict(one).items() if value} for one in visits],
            "lines": [
                {
                    "at": clock.spell(change.at),
                    "camera": change.camera,
                    "name": change.name,
                    "epoch": change.epoch,
                    "grant": spelling.spell(change.grant),
                    "by": change.command if change.command == VOID else "owner page" if change.command else "this page",
                }
                for change in newest
            ],
        }

    async def add(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """A new camera, not allowed: {address, user, password, name} -> {id}. Raises Invalid, Conflict."""
        asked = _texts(facts, ("address", "user", "password", "name"))
        asked["address"] = await asyncio.to_thread(self._cameras.pinned, asked["address"])
        camera = await self._allowing.add(**asked)
        return {"id": camera.id}

    async def find(self, _: Mapping[str, Any]) -> dict[str, Any]:
        """Which cameras answer a call into the camera network: {found: [{host, name}]}. Raises Unavailable."""
        return await self._discovery.around()

    async def streams(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What one camera streams, set for this box first when a token is named. Raises Invalid, Unavailable."""
        return await self._discovery.streams(facts)

    async def allow(self, camera: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Any change, widening too: {grant, name?, sound?} -> the camera. Raises NotFound, Invalid, Unavailable."""
        if set(facts) - {"grant", "name", "sound"} or not isinstance(facts.get("grant"), Mapping):
            raise Invalid("Say {grant, name?, sound?}.", slug="fields")
        sound = facts.get("sound")
        if sound is not None and not isinstance(sound, bool):
            raise Invalid("Sound is recorded or not.", slug="fields")
        name = _texts(facts, ("name",))["name"] if "name" in facts else None
        await self._allowing.change(camera, spelling.read(facts["grant"]), name=name, sound=sound)
        return self._camera(self._cameras.get(camera))

    async def sign_in(self, camera: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        """How to sign in to the camera: {user, password} -> the camera. Raises NotFound, Invalid."""
        await self._allowing.sign_in(camera, **_texts(facts, ("user", "password")))
        return self._camera(self._cameras.get(camera))

    async def remove(self, camera: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Take it off the box: {footage: "delete" | "keep"} -> {}; kept is until its days are over. Raises NotFound."""
        if facts.get("footage") not in ("delete", "keep"):
            raise Invalid("Say whether its footage is deleted or kept until its days are over.", slug="fields")
        await self._allowing.remove(camera, is_kept=facts["footage"] == "keep")
        return {}

    def picture(self, camera: str) -> bytes:
        """The newest picture of a camera, an MP4 of one frame. Reads the disk: slow. Raises NotFound."""
        return picture.newest(self._rings / self._cameras.get(camera).id)

    async def forbid(self, camera: str, _: Mapping[str, Any]) -> dict[str, Any]:
        """Nothing is allowed any more; how long footage is kept stays. Raises NotFound, Unavailable."""
        kept = self._grants.grant(camera)
        nothing = replace(kept, live=Live.NEVER, radius_m=0, recall=Recall.NEVER, depth_hours=0)
        await self._allowing.change(camera, replace(nothing, directed=False, emergency=False))
        return self._camera(self._cameras.get(camera))

    def _looks(self, secret: set[str]) -> list[dict[str, Any]]:
        live = [_view(view) for view in self._views.all() if view.id not in secret]
        return live + [_review(one) for one in self._reviewing.all() if one.id not in secret]

    def _camera(self, camera: Camera) -> dict[str, Any]:
        change = self._grants.in_force(camera.id)
        grant = self._grants.grant(camera.id)
        lapsed, secret = self._grants.lapsed(camera.id), self._visits.secret(self._time.now())
        known = {"lapsed": lapsed, "last": self._grants.last_allowed(camera.id)}
        return {name: spelling.spell(one) for name, one in known.items() if one} | {
            "id": camera.id,
            "name": camera.name,
            "address": camera.address,
            "sound": camera.sound,
            "grant": spelling.spell(grant),
            "is_allowed": not grant.is_nothing,
            "epoch": change.epoch if change else 0,
            **self._states.here(camera.id),
            "watching": [look for look in self._looks(secret) if look["camera"] == camera.id],
        }


def _view(view: View) -> dict[str, Any]:
    return {
        "id": view.id,
        "kind": "live",
        "camera": view.camera,
        "badge": view.badge,
        "incident": view.incident,
        "purpose": view.purpose.value,
        "since": clock.spell(view.opened_at),
        "is_started": view.is_started,
    }


def _review(one: Review) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": "review",
        "camera": one.camera,
        "badge": one.badge,
        "incident": one.incident,
        "since": clock.spell(one.opened_at),
        "is_started": one.is_started,
        "from": clock.spell(one.start),
        "at": clock.spell(one.at),
    }


def _texts(facts: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    wrong = tuple(Field(name, "This must be a text.") for name in names if not isinstance(facts.get(name), str))
    if wrong:
        raise Invalid("Please check what you entered.", fields=wrong)
    return {name: facts[name] for name in names}
