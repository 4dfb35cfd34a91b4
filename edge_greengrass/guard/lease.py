"""The sign of life: I am here, and so are these cameras. It names only what the owner allows (P2.1)."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from edge_greengrass.guard.cameras import Cameras
from edge_greengrass.guard.clock import BoxClock
from edge_greengrass.guard.grants_log import GrantsLog
from edge_greengrass.guard.refreshing import Refreshing
from edge_greengrass.guard.states import States
from rtcc.commands.model import MOST_BYTES
from rtcc.foundation import clock

VERSION = "0.1.0"  # of the components, as their recipes say it
_KEY_EVERY = 3600.0  # seconds
_MOST_ASKED = 32  # leases whose answer may still come
# What a lease leaves out when it would not fit, of the last camera first: what is missed the least goes first.
_SPARED = ("why", "oldest_at", "offset_ms", "newest_at", "codec", "warn")


class Lease:
    """Said anew every few seconds; the center forgets the box when it is not renewed (P4.1)."""

    def __init__(
        self,
        cameras: Cameras,
        grants: GrantsLog,
        states: States,
        refreshing: Refreshing,
        box_time: BoxClock,
        *,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cameras, self._grants, self._states = cameras, grants, states
        self._refreshing, self._time, self._ticks = refreshing, box_time, ticks
        self._asked: OrderedDict[str, float] = OrderedDict()
        self._last, self._key_told = "", -_KEY_EVERY
        self.boot = secrets.token_hex(8)

    def facts(self) -> dict[str, Any]:
        """{boot, at, cameras: how many, allowed: how many, states: of the allowed alone, health, key?}; under 4 KB."""
        cameras = self._cameras.all()
        allowed = [camera.id for camera in cameras if not self._grants.grant(camera.id).is_nothing]
        at = clock.spell(self._time.now())
        if at < self._last:  # somebody set the box's own clock back: the center orders leases by time, within a start
            self.boot = secrets.token_hex(8)
        self._last = at
        self._remember(at)
        facts = {"boot": self.boot, "at": at, "cameras": len(cameras), "allowed": len(allowed)}
        states = [{"camera": camera, **self._state(camera)} for camera in allowed]
        return _fitting(facts | {"states": states, "health": self._health()} | self._key())

    def _state(self, camera: str) -> dict[str, Any]:
        """What the recorder said of it. What was recorded before its owner allowed recall is not even told of."""
        told, since = dict(self._states.of(camera)), self._grants.recall_since(camera)
        if since is not None and "oldest_at" in told:
            told["oldest_at"] = max(told["oldest_at"], clock.spell(since))
        return told

    def key_was_told(self) -> None:
        """The center was sent the public half of this box's key: once an hour is enough."""
        self._key_told = self._ticks()

    def asked(self, at: object) -> float | None:
        """Where the counter stood when this box said the lease of that time; None when it did not."""
        return self._asked.get(at) if isinstance(at, str) else None

    def _remember(self, at: str) -> None:
        self._asked.setdefault(at, self._ticks())
        while len(self._asked) > _MOST_ASKED:
            self._asked.popitem(last=False)

    def _key(self) -> dict[str, str]:
        if self._ticks() - self._key_told < _KEY_EVERY:
            return {}
        return {"key": base64.b64encode(self._grants.key).decode()}

    def _health(self) -> dict[str, Any]:
        facts = {"version": VERSION, **self._states.health()}
        if offset := self._time.offset():
            facts["clock_ahead_ms"] = offset.ahead_ms
        return facts | ({"suspended": True} if self._refreshing.why else {})


def _fitting(facts: Mapping[str, Any]) -> dict[str, Any]:
    states = [dict(state) for state in facts["states"]]
    lease = {**facts, "states": states}
    for name in _SPARED:
        for state in reversed(states):
            if len(json.dumps(lease, separators=(",", ":"))) <= MOST_BYTES:
                return lease
            state.pop(name, None)
    return lease
