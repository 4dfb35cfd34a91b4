"""Lets one clip out at a time: the most urgent first, then the one that was ordered first (abuse 71)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

Rank = tuple[int, int]  # the priority, and when it came


class Lane:
    """The way out."""

    def __init__(self) -> None:
        self._moved = asyncio.Condition()
        self._waiting: list[Rank] = []
        self._is_taken = False
        self._came = 0

    def rank(self, priority: int) -> Rank:
        """A place in the order for one clip, for as long as it waits."""
        self._came += 1
        return priority, self._came

    def is_outranked(self, rank: Rank) -> bool:
        """Whether something more urgent waits; the same urgency does not push."""
        return any(one[0] < rank[0] for one in self._waiting)

    @contextlib.asynccontextmanager
    async def turn(self, rank: Rank) -> AsyncIterator[None]:
        """Wait for the turn, and have it."""
        async with self._moved:
            self._waiting.append(rank)
            try:
                await self._moved.wait_for(lambda: not self._is_taken and min(self._waiting) == rank)
                self._is_taken = True
            finally:
                self._waiting.remove(rank)
                self._moved.notify_all()
        try:
            yield
        finally:
            self._is_taken = False
            async with self._moved:
                self._moved.notify_all()
