"""How long something may be carried: until a moment of this process's own clock, or until it is told to end."""

from __future__ import annotations

import asyncio


class Lease:
    """`deadline` is of the loop's clock, which nobody sets: no other clock can lengthen a lease."""

    def __init__(self, deadline: float) -> None:
        self._deadline, self._changed, self._why = deadline, asyncio.Event(), ""

    @property
    def is_ending(self) -> bool:
        """Whether it was told to end."""
        return bool(self._why)

    def renew(self, deadline: float) -> None:
        """It holds until then."""
        self._deadline = deadline
        self._changed.set()

    def stop(self, why: str) -> None:
        """It ends now."""
        self._why = why
        self._changed.set()

    async def hold(self, work: asyncio.Task[str]) -> str:
        """Wait until the work is done or the lease is over; why it ended. The work is not cancelled here."""
        now = asyncio.get_running_loop().time
        while True:
            left = self._deadline - now()
            if self._why or left <= 0:
                return self._why or "The lease was not renewed."
            self._changed.clear()
            change = asyncio.create_task(self._changed.wait())
            await asyncio.wait({work, change}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            change.cancel()
            if work.done():
                return work.result()
