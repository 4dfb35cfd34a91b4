"""All who look through this box's cameras, live or at what was recorded, for whoever has to end it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from edge_greengrass.guard.reviewing import Reviewing
from edge_greengrass.guard.watching import Watching


class Looking:
    """Live views and reviews as one. A live view ends by its camera, a review by its stream."""

    def __init__(self, watching: Watching, reviewing: Reviewing) -> None:
        self.watching, self.reviewing = watching, reviewing

    async def renew(self, body: Mapping[str, Any]) -> None:
        """Obey `view.renew`. Raises Unacceptable."""
        await (self.reviewing if self.reviewing.has(body["view"]) else self.watching).renew(body)

    async def stop(self, body: Mapping[str, Any]) -> None:
        """Obey `view.stop`. Raises Unacceptable."""
        await (self.reviewing if self.reviewing.has(body["view"]) else self.watching).stop(body)

    async def recheck(self, camera: str, why: str) -> None:
        """End what a camera's grant does not allow: at once, whatever was promised (P2.3)."""
        await self.watching.recheck(camera, why)
        await self.reviewing.recheck(camera, why)

    async def tick(self) -> None:
        """What time brings."""
        await self.watching.tick()
        await self.reviewing.tick()

    async def end_all(self, cameras: list[str], why: str) -> None:
        """Nobody looks any more, whatever the relay may still believe of these cameras."""
        await self.watching.end_all(cameras, why)
        await self.reviewing.end_all(why)

    def part_all(self) -> None:
        """Tell of every end now, whatever the relay may still count."""
        self.watching.part_all()
        self.reviewing.part_all()

    def hear_relay(self, facts: Mapping[str, Any]) -> None:
        """The relay speaks: of a review it names the view, of a live stream the camera alone."""
        (self.reviewing if facts.get("view") else self.watching).hear_relay(facts)
