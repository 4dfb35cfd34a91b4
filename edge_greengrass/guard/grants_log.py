"""What the owner allowed, and when: a log on the box's own disk, one line a change, synced before it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from edge_greengrass.guard.chain import Chain
from rtcc.foundation import clock
from rtcc.grants import spelling
from rtcc.grants.model import Grant, Recall

VOID = "void"  # in the place of a command: nobody refreshed it for 7 days (P4.3)


@dataclass(frozen=True, slots=True)
class Change:
    """One line: from `at` on (box time) this grant is in force. Epochs count up for each camera."""

    camera: str
    epoch: int
    grant: Grant
    at: datetime
    name: str = ""  # of the camera, as the owner read it then
    command: str = ""  # id of the center's command, or `void`; empty: the owner did it on the box's page

    def spelled(self) -> dict[str, Any]:
        """What the line on disk says, before it is chained and signed."""
        facts = {"camera": self.camera, "epoch": self.epoch, "at": clock.spell(self.at), "name": self.name}
        return facts | {"command": self.command, "grant": spelling.spell(self.grant)}


class GrantsLog:
    """Replayed at the start. A torn last line was never in force and is dropped; any other damage is an error.

    An error stops the guard: to skip a line in the middle could widen what a lost line had narrowed. `key` is the
    public half (DER) of the key that signed every line.
    """

    def __init__(self, path: Path) -> None:
        self._chain = Chain(path, path.with_name("box.key"))
        self.key = self._chain.key.public
        self.changes: list[Change] = []
        self._in_force: dict[str, Change] = {}
        for number, facts in enumerate(self._chain.lines, start=1):
            try:
                self.remember(_read(facts))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise ValueError(f"line {number} of the log cannot be read") from error

    def in_force(self, camera: str) -> Change | None:
        """The newest change of one camera, or None: nothing was ever allowed on it."""
        return self._in_force.get(camera)

    def lapsed(self, camera: str) -> Grant | None:
        """What was allowed until it lapsed, for the owner to allow again; None unless lapsing was the last change."""
        changes = [change for change in self.changes if change.camera == camera][-2:]
        return changes[0].grant if len(changes) == 2 and changes[1].command == VOID else None

    def last_allowed(self, camera: str) -> Grant | None:
        """The newest grant of a camera that allowed anything, in force or not; None when nothing ever was allowed."""
        allowed = (one.grant for one in reversed(self.changes) if one.camera == camera and not one.grant.is_nothing)
        return next(allowed, None)

    def grant(self, camera: str) -> Grant:
        """What holds for one camera now. Nothing, unless somebody allowed something."""
        change = self._in_force.get(camera)
        return change.grant if change else Grant()

    def prepared(self, camera: str, grant: Grant, *, at: datetime, name: str = "", command: str = "") -> Change:
        """The change that would come next."""
        before = self._in_force.get(camera)
        return Change(camera, before.epoch + 1 if before else 1, grant, at, name, command)

    def write(self, change: Change) -> None:
        """Put a change in force. Raises OSError when it cannot be written: then it is not in force."""
        self._chain.append(change.spelled())
        self.remember(change)

    def remember(self, change: Change) -> None:
        """Put a change in force until the next start, and no longer."""
        self.changes.append(change)
        self._in_force[change.camera] = change

    def recall_since(self, camera: str) -> datetime | None:
        """Since when recall is allowed without a break; None when it is not. Nothing older may leave the box."""
        since: datetime | None = None
        for change in self.changes:
            if change.camera == camera:
                if change.grant.recall is Recall.NEVER:
                    since = None
                elif since is None:
                    since = change.at
        return since


def _read(facts: dict[str, Any]) -> Change:
    return Change(
        camera=str(facts["camera"]),
        epoch=int(facts["epoch"]),
        grant=spelling.read(facts["grant"]),
        at=clock.read(facts["at"]),
        name=str(facts.get("name", "")),
        command=str(facts.get("command", "")),
    )
