"""Remembers every order on disk, so that none is cut or sent twice, and none is forgotten when the power fails."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Remembered:
    """An order as the guard sent it, the last event about it, and what was claimed of the clip before it was sent.

    `may_be_there` is whether something was done after which the clip may lie in the inbox; `refusals` is how often
    the inbox did not take it; `is_told` is whether the guard has heard the last event.
    """

    facts: dict[str, Any]
    event: dict[str, Any] | None = None
    claim: dict[str, Any] | None = None
    may_be_there: bool = False
    refusals: int = 0
    is_told: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.event is not None and self.event["state"] != "cut"


class Memory:
    """A folder with a file for each order, and beside it the clip until it is sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def clip(self, order: str) -> Path:
        """Where the clip lies until it is sent."""
        return self._folder / f"{order}.mp4"

    def parts(self, order: str) -> Path:
        """Where it is written down what went out of a clip that is sent in parts."""
        return self._folder / f"{order}.parts"

    def drop(self, order: str) -> None:
        """The clip is not needed any more."""
        self.clip(order).unlink(missing_ok=True)
        self.parts(order).unlink(missing_ok=True)

    def recall(self, order: str) -> Remembered | None:
        """What is known of an order."""
        try:
            found = json.loads((self._folder / f"{order}.json").read_bytes())
        except FileNotFoundError:
            return None
        return Remembered(**found)

    def keep(self, order: str, what: Remembered) -> None:
        """Durable when this returns, whole or not at all."""
        path = self._folder / f"{order}.json"
        new = path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(what), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    def unfinished(self) -> list[dict[str, Any]]:
        """The orders on which work was broken off, or whose end was not told, oldest first."""
        known = (self.recall(path.stem) for path in sorted(self._folder.glob("ord_*.json")))
        return [one.facts for one in known if one and not (one.is_done and one.is_told)]

    def forget(self, *, before: float) -> None:
        """Drop the orders that were done before that time (seconds since 1970), and clips that nobody waits for."""
        for path in self._folder.glob("ord_*.json"):
            known = self.recall(path.stem)
            if known and known.is_done:
                self.drop(path.stem)
            if path.stat().st_mtime < before and known and known.is_done:
                path.unlink()
