"""What can be done to a running nucleus on demand: each method is a command of its switchboard."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from local.nucleus.broker import Broker
from local.nucleus.control import Do
from local.nucleus.line import Line
from local.nucleus.operations import Operations


@dataclass
class Faults:
    """The parts that faults reach. `hang_up` stops listening for components, `listen` begins again."""

    operations: Operations
    broker: Broker
    lines: set[Line]
    listen: Callable[[], Awaitable[None]]
    hang_up: Callable[[], Awaitable[None]]

    def commands(self) -> dict[str, Do]:
        """By their names."""
        return {
            "deaf": self.deaf,
            "hears": self.hears,
            "slow": self.slow,
            "dropped": self.dropped,
            "offline": self.broker.cut,
            "online": self.broker.mend,
            "restart": self.restart,
        }

    async def deaf(self, for_good: str = "") -> None:
        """`deaf`: who listens to the city never hears again. `deaf always`: nor does who listens from now on."""
        self.operations.deafen(always=bool(for_good))

    async def hears(self) -> None:
        """New subscriptions hear again."""
        self.operations.is_deaf = False

    async def slow(self, seconds: str) -> None:
        """`slow 2.5`: each answer comes that much later; `slow 0` ends it."""
        self.operations.delay = float(seconds)

    async def dropped(self) -> None:
        """Every component's connection is gone, as when the nucleus' daemon for IPC dies."""
        for each in list(self.lines):
            each.cut()

    async def restart(self, seconds: str = "0") -> dict[str, Any]:
        """`restart 2`: the nucleus is away for so long, and comes back; the components run on and keep their tokens."""
        await self.hang_up()
        await self.dropped()
        await self.broker.cut()
        self.broker.forget()
        await asyncio.sleep(float(seconds))
        await self.listen()
        await self.broker.mend()
        return {}
