"""Takes a signed command once: what it has seen rests on disk before anything is obeyed (abuse 61, 62)."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from edge_greengrass.guard import disk
from edge_greengrass.guard.clock import LONG_AGO, BoxClock
from rtcc.commands.model import Command, Unacceptable, Window, accept
from rtcc.foundation import clock


class Commands:
    """The gate of all that the center asks. A damaged window is an error, never an empty one."""

    def __init__(self, path: Path, *, thing: str, key: str) -> None:
        self._path, self._thing = path, thing
        self._key = base64.b64decode(key, validate=True)
        self._window, self.last_signed = _read(path)

    def take(self, sent: bytes, time: BoxClock) -> Command:
        """The command, if this box must obey it now; the box's time goes on to the signed one.

        Raises Unacceptable with the reason: for a command that is not to be obeyed, or a window that cannot be kept.
        """
        command, window = accept(sent, box=self._thing, now=time.now(), key=self._key, window=self._window)
        signed = max(self.last_signed, command.at)
        try:
            disk.write_whole(self._path, json.dumps(asdict(window) | {"at": clock.spell(signed)}).encode())
        except OSError:
            raise Unacceptable("the box cannot write to its disk") from None
        self._window, self.last_signed = window, signed
        time.hear(command.at)
        return command


def _read(path: Path) -> tuple[Window, datetime]:
    if not path.exists():
        return Window(), LONG_AGO
    facts = json.loads(path.read_bytes())
    return Window(int(facts["highest"]), int(facts["seen"])), clock.read(facts["at"])
