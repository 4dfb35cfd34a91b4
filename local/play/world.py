"""What the steps of the story share: the running city, who was met so far, and which step is sabotaged."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from local import aws
from local.play.people import Analyst, City, Outbox, Visitor
from local.play.telling import NotSeen
from local.play.watcher import Watcher


@dataclass(slots=True)
class World:
    """The story so far. `sabotage` is the number of the step that a small fault is played into, or 0."""

    city: City
    sabotage: int = 0
    resident: dict[str, Any] = field(default_factory=dict)
    neighbor: dict[str, Any] = field(default_factory=dict)
    incident: dict[str, Any] = field(default_factory=dict)
    token: str = ""
    receipt: dict[str, Any] = field(default_factory=dict)
    item: dict[str, Any] = field(default_factory=dict)
    camera: dict[str, Any] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)
    clip_item: dict[str, Any] = field(default_factory=dict)
    release: dict[str, Any] = field(default_factory=dict)
    package: bytes = b""
    staff: dict[str, Analyst] = field(default_factory=dict)
    _watcher: Watcher | None = None

    @property
    def outbox(self) -> Outbox:
        """Every text and e-mail that left the center."""
        return Outbox(self.city)

    def visitor(self, token: str = "") -> Visitor:
        """Somebody at the citizens' page."""
        return Visitor(self.city, token)

    def signed_in(self, who: str) -> Analyst:
        """A member of the staff; signs in the first time."""
        if who not in self.staff:
            self.staff[who] = Analyst(self.city, who)
        return self.staff[who]

    def aws(self, service: str) -> Any:
        """A client with the city's root key: the insider who has every right there is."""
        return aws.client(service, self.city["aws"]["endpoint"])

    def kinesis(self) -> Any:
        """The root key's client of the streams' control plane."""
        return aws.client("kinesisvideo", self.city["streams"])

    @property
    def watcher(self) -> Watcher:
        """Whoever watches the live view of step 8."""
        if self._watcher is None:
            raise NotSeen("there is no live view to look at")
        return self._watcher

    @watcher.setter
    def watcher(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def as_the_center(self) -> None:
        """Let this process use the center's own rooms on the running city."""
        os.environ.update(self.city["environment"] | aws.environment(self.city["aws"]["endpoint"]))


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A DynamoDB item as plain values."""
    found = {}
    for name, typed in row.items():
        value = next(iter(typed.values()))
        with suppress(TypeError, ValueError):
            value = json.loads(value) if name in {"facts", "words"} else value
        found[name] = value
    return found
