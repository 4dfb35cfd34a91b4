"""One component as a process: started from its recipe, started again after a crash, ended with the nucleus."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from local.nucleus import tether
from local.nucleus.recipe import Recipe

log = logging.getLogger("nucleus.component")
MOST_CRASHES: Final = 3  # systemd, as Nucleus Lite sets it up, gives a unit up at the third within an hour
_HOUR: Final = 3600.0
_PAUSE: Final = 1.0  # seconds after a first crash, twice as long after each further one
_ENDS_WITHIN: Final = 5.0


@dataclass
class Component:
    """A component of this box. `token` is what it shows to the nucleus and to the token exchange."""

    recipe: Recipe
    unpacked: Path
    work: Path
    log: Path
    environment: dict[str, str]
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    crashes: list[float] = field(default_factory=list)
    is_broken: bool = False
    process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """Of the running process."""
        return self.process.pid if self.process and self.process.returncode is None else None

    async def keep(self) -> None:
        """Run it, and again after each crash, until it crashed too often or ended by itself."""
        while not self.is_broken:
            self.process = await self._start()
            code = await self.process.wait()
            log.warning("%s ended with %d", self.recipe.name, code)
            if code == 0:
                return
            self._count(time.monotonic())
            await asyncio.sleep(_PAUSE * 2 ** (len(self.crashes) - 1))

    def _count(self, now: float) -> None:
        self.crashes = [at for at in self.crashes if now - at < _HOUR] + [now]
        if len(self.crashes) >= MOST_CRASHES:
            self.is_broken = True
            log.error("%s crashed %d times within an hour: it is broken", self.recipe.name, len(self.crashes))

    async def _start(self) -> asyncio.subprocess.Process:
        self.work.mkdir(parents=True, exist_ok=True)
        places = {"artifacts:decompressedPath": str(self.unpacked), "work:path": str(self.work)}
        variables = {name: self.recipe.filled(value, places) for name, value in self.recipe.variables.items()}
        with self.log.open("ab") as out:
            return await asyncio.create_subprocess_exec(
                *(
                    sys.executable,
                    "-S",
                    "-E",
                    tether.__file__,
                    str(os.getpid()),
                    self.recipe.filled(self.recipe.run, places),
                ),
                env=self.environment | variables | {"SVCUID": self.token},
                cwd=self.work,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    async def end(self) -> None:
        """Ask it to end, as systemd does; then make it."""
        if (pid := self.pid) is None or self.process is None:
            return
        for signal_, within in ((signal.SIGTERM, _ENDS_WITHIN), (signal.SIGKILL, _ENDS_WITHIN)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal_)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), within)
                break
